// A playlist of HTTP Live Streaming (RFC 8216), read leniently: what is not needed to show its pictures is passed over.
// Pure. GStreamer's own reader of them is not used: see docs/decisions/0012.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace np {

// The place of bytes: a whole answer, or a part of one.
struct HlsPlace {
  std::string url;  // http(s); empty where the playlist leads anywhere else
  std::optional<std::uint64_t> offset;
  std::uint64_t length = 0;  // with offset

  bool operator==(const HlsPlace&) const = default;
};

struct HlsKey {
  std::string url;
  std::optional<std::array<std::uint8_t, 16>> iv;  // else the piece's number
};

struct HlsPiece {
  HlsPlace place;
  Duration length{};
  std::uint64_t number = 0;
  bool discontinuity = false;         // its times do not follow those of the piece before
  std::uint64_t stretch = 0;          // those of one number have one clock, in the playlist of the sound, too
  bool gap = false;                   // said to be missing
  std::optional<HlsPlace> beginning;  // what has to come before it, once (EXT-X-MAP)
  std::optional<HlsKey> key;          // AES-128
};

// The same video in another quality.
struct HlsVariant {
  std::string url;
  std::int64_t bits_per_s = 0;
  std::int64_t pixels = 0;  // 0: not told
  bool pictures = true;     // false: said to be sound alone
  std::string codecs;       // as told
  std::string sound;        // the playlist its sound is in; empty: its own
};

struct HlsPlaylist {
  std::vector<HlsVariant> variants;  // some: a list of playlists, and nothing below holds anything
  std::vector<HlsPiece> pieces;
  Duration target{};       // the longest piece
  bool complete = false;   // no more will come
  bool locked = false;     // by a scheme of copy protection
  bool elsewhere = false;  // something in it leads to what is not on the web: a file, for one
};

inline constexpr std::size_t kMaxHlsVariants = 64;     // the first ones
inline constexpr std::size_t kMaxHlsPieces = 100'000;  // the last ones, as a live one grows at its end

// Whether these are the first bytes of one; nothing: more are needed to know.
std::optional<bool> looks_like_hls(std::string_view first_bytes);
// `url`: its address. Nothing if it is no playlist.
std::optional<HlsPlaylist> parse_hls(std::string_view text, const std::string& url);

}  // namespace np
