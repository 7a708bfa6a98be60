#include "source/pipeline/nesting.hpp"

#include <algorithm>
#include <bit>
#include <initializer_list>
#include <limits>

namespace np {
namespace {

using PartBytes = std::span<const std::uint8_t>;

constexpr std::uint64_t kNoEnd = std::numeric_limits<std::uint64_t>::max();
// Where parts may stand in a box: at once, after a version, a count, or the fields of a sample's description.
constexpr std::size_t kChildrenAt[] = {0, 4, 8, 28, 44, 64, 78};
constexpr std::size_t kBoxHead = 16 + 78 + 8;

constexpr std::size_t kFlvHead = 13, kFlvTag = 11, kFlvAfterTag = 4;
constexpr std::uint8_t kScript = 18;

std::uint64_t number_at(PartBytes bytes, std::size_t at, std::size_t count) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < count; ++i) out = out << 8 | bytes[at + i];
  return out;
}

std::uint64_t added(std::uint64_t a, std::uint64_t b) { return a > kNoEnd - b ? kNoEnd : a + b; }

bool is_name(PartBytes kind) {
  return std::ranges::all_of(kind, [](std::uint8_t c) { return (c >= 0x20 && c < 0x7F) || c == 0xA9; });
}

// A box may begin there that ends within `room`.
bool may_be_box(PartBytes bytes, std::size_t at, std::uint64_t room) {
  if (at + 8 > bytes.size() || room < 8 || !is_name(bytes.subspan(at + 4, 4))) return false;
  const std::uint64_t size = number_at(bytes, at, 4);
  return size >= 8 && size <= room;
}

// Of Matroska: those that hold themselves, what they stand in, and clusters, which may have no end.
constexpr std::uint32_t kEbmlHead = 0x1A45DFA3, kSegment = 0x18538067, kCluster = 0x1F43B675, kChapters = 0x1043A770,
                        kTags = 0x1254C367;
// What says how a track is packed; what is not said is 0.
constexpr std::uint32_t kTracks = 0x1654AE6B, kTrack = 0xAE, kTrackType = 0x83, kEncodings = 0x6D80, kEncoding = 0x6240,
                        kEncodingType = 0x5033, kCompression = 0x5034, kAlgorithm = 0x4254;
constexpr std::uint64_t kSubtitles = 17, kCompressed = 0, kHeadersStripped = 3;
bool holds_parts(std::uint32_t id, std::uint32_t parent) {
  const std::initializer_list<std::uint32_t> all = {kSegment, kCluster, kChapters, 0x45B9, 0xB6, kTags, 0x7373, 0x67C8};
  return std::ranges::find(all, id) != all.end() || id == kTracks || (id == kTrack && parent == kTracks) ||
         (id == kEncodings && parent == kTrack) || (id == kEncoding && parent == kEncodings) ||
         (id == kCompression && parent == kEncoding);
}
bool is_track_value(std::uint32_t id, std::uint32_t parent) {
  return (id == kTrackType && parent == kTrack) || (id == kEncodingType && parent == kEncoding) ||
         (id == kAlgorithm && parent == kCompression);
}

}  // namespace

std::optional<Nesting::Form> Nesting::form_of(std::string_view factory) {
  if (factory == "qtdemux") return Form::kBoxes;
  if (factory == "matroskademux") return Form::kEbml;
  if (factory == "flvdemux") return Form::kFlv;
  return std::nullopt;
}

Nesting Nesting::of_fetched(Form form, PartBytes bytes) {
  Nesting nesting(form);
  // flvdemux fetches a tag's head and its body apart; seven bytes of the head come with the body.
  if (form == Form::kFlv && !std::ranges::starts_with(bytes, std::string_view("FLV"))) {
    if (bytes.size() < 8) return nesting;
    bytes = bytes.subspan(7);
    nesting.flv_ = Flv::kValue;
    nesting.script_end_ = bytes.size();
  }
  nesting.feed(bytes);
  nesting.close_ended();
  return nesting;
}

