#include "speech/server/sound_kind.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace np {
namespace {

using std::string_view;

constexpr std::size_t kOfText = 48;  // so many letters in a row are no samples

unsigned byte_at(string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

// The length of the MPEG audio frame (layer 2 or 3) at the front; nullopt: there is none.
std::optional<std::size_t> mpeg_frame(string_view bytes) {
  constexpr std::array<int, 15> kLayer2{0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384};
  constexpr std::array<int, 15> kLayer3{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
  constexpr std::array<int, 15> kLower{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
  constexpr std::array<int, 3> kRates{44100, 48000, 32000};
  if (bytes.size() < 4 || byte_at(bytes, 0) != 0xFF || (byte_at(bytes, 1) & 0xE0) != 0xE0) return std::nullopt;
  const unsigned version = byte_at(bytes, 1) >> 3 & 3, layer = byte_at(bytes, 1) >> 1 & 3;
  const unsigned bitrate = byte_at(bytes, 2) >> 4, rate = byte_at(bytes, 2) >> 2 & 3;
  if (version == 1 || (layer != 1 && layer != 2) || bitrate == 0 || bitrate == 15 || rate == 3) return std::nullopt;
  const bool first_version = version == 3;
  const int kbps = (!first_version ? kLower : layer == 2 ? kLayer2 : kLayer3)[bitrate];
  const int hz = kRates[rate] / (first_version ? 1 : version == 2 ? 2 : 4);
  const int samples_8 = layer == 1 && !first_version ? 72 : 144;
  return static_cast<std::size_t>(samples_8 * kbps * 1000 / hz) + (byte_at(bytes, 2) >> 1 & 1);
}

// The same of a frame of AAC in ADTS.
std::optional<std::size_t> aac_frame(string_view bytes) {
  if (bytes.size() < 7 || byte_at(bytes, 0) != 0xFF || (byte_at(bytes, 1) & 0xF6) != 0xF0) return std::nullopt;
  const std::size_t length = (byte_at(bytes, 3) & 3) << 11 | byte_at(bytes, 4) << 3 | byte_at(bytes, 5) >> 5;
  if ((byte_at(bytes, 2) >> 2 & 15) > 12 || length < 7) return std::nullopt;
  return length;
}

bool is_text(string_view bytes) {
  return std::ranges::all_of(
      bytes, [](unsigned char c) { return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\r' || c == '\t'; });
}

}  // namespace

SoundKind kind_of(string_view front) {
  for (const auto& [mark, name] : {std::pair<string_view, const char*>{"ID3", "MP3"},
                                   {"OggS", "Ogg"},
                                   {"fLaC", "FLAC"},
                                   {"\x1A\x45\xDF\xA3", "WebM"}})
    if (front.starts_with(mark)) return {name, 0};
  if (front.size() < 7 && front.starts_with('\xFF')) return {nullptr, 7};
  // Samples may look like one frame by chance, but not like another one right behind it.
  for (const auto& [frame, name] : {std::pair(&mpeg_frame, "MP3"), std::pair(&aac_frame, "AAC")}) {
    const auto length = frame(front);
    if (!length) continue;
    const string_view next = front.substr(std::min(*length, front.size()));
    if (next.size() < 2 || (next[0] == front[0] && next[1] == front[1])) return {name, *length + 2};
  }
  const std::size_t begins = front.find_first_not_of(" \t\r\n");
  if (begins == front.npos || !string_view("{[<").contains(front[begins])) return {};
  if (!is_text(front.substr(0, kOfText))) return {};
  return {front[begins] == '<' ? "a web page" : "text", kOfText};
}

}  // namespace np
