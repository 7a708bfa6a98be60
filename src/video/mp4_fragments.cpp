#include "video/mp4_fragments.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <span>
#include <string_view>
#include <utility>

namespace np {
namespace {

constexpr std::uint32_t kTicks = 1'000'000;  // a second
// Nobody knows yet how long a picture stands. So long a player takes it to last; if time went on by more than twice
// that from one picture to the next, it would wait for a key picture.
constexpr std::uint32_t kLasts = kTicks;
constexpr std::uint64_t kLongestStep = kTicks;
constexpr std::uint64_t kShortestStep = 100;
// A visible picture keeps this distance from those before it that only help to decode: Chromium has been seen to leave
// out the last one of a row of pictures that follow one another within 0.1 ms.
constexpr std::uint64_t kApart = 20'000;
constexpr std::uint32_t kTrack = 1;
constexpr double kUnixInNtp = 2'208'988'800;  // seconds from 1900 to 1970

// Grows a box by box; numbers are big-endian.
class Boxes {
 public:
  template <typename Fill>
  Boxes& box(std::string_view type, Fill fill) {
    const std::size_t begin = out_.size();
    u32(0).text(type);
    fill();
    set_u32(begin, static_cast<std::uint32_t>(out_.size() - begin));
    return *this;
  }
  template <typename Fill>
  Boxes& full_box(std::string_view type, int version, std::uint32_t flags, Fill fill) {
    return box(type, [&] {
      u32(static_cast<std::uint32_t>(version) << 24 | flags);
      fill();
    });
  }
  Boxes& u8(std::uint32_t value) { return number(value, 1); }
  Boxes& u16(std::uint32_t value) { return number(value, 2); }
  Boxes& u32(std::uint32_t value) { return number(value, 4); }
  Boxes& u64(std::uint64_t value) { return number(value, 8); }
  Boxes& zeros(std::size_t count) { return out_.append(count, '\0'), *this; }
  Boxes& text(std::string_view bytes) { return out_.append(bytes), *this; }
  Boxes& bytes(std::span<const std::uint8_t> bytes) {
    return out_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size()), *this;
  }
  // No turn, no scaling.
  Boxes& matrix() {
    for (const std::uint32_t value : {0x10000u, 0u, 0u, 0u, 0x10000u, 0u, 0u, 0u, 0x40000000u}) u32(value);
    return *this;
  }
  std::size_t size() const { return out_.size(); }
  void set_u32(std::size_t at, std::uint32_t value) {
    for (int i = 0; i < 4; ++i) out_[at + static_cast<std::size_t>(i)] = static_cast<char>(value >> (24 - 8 * i));
  }
  std::string take() { return std::move(out_); }

