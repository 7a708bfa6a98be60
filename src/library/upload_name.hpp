// What an uploaded file is called here, whatever it was called there. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace np {

inline constexpr std::size_t kMostUploadName = 160;  // bytes; what is put before and behind it fits into a file's name

// One name without folders, control characters or a dot in front, of at most kMostUploadName bytes of UTF-8, its ending
// kept. Never empty.
std::string upload_name(std::string_view asked);

// "clip.mp4" and 2: "clip (2).mp4".
std::string numbered_name(std::string_view name, int number);

// A name that the browser's side of an upload has chosen for it: 8 to 32 letters, digits, - and _.
bool is_upload_id(std::string_view text);

}  // namespace np