std::optional<Nesting::Fault> Nesting::feed(PartBytes bytes) {
  spared_.clear();
  came_at_ = at_ + held_ - skip_;
  while (!fault_) {
    const std::size_t skipped = std::min<std::uint64_t>(skip_, bytes.size());
    skip_ -= skipped;
    bytes = bytes.subspan(skipped);
    const std::size_t taken = skip_ > 0 ? 0 : std::min(bytes.size(), head_.size() - held_);
    std::ranges::copy(bytes.first(taken), head_.begin() + static_cast<std::ptrdiff_t>(held_));
    held_ += taken;
    bytes = bytes.subspan(taken);
    std::size_t done = 0;
    if (held_ > 0) {
      close_ended();
      done = form_ == Form::kBoxes ? take_box() : form_ == Form::kEbml ? take_element() : take_flv();
    }
    if (done == 0 && bytes.empty()) break;
    if (done == 0 && held_ < head_.size()) continue;
    std::copy(head_.begin() + static_cast<std::ptrdiff_t>(done), head_.begin() + static_cast<std::ptrdiff_t>(held_),
              head_.begin());
    held_ -= done;
    at_ += done;
  }
  return fault_;
}

// The head and a body that holds nothing to look at: what of it has been read already counts.
std::size_t Nesting::skip(std::size_t head, std::uint64_t body) {
  const std::uint64_t all = added(head, body);
  const std::size_t here = std::min<std::uint64_t>(all, held_);
  skip_ = all - here;
  at_ = added(at_, skip_);
  return here;
}

void Nesting::open(Open part) {
  open_.push_back(part);
  if (!fault_ && open_.size() > kMost) fault_ = Fault::kDeep;
}

void Nesting::close_ended() {
  while (!open_.empty() && open_.back().end <= at_) {
    closed(open_.back().id);
    open_.pop_back();
  }
}

void Nesting::closed(std::uint32_t id) {
  if (id == kEncoding) track_.packed |= track_.encoding == kCompressed && track_.algorithm != kHeadersStripped;
  if (id == kTrack && track_.packed) fault_ = Fault::kPacked;
}

// What says how they are packed gets a name that no demuxer knows. Its last byte may have been passed on already.
bool Nesting::spare_subtitles(std::uint32_t id, std::uint32_t parent) {
  if (id != kEncodings || parent != kTrack || track_.type != kSubtitles) return false;
  if (at_ + 1 >= came_at_ && (spared_.empty() || spared_.back() != at_ + 1 - came_at_))
    spared_.push_back(at_ + 1 - came_at_);
  return true;
}

std::size_t Nesting::take_box() {
  if (held_ < 8) return 0;
  std::uint64_t size = number_at(head_, 0, 4);
  const std::size_t head = size == 1 ? 16 : 8;
  if (held_ < head) return 0;
  if (size == 1) size = number_at(head_, 8, 8);
  const std::uint64_t room = open_.empty() ? kNoEnd : open_.back().end - at_;
  // No end of its own, or rubbish: nothing that follows in there is a box.
  if (size < head || size > room) return skip(0, room);
  const std::uint64_t body = size - head;
  const std::string_view kind(reinterpret_cast<const char*>(head_.data()) + 4, 4);
  if (kind == "mdat" || kind == "free" || kind == "skip") return skip(head, body);
  // A packed header: one megabyte unpacks to two thousand, and nobody can check what is in there.
  if (kind == "cmov") fault_ = Fault::kPacked;
  if (held_ < std::min<std::uint64_t>(kBoxHead, size)) return 0;
  for (const std::size_t at : kChildrenAt)
    if (body >= at + 8 && may_be_box(this->head(), head + at, body - at)) {
      open({.end = added(at_, size)});
      return head + at;
    }
  return skip(head, body);
}

