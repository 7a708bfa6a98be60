#include "source/hls/hls_playlist.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <deque>
#include <iterator>
#include <map>
#include <utility>

#include "base/text.hpp"
#include "source/address.hpp"

namespace np {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";  // of UTF-8
constexpr std::string_view kFirstLine = "#EXTM3U";
constexpr std::size_t kMostBlank = 4096;  // bytes before it
constexpr double kLongestPiece = 3600;    // seconds
constexpr std::uint64_t kLastNumber = UINT64_MAX / 2;
constexpr const char* kVideoCodecs[] = {"avc", "hvc", "hev", "dvh", "dva", "av01", "vp0", "vp8", "vp9", "mp4v", "mjp"};

using Attributes = std::map<std::string, std::string, std::less<>>;

template <typename Number>
Number number_in(std::string_view text, Number otherwise = {}) {
  Number value = otherwise;
  text = trim(text);
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// NAME=value,NAME="value, with anything in it"
Attributes attributes_in(std::string_view text) {
  Attributes out;
  while (!text.empty()) {
    const auto equals = text.find('=');
    if (equals == text.npos) break;
    const std::string name(trim(text.substr(0, equals)));
    text.remove_prefix(equals + 1);
    const bool quoted = text.starts_with('"');
    if (quoted) text.remove_prefix(1);
    const auto end = std::min(text.size(), text.find(quoted ? '"' : ','));
    out[name] = std::string(quoted ? text.substr(0, end) : trim(text.substr(0, end)));
    text.remove_prefix(end);
    const auto next = text.find(',');
    text.remove_prefix(next == text.npos ? text.size() : next + 1);
  }
  return out;
}

std::string_view value_of(const Attributes& attributes, std::string_view name) {
  const auto found = attributes.find(name);
  return found == attributes.end() ? std::string_view() : found->second;
}

std::optional<std::array<std::uint8_t, 16>> iv_in(std::string_view text) {
  if (!text.starts_with("0x") && !text.starts_with("0X")) return std::nullopt;
  std::string digits(text.substr(2));
  if (digits.empty() || digits.size() > 32) return std::nullopt;
  digits.insert(0, 32 - digits.size(), '0');
  std::array<std::uint8_t, 16> out{};
  for (std::size_t i = 0; i < out.size(); ++i) {
    const char* at = digits.data() + 2 * i;
    if (std::from_chars(at, at + 2, out[i], 16).ptr != at + 2) return std::nullopt;
  }
  return out;
}

bool has_pictures(std::string_view codecs, std::int64_t pixels) {
  if (codecs.empty() || pixels > 0) return true;
  return std::ranges::any_of(kVideoCodecs,
                             [folded = lower(codecs)](const char* known) { return folded.contains(known); });
}

class Reader {
 public:
  explicit Reader(const std::string& url) : url_(url) {}

  void take(std::string_view line) {
    if (line.empty()) return;
    if (!line.starts_with('#')) return take_address(line);
    const auto colon = line.find(':');
    const std::string_view tag = line.substr(0, colon);
    const std::string_view value = colon == line.npos ? std::string_view() : line.substr(colon + 1);
    if (tag == "#EXT-X-STREAM-INF") {
      variant_ = attributes_in(value);
    } else if (tag == "#EXTINF") {
      const double seconds = number_in<double>(value);
      next_.length = from_seconds(std::isfinite(seconds) ? std::clamp(seconds, 0.0, kLongestPiece) : 0);
    } else if (tag == "#EXT-X-BYTERANGE") {
      take_range(value, next_.place);
    } else if (tag == "#EXT-X-DISCONTINUITY") {
      next_.discontinuity = true;
    } else if (tag == "#EXT-X-GAP") {
      next_.gap = true;
    } else if (tag == "#EXT-X-KEY") {
      take_key(attributes_in(value));
    } else if (tag == "#EXT-X-MAP") {
      take_beginning(attributes_in(value));
    } else if (tag == "#EXT-X-MEDIA") {
      take_rendition(attributes_in(value));
    } else if (tag == "#EXT-X-DISCONTINUITY-SEQUENCE") {
      stretch_ = number_in<std::uint64_t>(value);
    } else if (tag == "#EXT-X-MEDIA-SEQUENCE") {
      number_ = std::min(number_in<std::uint64_t>(value), kLastNumber);
    } else if (tag == "#EXT-X-TARGETDURATION") {
      out_.target = from_seconds(std::clamp(number_in<double>(value), 0.0, kLongestPiece));
    } else if (tag == "#EXT-X-ENDLIST") {
      out_.complete = true;
    }
  }

  HlsPlaylist finish() {
    out_.pieces.assign(std::make_move_iterator(pieces_.begin()), std::make_move_iterator(pieces_.end()));
    for (const HlsPiece& piece : out_.pieces) out_.target = std::max(out_.target, piece.length);
    for (HlsVariant& variant : out_.variants)
      if (const auto group = sounds_.find(variant.sound); group != sounds_.end())
        variant.sound = group->second.url;
      else
        variant.sound.clear();
    return std::move(out_);
  }

 private:
  std::string address(std::string_view reference) {
    std::string out = web_address(url_, reference);
    out_.elsewhere |= out.empty();
    return out;
  }

  void take_address(std::string_view line) {
    if (variant_) {
      const Attributes told = std::move(*variant_);
      variant_.reset();
      if (out_.variants.size() == kMaxHlsVariants) return;
      const std::string_view size = value_of(told, "RESOLUTION");
      const auto by = size.find_first_of("xX");
      const std::int64_t pixels = by == size.npos ? 0
                                                  : std::int64_t{number_in<std::int32_t>(size.substr(0, by))} *
                                                        number_in<std::int32_t>(size.substr(by + 1));
      out_.variants.push_back({.url = address(line),
                               .bits_per_s = number_in<std::int64_t>(value_of(told, "BANDWIDTH")),
                               .pixels = pixels,
                               .pictures = has_pictures(value_of(told, "CODECS"), pixels),
                               .codecs = std::string(value_of(told, "CODECS")),
                               .sound = std::string(value_of(told, "AUDIO"))});
      return;
    }
    HlsPiece piece = std::exchange(next_, {});
    piece.place.url = address(line);
    if (piece.place.offset && *piece.place.offset == kFollows)
      piece.place.offset = piece.place.url == range_url_ ? range_end_ : 0;
    if (piece.place.offset) range_end_ = *piece.place.offset + piece.place.length;
    range_url_ = piece.place.url;
    piece.number = number_++;
    piece.stretch = stretch_ += piece.discontinuity;
    piece.key = key_;
    piece.beginning = beginning_;
    pieces_.push_back(std::move(piece));
    if (pieces_.size() > kMaxHlsPieces) pieces_.pop_front();
  }

  // Of several renditions, keeps the one that a player takes by default.
  void take_rendition(const Attributes& told) {
    if (value_of(told, "TYPE") != "AUDIO" || sounds_.size() == kMaxHlsVariants) return;
    const auto url = value_of(told, "URI");
    const int rank = value_of(told, "DEFAULT") == "YES" ? 2 : value_of(told, "AUTOSELECT") == "YES" ? 1 : 0;
    Rendition& best = sounds_.try_emplace(std::string(value_of(told, "GROUP-ID"))).first->second;
    if (rank > best.rank) best = {.rank = rank, .url = url.empty() ? std::string() : address(url)};
  }

  static void take_range(std::string_view value, HlsPlace& place) {
    const auto at = value.find('@');
    place.length = number_in<std::uint64_t>(value.substr(0, at));
    place.offset = at == value.npos ? kFollows : number_in<std::uint64_t>(value.substr(at + 1));
    if (place.length == 0) place.offset.reset();
  }

  void take_key(const Attributes& told) {
    const std::string_view method = value_of(told, "METHOD"), format = value_of(told, "KEYFORMAT");
    key_.reset();
    if (method == "NONE" || method.empty()) return;
    // Of several key formats that the server offers, one may be ours.
    if (method == "AES-128" && (format.empty() || format == "identity"))
      key_ = HlsKey{address(value_of(told, "URI")), iv_in(value_of(told, "IV"))};
    else
      out_.locked = true;
  }

  void take_beginning(const Attributes& told) {
    HlsPlace place{.url = address(value_of(told, "URI")), .offset = {}, .length = 0};
    if (const auto range = value_of(told, "BYTERANGE"); !range.empty()) take_range(range, place);
    if (place.offset == kFollows) place.offset = 0;
    beginning_ = std::move(place);
  }

  static constexpr std::uint64_t kFollows = UINT64_MAX;
  struct Rendition {
    int rank = -1;
    std::string url;
  };

  const std::string& url_;
  HlsPlaylist out_;
  std::deque<HlsPiece> pieces_;
  std::optional<Attributes> variant_;
  HlsPiece next_;
  std::uint64_t number_ = 0;
  std::uint64_t stretch_ = 0;
  std::map<std::string, Rendition, std::less<>> sounds_;  // by group
  std::optional<HlsKey> key_;
  std::optional<HlsPlace> beginning_;
  std::string range_url_;
  std::uint64_t range_end_ = 0;
};

std::string_view without_mark(std::string_view text) {
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  const auto first = text.find_first_not_of(" \t\r\n");
  return first == text.npos ? std::string_view() : text.substr(first);
}

}  // namespace

std::optional<bool> looks_like_hls(std::string_view bytes) {
  if (kMark.starts_with(bytes.substr(0, kMark.size())) && bytes.size() < kMark.size()) return std::nullopt;
  const std::size_t all = bytes.size();
  bytes = without_mark(bytes);
  if (bytes.empty() && all > kMostBlank) return false;
  if (bytes.size() >= kFirstLine.size()) return bytes.starts_with(kFirstLine);
  return kFirstLine.starts_with(bytes) ? std::nullopt : std::optional(false);
}

std::optional<HlsPlaylist> parse_hls(std::string_view text, const std::string& url) {
  text = without_mark(text);
  if (!text.starts_with(kFirstLine)) return std::nullopt;
  Reader reader(url);
  while (!text.empty()) {
    const auto end = std::min(text.size(), text.find_first_of("\r\n"));
    reader.take(trim(text.substr(0, end)));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return reader.finish();
}

}  // namespace np
