#include "rtmp/unit.hpp"

#include <array>
#include <cctype>
#include <utility>

#include "base/error.hpp"
#include "base/format.hpp"
#include "rtmp/big_endian.hpp"
#include "rtmp/messages.hpp"

namespace np::rtmp {
namespace {

constexpr std::size_t kFour = 4;
constexpr unsigned kKeyPicture = 1, kNotShown = 5;  // kinds of pictures; the last one is a note to a player
constexpr unsigned kSoundIsEnhanced = 9;

enum Packet : unsigned { kHead = 0, kCoded = 1, kCodedShownAtOnce = 3 };

constexpr std::array<std::pair<std::string_view, Codec>, 8> kByFour = {{{"avc1", Codec::kH264},
                                                                        {"hvc1", Codec::kH265},
                                                                        {"av01", Codec::kAv1},
                                                                        {"vp08", Codec::kVp8},
                                                                        {"vp09", Codec::kVp9},
                                                                        {"mp4a", Codec::kAac},
                                                                        {".mp3", Codec::kMp3},
                                                                        {"Opus", Codec::kOpus}}};

std::optional<Codec> codec_of(std::string_view four) {
  for (const auto& [name, codec] : kByFour)
    if (name == four) return codec;
  return std::nullopt;
}

unsigned byte_at(std::string_view body, std::size_t at) { return static_cast<std::uint8_t>(body[at]); }

Error not_read(std::string_view name) {
  return Error(ErrorKind::kUnsupported, np::format(messages::kCodecNotRead, name));
}

// Three bytes with a sign: from the time of decoding to that of showing.
std::chrono::milliseconds take_offset(std::string_view& body) {
  auto offset = static_cast<std::int32_t>(big_endian(body.substr(0, 3)) << 8) >> 8;
  body.remove_prefix(3);
  return std::chrono::milliseconds(offset);
}

std::optional<Unit> unit_of(Codec codec, unsigned packet, bool key, bool has_offset, std::string_view body) {
  if (packet != kHead && packet != kCoded && packet != kCodedShownAtOnce) return std::nullopt;
  Unit unit{.codec = codec, .head = packet == kHead, .key = key};
  if (has_offset) {
    if (body.size() < 3) return std::nullopt;
    unit.until_shown = take_offset(body);
  }
  if (body.empty()) return std::nullopt;
  unit.bytes = body;
  return unit;
}

std::optional<Unit> enhanced_video(std::string_view body, unsigned packet, bool key) {
  if (body.size() < kFour) return std::nullopt;
  const std::string_view four = body.substr(0, kFour);
  // Notes about colours, several videos in one and the like.
  if (packet != kHead && packet != kCoded && packet != kCodedShownAtOnce) return std::nullopt;
  const auto codec = codec_of(four);
  if (!codec || is_sound(*codec)) {
    std::string name(four);
    for (char& c : name)
      if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '?';
    throw not_read(name);
  }
  const bool has_offset = packet == kCoded && (*codec == Codec::kH264 || *codec == Codec::kH265);
  return unit_of(*codec, packet, key, has_offset, body.substr(kFour));
}

}  // namespace

std::optional<Unit> read_video(std::string_view body) {
  if (body.empty()) return std::nullopt;
  const unsigned first = byte_at(body, 0);
  const unsigned kind = first >> 4 & 7;
  body.remove_prefix(1);
  if (kind == kNotShown) return std::nullopt;
  const bool key = kind == kKeyPicture;
  if (first & 0x80) return enhanced_video(body, first & 15, key);
  switch (first & 15) {
    case 7:
    case 12: {  // the last one is in use, though no document has it
      if (body.empty()) return std::nullopt;
      const Codec codec = (first & 15) == 7 ? Codec::kH264 : Codec::kH265;
      return unit_of(codec, byte_at(body, 0), key, true, body.substr(1));
    }
    case 2: throw not_read("Sorenson H.263");
    case 3:
    case 6: throw not_read("Screen Video");
    case 4:
    case 5: throw not_read("VP6");
    default: throw not_read(np::format("codec {}", first & 15));
  }
}

std::optional<Unit> read_sound(std::string_view body) {
  if (body.empty()) return std::nullopt;
  const unsigned first = byte_at(body, 0);
  body.remove_prefix(1);
  switch (first >> 4) {
    case 2: return unit_of(Codec::kMp3, kCoded, true, false, body);
    case 10:
      if (body.empty()) return std::nullopt;
      return unit_of(Codec::kAac, byte_at(body, 0), true, false, body.substr(1));
    case kSoundIsEnhanced: {
      const auto codec = codec_of(body.substr(0, kFour));
      if (!codec || !is_sound(*codec)) return std::nullopt;
      return unit_of(*codec, first & 15, true, false, body.substr(kFour));
    }
    default: return std::nullopt;
  }
}

bool is_read(std::string_view four_characters) { return codec_of(four_characters).has_value(); }

}  // namespace np::rtmp
