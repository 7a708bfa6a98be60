#include "source/mjpeg_parser.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <span>
#include <utility>

#include "base/text.hpp"
#include "video/jpeg_decoder.hpp"

namespace np {
namespace {

constexpr std::size_t kStep = 64u << 10;  // bytes taken at once
constexpr std::uint32_t kPictureBegins = 0xFFD8FF;
// So many parts of another kind, and none that may be JPEG, are no accident.
constexpr int kMostOtherParts = 2;
// How much of a part that is no JPEG and does not say its length is passed over at most, should no boundary come.
constexpr std::uint64_t kMaxDeaf = 128u << 10;  // bytes

// Senders disagree on how many dashes belong to a boundary, and where.
std::string_view without_dashes(std::string_view text) {
  const auto first = text.find_first_not_of('-');
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of('-') - first + 1);
}

// The parameter of that name, without quotes.
std::optional<std::string> boundary_of(std::string_view content_type) {
  constexpr std::string_view kName = "boundary";
  const std::string folded = lower(content_type);
  for (std::size_t at = folded.find(';'); at != folded.npos; at = folded.find(';', at + 1)) {
    std::string_view rest = trim(content_type.substr(at + 1));
    if (!lower(rest.substr(0, kName.size())).starts_with(kName)) continue;
    rest = trim(rest.substr(kName.size()));
    if (!rest.starts_with('=')) continue;
    rest = trim(rest.substr(1));
    std::string value;
    if (!rest.starts_with('"')) return std::string(trim(rest.substr(0, rest.find(';'))));
    for (std::size_t i = 1; i < rest.size() && rest[i] != '"'; ++i) {
      if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
      value += rest[i];
    }
    return value;
  }
  return std::nullopt;
}

bool may_be_jpeg(std::string_view part_type) {
  const std::string type = lower(part_type);
  return type.empty() || type.contains("jpeg") || type.contains("jpg") || type.contains("octet-stream");
}

bool has_length(std::uint8_t marker) { return marker >= 0xC0 && !(marker >= 0xD0 && marker <= 0xD9); }

// Markers that stand between two scans; all others that seem to stand in one are damage that a decoder can bear.
bool ends_scan(std::uint8_t marker) {
  return marker == 0xC4 || (marker >= 0xDA && marker <= 0xDD) || (marker >= 0xE0 && marker <= 0xEF) || marker == 0xFE;
}

}  // namespace

MjpegParser::MjpegParser(std::string_view content_type, PictureFn on_picture) : on_picture_(std::move(on_picture)) {
  if (const auto named = boundary_of(content_type); named && !named->empty()) boundary_ = without_dashes(*named);
}

MjpegParser::Verdict MjpegParser::feed(std::string_view bytes) {
  while (!bytes.empty() && verdict_ == Verdict::kGood) {
    append(bytes.substr(0, kStep));
    bytes.remove_prefix(std::min(bytes.size(), kStep));
    for (bool more = true; more && verdict_ == Verdict::kGood;) {
      const std::size_t before = at_;
      more = state_ == State::kPicture ? read_picture() : read_text();
      searched_ += at_ > before ? at_ - before : 0;
      if (verdict_ == Verdict::kGood && searched_ > kMaxSearch) verdict_ = Verdict::kNoPicture;
    }
    if (state_ == State::kPicture) {
      if (verdict_ == Verdict::kGood && buffer_.size() - begin_ > kMaxPicture) verdict_ = Verdict::kPictureTooLarge;
      continue;
    }
    // A picture may have begun with the last two.
    const std::size_t done = at_ > 2 ? at_ - 2 : 0;
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(done));
    discarded_ += done;
    at_ -= done;
  }
  if (verdict_ != Verdict::kGood) drop();
  return verdict_;
}

void MjpegParser::drop() {
  discarded_ += buffer_.size();
  PictureBytes().swap(buffer_);
  at_ = searched_ = 0;
  state_ = State::kSearch;
  line_.clear();
  last_three_ = 0;
}

