#include "speech/wav_file.hpp"

#include <cerrno>
#include <cstdint>
#include <fstream>

#include "base/error.hpp"
#include "base/format.hpp"
#include "speech/messages.hpp"

namespace np {
namespace {

void append(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

}  // namespace

std::string wav_bytes(const PcmChunk& sound) {
  constexpr std::uint32_t kBytesPerSample = 2;
  const auto data_bytes = static_cast<std::uint32_t>(sound.samples.size() * kBytesPerSample);
  std::string out = "RIFF";
  out.reserve(44 + data_bytes);
  append(out, 36 + data_bytes, 4);
  out += "WAVEfmt ";
  append(out, 16, 4);  // size of the format chunk
  append(out, 1, 2);   // PCM
  append(out, 1, 2);   // channels
  append(out, kSampleRate, 4);
  append(out, kSampleRate * kBytesPerSample, 4);
  append(out, kBytesPerSample, 2);
  append(out, 8 * kBytesPerSample, 2);
  out += "data";
  append(out, data_bytes, 4);
  for (const std::int16_t sample : sound.samples) append(out, static_cast<std::uint16_t>(sample), kBytesPerSample);
  return out;
}

void write_wav_file(const std::filesystem::path& path, const PcmChunk& sound) {
  errno = 0;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  const std::string bytes = wav_bytes(sound);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (file) return;
  const std::string name = path.string();
  switch (errno) {
    case ENOENT: throw Error(ErrorKind::kNotFound, np::format(messages::kNoFolderForWav, name));
    case EACCES:
    case EROFS: throw Error(ErrorKind::kPermission, "You may not write " + name + "; choose another place with -o.");
    case ENOSPC: throw Error(ErrorKind::kUnavailable, "The disk is full; " + name + " is not complete.");
    default: throw Error(ErrorKind::kInvalid, name + " cannot be written; give the name of a file with -o.");
  }
}

}  // namespace np