 private:
  Boxes& number(std::uint64_t value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out_.push_back(static_cast<char>(value >> shift));
    return *this;
  }
  std::string out_;
};

void write_sets(Boxes& to, const std::vector<std::vector<std::uint8_t>>& sets) {
  for (const auto& set : sets) to.u16(static_cast<std::uint32_t>(set.size())).bytes(set);
}

void write_decoder_config(Boxes& to, const H264Config& config) {
  to.box("avcC", [&] {
    const auto& first = config.sequence_sets.front();
    to.u8(1).u8(first[1]).u8(first[2]).u8(first[3]).u8(0xfc | 3);
    to.u8(0xe0 | static_cast<std::uint32_t>(config.sequence_sets.size()));
    write_sets(to, config.sequence_sets);
    to.u8(static_cast<std::uint32_t>(config.picture_sets.size()));
    write_sets(to, config.picture_sets);
    // High profiles also state 4:2:0 and 8 bits, as all that is passed on has them.
    if (first[1] >= 100) to.u8(0xfc | 1).u8(0xf8).u8(0xf8).u8(0);
  });
}

void write_sample_entry(Boxes& to, const H264Config& config) {
  to.box("avc1", [&] {
    to.zeros(6).u16(1).zeros(16);
    to.u16(static_cast<std::uint32_t>(config.width)).u16(static_cast<std::uint32_t>(config.height));
    to.u32(0x480000).u32(0x480000).u32(0).u16(1).zeros(32).u16(24).u16(0xffff);
    write_decoder_config(to, config);
  });
}

void write_media(Boxes& to, const H264Config& config) {
  to.box("mdia", [&] {
    to.full_box("mdhd", 0, 0, [&] { to.zeros(8).u32(kTicks).u32(0).u16(0x55c4).u16(0); });
    to.full_box("hdlr", 0, 0, [&] { to.u32(0).text("vide").zeros(13); });
    to.box("minf", [&] {
      to.full_box("vmhd", 0, 1, [&] { to.zeros(8); });
      to.box("dinf", [&] { to.full_box("dref", 0, 0, [&] { to.u32(1).full_box("url ", 0, 1, [] {}); }); });
      to.box("stbl", [&] {
        to.full_box("stsd", 0, 0, [&] {
          to.u32(1);
          write_sample_entry(to, config);
        });
        for (const char* empty : {"stts", "stsc", "stco"}) to.full_box(empty, 0, 0, [&] { to.u32(0); });
        to.full_box("stsz", 0, 0, [&] { to.u32(0).u32(0); });
      });
    });
  });
}

// Lengths of zero: it has no end that is known, so that players show what comes at once.
void write_file_head(Boxes& to, const H264Config& config) {
  to.box("ftyp", [&] { to.text("iso6").u32(0).text("iso6mp41"); });
  to.box("moov", [&] {
    to.full_box("mvhd", 0, 0, [&] {
      to.zeros(8).u32(kTicks).u32(0).u32(0x10000).u16(0x100).zeros(10).matrix().zeros(24).u32(kTrack + 1);
    });
    to.box("trak", [&] {
      to.full_box("tkhd", 0, 3, [&] {
        to.zeros(8).u32(kTrack).zeros(4).u32(0).zeros(16).matrix();
        to.u32(static_cast<std::uint32_t>(config.width) << 16).u32(static_cast<std::uint32_t>(config.height) << 16);
      });
      write_media(to, config);
    });
    to.box("mvex", [&] { to.full_box("trex", 0, 0, [&] { to.u32(kTrack).u32(1).zeros(12); }); });
  });
}

// Of which moment the picture is.
void write_capture_time(Boxes& to, TimePoint captured_at, std::uint64_t time) {
  constexpr std::uint32_t kOfCapture = 24;
  const double seconds = unix_seconds(captured_at) + kUnixInNtp;
  const double whole = std::floor(seconds);
  to.full_box("prft", 1, kOfCapture, [&] {
    to.u32(kTrack).u32(static_cast<std::uint32_t>(whole));
    to.u32(static_cast<std::uint32_t>((seconds - whole) * 4294967296.0)).u64(time);
  });
}

void write_fragment_head(Boxes& to, const H264Picture& picture, std::uint32_t number, std::uint64_t time) {
  constexpr std::uint32_t kDataOffset = 1, kDuration = 0x100, kSize = 0x200, kFlags = 0x400, kFromMoof = 0x20000;
  constexpr std::uint32_t kStandsAlone = 0x2000000, kNeedsOthers = 0x1010000;
  constexpr std::size_t kMdatHead = 8;
  const std::size_t begin = to.size();
  std::size_t offset_at = 0;
  to.box("moof", [&] {
    to.full_box("mfhd", 0, 0, [&] { to.u32(number); });
    to.box("traf", [&] {
      to.full_box("tfhd", 0, kFromMoof, [&] { to.u32(kTrack); });
      to.full_box("tfdt", 1, 0, [&] { to.u64(time); });
      to.full_box("trun", 0, kDataOffset | kDuration | kSize | kFlags, [&] {
        to.u32(1);
        offset_at = to.size();
        to.u32(0).u32(kLasts).u32(static_cast<std::uint32_t>(picture.units.size()));
        to.u32(picture.key ? kStandsAlone : kNeedsOthers);
      });
    });
  });
  to.set_u32(offset_at, static_cast<std::uint32_t>(to.size() - begin + kMdatHead));
  to.u32(static_cast<std::uint32_t>(picture.units.size() + kMdatHead)).text("mdat");
}

}  // namespace

std::string Mp4Fragments::head(const H264Picture& picture, std::optional<TimePoint> shown) {
  Boxes out;
  if (!config_ || (picture.config != config_ && *picture.config != *config_)) write_file_head(out, *picture.config);
  config_ = picture.config;
  const std::uint64_t before = time_;
  const std::uint64_t least = number_ == 0 ? 0 : before + (shown && helped_ ? kApart : kShortestStep);
  helped_ = !shown;
  time_ = least;
  if (shown) {
    const auto at = [&] { return std::chrono::duration_cast<std::chrono::microseconds>(*shown - *begins_).count(); };
    if (!begins_) begins_ = *shown - std::chrono::microseconds(least);
    const auto wanted = static_cast<std::uint64_t>(std::max<std::int64_t>(at(), 0));
    time_ = std::clamp(wanted, least, before + kLongestStep);
    if (wanted > time_) begins_ = *shown - std::chrono::microseconds(time_);
    write_capture_time(out, picture.captured_at, time_);
  }
  write_fragment_head(out, picture, ++number_, time_);
  return out.take();
}

}  // namespace np