// Large pictures get all the room there can be at once: memory is taken as it is written to, and never held twice.
void MjpegParser::append(std::string_view bytes) {
  const std::size_t needed = buffer_.size() + bytes.size();
  if (needed > buffer_.capacity())
    buffer_.reserve(needed > PageAllocator<std::uint8_t>::kLarge ? kMaxPicture + 4 * kStep
                                                                 : std::max(needed, 2 * buffer_.capacity()));
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

// Between pictures: looks for a line that is a boundary, for the end of a part's head, and for a picture, which some
// send without either. False: more bytes are needed.
bool MjpegParser::read_text() {
  while (at_ < buffer_.size()) {
    const std::uint8_t byte = buffer_[at_++];
    last_three_ = (last_three_ << 8 | byte) & 0xFFFFFF;
    if (last_three_ == kPictureBegins && position() - 3 >= deaf_until_) {
      begin_ = at_ - 3;
      at_ = begin_ + 2;
      state_ = State::kPicture;
      in_scan_ = has_scan_ = false;
      looked_for_boundary_ = 0;
      return true;
    }
    if (state_ == State::kPartHead && ++head_bytes_ > kMaxPartHead) {
      verdict_ = Verdict::kPartHeadTooLong;
      return false;
    }
    if (byte == '\n')
      end_line();
    else if (line_.size() <= (state_ == State::kPartHead ? kMaxPartHead : kMaxBoundary + 1))
      line_ += static_cast<char>(byte);
  }
  return false;
}

void MjpegParser::end_line() {
  const std::string whole = std::exchange(line_, {});
  const std::string_view line = std::string_view(whole).substr(0, whole.find_last_not_of(" \t\r") + 1);
  if (is_boundary(line)) {
    if (!std::exchange(multipart_, true)) boundary_line_ = "\n" + whole + "\n";
    state_ = State::kPartHead;
    head_bytes_ = 0;
    part_may_be_jpeg_ = true;
    part_length_.reset();
    part_end_ = deaf_until_ = 0;
  } else if (state_ == State::kPartHead) {
    line.empty() ? begin_body() : read_header(line);
  }
}

bool MjpegParser::is_boundary(std::string_view line) {
  if (line.empty() || line.size() > kMaxBoundary) return false;
  const bool dashed = line.starts_with("--");
  if (!boundary_ && dashed && line.size() > 2 && !pictures_seen_) boundary_ = without_dashes(line);
  return boundary_ && without_dashes(line) == *boundary_ && (dashed || !boundary_->empty());
}

void MjpegParser::read_header(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == line.npos) return;
  const std::string name = lower(trim(line.substr(0, colon)));
  const std::string_view value = trim(line.substr(colon + 1));
  if (name == "content-type") {
    part_may_be_jpeg_ = may_be_jpeg(value);
    const std::string type = lower(value.substr(0, value.find(';')));
    const bool shows = type.starts_with("image/") || type.starts_with("video/");
    other_type_ = shows && !part_may_be_jpeg_ && !pictures_seen_ ? type : "";
  }
  if (name != "content-length") return;
  std::uint64_t length = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
  if (error == std::errc() && end == value.data() + value.size() && length <= kMaxSearch) part_length_ = length;
}

void MjpegParser::begin_body() {
  state_ = State::kSearch;
  other_parts_ = part_may_be_jpeg_ ? 0 : other_parts_ + !other_type_.empty();
  if (other_parts_ == kMostOtherParts) verdict_ = Verdict::kOtherParts;
  part_end_ = part_length_ ? position() + *part_length_ : 0;
  if (!part_may_be_jpeg_) deaf_until_ = part_length_ ? part_end_ : position() + kMaxDeaf;
}

