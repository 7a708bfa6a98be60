#include "source/mpeg_time.hpp"

#include <algorithm>
#include <cstdint>

namespace np {
namespace {

constexpr std::size_t kPacket = 188;
constexpr char kSync = 0x47;
constexpr std::size_t kTagHead = 10;
// The owner of the tag's private frame, and eight bytes with the time.
constexpr std::string_view kOwner("com.apple.streaming.transportStreamTimestamp\0", 45);

std::uint64_t byte_at(std::string_view text, std::size_t at) { return static_cast<std::uint8_t>(text[at]); }

Duration from_ticks(std::uint64_t ticks) {
  return std::chrono::nanoseconds(static_cast<std::int64_t>(ticks & ((std::uint64_t{1} << 33) - 1)) * 100'000 / 9);
}

bool is_wanted(std::uint64_t stream_id, bool sound) {
  if (!sound) return stream_id >= 0xE0 && stream_id <= 0xEF;
  return (stream_id >= 0xC0 && stream_id <= 0xDF) || stream_id == 0xBD || stream_id == 0xFD;
}

// Of the stream that begins in this packet, if any does.
std::optional<Duration> time_in_packet(std::string_view packet, bool sound) {
  const bool begins = byte_at(packet, 1) & 0x40, has_payload = byte_at(packet, 3) & 0x10;
  if (!begins || !has_payload) return std::nullopt;
  const std::size_t at = byte_at(packet, 3) & 0x20 ? 5 + byte_at(packet, 4) : 4;
  if (at + 14 > packet.size()) return std::nullopt;
  const std::string_view pes = packet.substr(at);
  if (!pes.starts_with(std::string_view("\0\0\1", 3)) || !is_wanted(byte_at(pes, 3), sound)) return std::nullopt;
  if (!(byte_at(pes, 7) & 0x80)) return std::nullopt;
  return from_ticks((byte_at(pes, 9) & 0x0E) << 29 | byte_at(pes, 10) << 22 | (byte_at(pes, 11) & 0xFE) << 14 |
                    byte_at(pes, 12) << 7 | byte_at(pes, 13) >> 1);
}

std::optional<Duration> time_in_tag(std::string_view tag) {
  const auto owner = tag.find(kOwner);
  if (owner == tag.npos || owner + kOwner.size() + 8 > tag.size()) return std::nullopt;
  std::uint64_t ticks = 0;
  for (std::size_t i = 0; i < 8; ++i) ticks = ticks << 8 | byte_at(tag, owner + kOwner.size() + i);
  return from_ticks(ticks);
}

bool is_transport_stream(std::string_view piece) {
  return piece.size() >= kPacket && piece[0] == kSync && (piece.size() == kPacket || piece[kPacket] == kSync);
}

}  // namespace

std::size_t id3_size(std::string_view piece) {
  if (!piece.starts_with("ID3") || piece.size() < kTagHead) return 0;
  std::size_t size = 0;
  for (std::size_t i = 6; i < kTagHead; ++i) size = size << 7 | (byte_at(piece, i) & 0x7F);
  return std::min(piece.size(), size + kTagHead);
}

bool is_bare_sound(std::string_view piece) {
  if (id3_size(piece) > 0) return true;
  if (piece.size() < 2) return false;
  return (byte_at(piece, 0) == 0xFF && byte_at(piece, 1) >= 0xE0) || piece.starts_with("\x0B\x77");
}

std::optional<Duration> mpeg_time(std::string_view piece, bool sound) {
  if (const std::size_t tag = id3_size(piece)) return sound ? time_in_tag(piece.substr(0, tag)) : std::nullopt;
  if (!is_transport_stream(piece)) return std::nullopt;
  for (; piece.size() >= kPacket && piece[0] == kSync; piece.remove_prefix(kPacket))
    if (const auto time = time_in_packet(piece.substr(0, kPacket), sound)) return time;
  return std::nullopt;
}

}  // namespace np
