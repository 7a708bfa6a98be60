// Sound as a WAV file: 48 kHz, mono, signed 16 bit.
#pragma once

#include <filesystem>
#include <string>

#include "audio/pcm.hpp"

namespace np {

// The whole file as bytes. At most 2 GiB of sound.
std::string wav_bytes(const PcmChunk& sound);
// Blocks. Throws Error when the file cannot be written.
void write_wav_file(const std::filesystem::path& path, const PcmChunk& sound);

}  // namespace np
