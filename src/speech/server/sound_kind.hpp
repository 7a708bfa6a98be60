// Recognises the kind of sound by its first bytes, because servers call anything audio/pcm. Pure function.
#pragma once

#include <cstddef>
#include <string_view>

namespace np {

struct SoundKind {
  const char* other = nullptr;  // "MP3", "text"; nullptr: nothing speaks against raw sound
  std::size_t need = 0;         // so many bytes decide; with fewer, `other` is a guess
};
// Never wrong about raw sound that begins with silence or with any samples that form no frame of MPEG's.
SoundKind kind_of(std::string_view front);

}  // namespace np