std::size_t Nesting::take_element() {
  if (head_[0] == 0) return 1;  // rubbish
  const auto id_length = static_cast<std::size_t>(std::countl_zero(head_[0]) + 1);
  if (id_length > 4) return 1;
  if (held_ < id_length) return 0;
  const auto id = static_cast<std::uint32_t>(number_at(head_, 0, id_length));
  const std::uint32_t parent = open_.empty() ? 0 : open_.back().id;
  const bool spared = spare_subtitles(id, parent);
  if (held_ < id_length + 1) return 0;
  const std::uint8_t first = head_[id_length];
  if (first == 0) return 1;
  const auto size_length = static_cast<std::size_t>(std::countl_zero(first) + 1);
  const std::size_t head = id_length + size_length;
  if (held_ < head) return 0;
  const std::uint64_t mask = (std::uint64_t{1} << (7 * size_length)) - 1;
  const std::uint64_t told = number_at(head_, id_length, size_length) & mask;
  const std::uint64_t body = told == mask ? kNoEnd : told;
  if (id == kEbmlHead) open_.clear();
  // What stands in the segment ends a cluster that does not say where it ends.
  if (id == kSegment || id == kCluster || id == kChapters || id == kTags)
    while (open_.size() > 1 && open_.back().end == kNoEnd) open_.pop_back();
  if (is_track_value(id, parent) && body <= 8) {
    if (held_ < head + body) return 0;
    take_track_value(id, number_at(head_, head, body));
    return head + body;
  }
  if (spared || !holds_parts(id, parent)) return skip(head, body);
  if (id == kTrack) track_ = {};
  if (id == kEncoding) track_.encoding = track_.algorithm = 0;
  open({.end = body == kNoEnd ? kNoEnd : added(at_, head + body), .id = id});
  return head;
}

void Nesting::take_track_value(std::uint32_t id, std::uint64_t value) {
  if (id == kTrackType && track_.type == 0) track_.type = value;
  if (id == kEncodingType) track_.encoding = value;
  if (id == kAlgorithm) track_.algorithm = value;
}

std::size_t Nesting::take_flv() {
  if (flv_ == Flv::kStart) {
    if (held_ < kFlvHead) return 0;
    flv_ = Flv::kTag;
    return kFlvHead;
  }
  if (flv_ == Flv::kTag) return take_tag();
  if (at_ >= script_end_) {
    open_.clear();
    flv_ = Flv::kTag;
    return skip(0, kFlvAfterTag);
  }
  return flv_ == Flv::kName ? take_name() : take_value();
}

std::size_t Nesting::take_tag() {
  if (held_ < kFlvTag) return 0;
  const std::uint64_t body = number_at(head_, 1, 3);
  if (head_[0] != kScript) return skip(kFlvTag, body + kFlvAfterTag);
  flv_ = Flv::kValue;
  script_end_ = at_ + kFlvTag + body;
  return kFlvTag;
}

// AMF0. Objects and arrays have no end but that of what is in them.
std::size_t Nesting::take_value() {
  const auto needs = [this](std::size_t count) { return held_ >= count; };
  const auto holds = [this](std::size_t head, Open part) {
    open(part);
    flv_ = part.named ? Flv::kName : Flv::kValue;
    return head;
  };
  const auto plain = [this](std::size_t head, std::uint64_t body) {
    value_done();
    return skip(head, body);
  };
  switch (head_[0]) {
    case 0: return plain(1, 8);
    case 1: return plain(1, 1);
    case 2: return needs(3) ? plain(3, number_at(head_, 1, 2)) : 0;
    case 3: return holds(1, {.end = kNoEnd, .named = true});
    case 7: return plain(1, 2);
    case 8: return needs(5) ? holds(5, {.end = kNoEnd, .named = true}) : 0;
    case 10: {
      if (!needs(5)) return 0;
      const auto count = static_cast<std::uint32_t>(number_at(head_, 1, 4));
      return count == 0 ? plain(5, 0) : holds(5, {.end = kNoEnd, .left = count, .counts = true});
    }
    case 11: return plain(1, 10);
    case 12: return needs(5) ? plain(5, number_at(head_, 1, 4)) : 0;
    default: return plain(1, 0);
  }
}

std::size_t Nesting::take_name() {
  if (held_ < 3) return 0;
  const std::uint64_t length = number_at(head_, 0, 2);
  if (length == 0 && head_[2] == 9) {
    open_.pop_back();
    value_done();
    return 3;
  }
  flv_ = Flv::kValue;
  return skip(2, length);
}

void Nesting::value_done() {
  while (!open_.empty() && open_.back().counts && --open_.back().left == 0) open_.pop_back();
  flv_ = !open_.empty() && open_.back().named ? Flv::kName : Flv::kValue;
}

}  // namespace np