// From marker to marker. False: more bytes are needed.
bool MjpegParser::read_picture() {
  const std::size_t left = buffer_.size() - at_;
  if (in_scan_) {
    const void* found = std::memchr(buffer_.data() + at_, 0xFF, left);
    if (!found) {
      at_ = buffer_.size();
      return false;
    }
    at_ = static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - buffer_.data());
    if (at_ + 1 >= buffer_.size()) return false;
    const std::uint8_t marker = buffer_[at_ + 1];
    if (marker == 0xD8) {  // the next picture: this one broke off
      reject();
    } else if (marker == 0xD9) {
      at_ += 2;
      finish();
    } else if (ends_scan(marker)) {
      in_scan_ = false;
    } else {
      at_ += marker == 0xFF ? 1 : 2;
    }
    return true;
  }
  if (left < 2) return false;
  const std::uint8_t marker = buffer_[at_ + 1];
  if (buffer_[at_] != 0xFF) {
    reject();
  } else if (marker == 0xFF) {  // fill
    ++at_;
  } else if (marker == 0xD9) {
    at_ += 2;
    finish();
  } else if (!has_length(marker)) {
    reject();
  } else {
    if (left < 4) return false;
    const std::size_t length = buffer_[at_ + 2] << 8 | buffer_[at_ + 3];
    const bool incomplete = left < 2 + length;
    if (incomplete && !runs_into_next_part(std::span(buffer_).subspan(begin_))) return false;
    if (incomplete || length < 2) {
      reject();
    } else {
      at_ += 2 + length;
      in_scan_ = marker == 0xDA;
      has_scan_ |= in_scan_;
    }
  }
  return true;
}

// Where a length within a picture is damaged, all of it may look whole, and be made of two.
// It is asked again and again while the picture grows.
bool MjpegParser::runs_into_next_part(std::span<const std::uint8_t> picture) {
  const std::size_t from = looked_for_boundary_ - std::min(looked_for_boundary_, boundary_line_.size());
  looked_for_boundary_ = picture.size();
  const auto rest = picture.subspan(std::min(from, picture.size()));
  return multipart_ && memmem(rest.data(), rest.size(), boundary_line_.data(), boundary_line_.size());
}

// What was taken for a picture is looked through again, from its second byte on.
void MjpegParser::reject() {
  at_ = begin_ + 1;
  state_ = State::kSearch;
  line_.clear();
  last_three_ = 0;
}

void MjpegParser::finish() {
  const std::span whole = std::span(buffer_).subspan(begin_, at_ - begin_);
  const auto size = jpeg_size(whole);
  if (!size || !has_scan_ || runs_into_next_part(whole)) return reject();
  Picture picture{.jpeg = {}, .size = *size};
  PictureBytes rest(buffer_.begin() + static_cast<std::ptrdiff_t>(at_), buffer_.end());
  discarded_ += at_;
  buffer_.resize(at_);
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(begin_));
  picture.jpeg = std::exchange(buffer_, std::move(rest));
  if (picture.jpeg.size() < picture.jpeg.capacity() / 2) picture.jpeg.shrink_to_fit();
  at_ = searched_ = 0;
  state_ = State::kSearch;
  line_.clear();
  last_three_ = 0;
  deaf_until_ = part_end_;
  pictures_seen_ = true;
  on_picture_(std::move(picture));
}

std::optional<bool> looks_like_mjpeg(std::string_view bytes) {
  const auto first = bytes.find_first_not_of("\r\n");
  if (first == bytes.npos) return bytes.size() > MjpegParser::kMaxBoundary ? std::optional(false) : std::nullopt;
  bytes.remove_prefix(first);
  constexpr std::string_view kSoi = "\xFF\xD8\xFF";
  if (bytes.size() < kSoi.size() && kSoi.starts_with(bytes)) return std::nullopt;
  if (bytes.starts_with(kSoi)) return true;
  if (bytes.size() < 3 && std::string_view("--").starts_with(bytes.substr(0, 2))) return std::nullopt;
  if (!bytes.starts_with("--")) return false;
  const auto line_end = bytes.find('\n');
  if (std::min(line_end, bytes.size()) > MjpegParser::kMaxBoundary) return false;
  if (line_end == bytes.npos) return std::nullopt;
  const auto picture = bytes.find(kSoi);
  const std::string head = lower(bytes.substr(0, picture));
  if (picture != bytes.npos || head.contains("image/jpeg") || head.contains("image/jpg")) return true;
  const bool head_ended = head.contains("\n\n") || head.contains("\n\r\n");
  if (bytes.size() > MjpegParser::kMaxPartHead) return false;
  const bool other = head_ended && head.contains("content-type:");
  return other ? std::optional(false) : std::nullopt;
}

}  // namespace np
