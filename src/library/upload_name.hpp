// Names for uploaded files, made from the names that they had elsewhere. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace np {

inline constexpr std::size_t kMostUploadName = 160;  // bytes; leaves room in a file's name for what is added at both
                                                     // ends

// One name of at most kMostUploadName bytes of UTF-8, without folders, control characters or a leading dot. Keeps the
// ending. Never empty.
std::string upload_name(std::string_view asked);

// "clip.mp4" and 2: "clip (2).mp4".
std::string numbered_name(std::string_view name, int number);

// Whether it is an id that a browser has chosen for its upload: 8 to 32 letters, digits, - and _.
bool is_upload_id(std::string_view text);

}  // namespace np
