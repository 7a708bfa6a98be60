#include "engine/answer_text.hpp"

#include <utility>

#include "base/text.hpp"

namespace np {
namespace {

constexpr std::string_view kThink = "<think>";
constexpr std::string_view kThought = "</think>";
constexpr std::string_view kWhite = " \t\r\n";
constexpr std::string_view kReplacement = "\uFFFD";

void trim_front(std::string& text) { text.erase(0, std::min(text.find_first_not_of(kWhite), text.size())); }

// Bytes of the character at the front; 0: what is there so far may become one; negative: no UTF-8.
int character_at(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  const int length = lead >= 0xC2 && lead <= 0xDF ? 2 : (lead & 0xF0) == 0xE0 ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
  if (length == 0) return -1;
  for (int i = 1; i < length; ++i) {
    if (static_cast<std::size_t>(i) == text.size()) return 0;
    unsigned low = 0x80, high = 0xBF;
    if (i == 1) {
      if (lead == 0xE0) low = 0xA0;
      if (lead == 0xED) high = 0x9F;
      if (lead == 0xF0) low = 0x90;
      if (lead == 0xF4) high = 0x8F;
    }
    if (byte(i) < low || byte(i) > high) return -1;
  }
  return length;
}

// Takes the whole characters off the front.
std::string take_whole(std::string& bytes) {
  std::string whole;
  std::size_t at = 0;
  while (at < bytes.size()) {
    const int length = character_at(std::string_view(bytes).substr(at));
    if (length == 0) break;
    if (length > 0) whole.append(bytes, at, length);
    if (length < 0) whole += kReplacement;
    at += length > 0 ? length : 1;
  }
  bytes.erase(0, at);
  return whole;
}

}  // namespace

AnswerText::AnswerText(std::string last_line) : last_line_(trim(last_line)) {}

std::string AnswerText::push(std::string_view bytes) {
  held_ += text_of(bytes);
  if (held_.empty() || (!begun_ && may_repeat())) return {};
  begun_ = true;
  return std::exchange(held_, {});
}

std::string AnswerText::text_of(std::string_view bytes) {
  bytes_ += bytes.size();
  pending_ += bytes;
  if (stage_ == Stage::kFront) {
    trim_front(pending_);
    if (kThink.starts_with(pending_)) return {};
    stage_ = pending_.starts_with(kThink) ? Stage::kThoughts : Stage::kText;
  }
  if (stage_ == Stage::kThoughts) {
    const std::size_t end = pending_.find(kThought);
    if (end == std::string::npos) {
      // All but what may be the beginning of the mark.
      if (pending_.size() >= kThought.size()) pending_.erase(0, pending_.size() - kThought.size() + 1);
      return {};
    }
    pending_.erase(0, end + kThought.size());
    stage_ = Stage::kAfterThoughts;
  }
  if (stage_ == Stage::kAfterThoughts) {
    trim_front(pending_);
    if (pending_.empty()) return {};
    stage_ = Stage::kText;
  }
  return take_whole(pending_);
}

bool AnswerText::may_repeat() const {
  if (last_line_.empty()) return false;
  return last_line_.starts_with(held_) ||
         (held_.starts_with(last_line_) && trim(held_).size() == last_line_.size());
}

std::string AnswerText::finish() {
  if (stage_ == Stage::kFront) held_ += take_whole(pending_);
  repeated_ = !begun_ && !last_line_.empty() && trim(held_) == last_line_;
  if (repeated_ || held_.empty()) return {};
  begun_ = true;
  return std::exchange(held_, {});
}

}  // namespace np
