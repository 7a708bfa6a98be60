#include "engine/answer_text.hpp"

#include <utility>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace np {
namespace {

constexpr std::string_view kThink = "<think>";
constexpr std::string_view kThought = "</think>";
constexpr std::string_view kWhite = " \t\r\n";

void trim_front(std::string& text) { text.erase(0, std::min(text.find_first_not_of(kWhite), text.size())); }

// Takes the whole characters off the front.
std::string take_whole(std::string& bytes) {
  std::string whole;
  std::size_t at = 0;
  while (at < bytes.size()) {
    const utf8::Front next = utf8::front(std::string_view(bytes).substr(at));
    if (next.kind == utf8::Front::Kind::kBegun) break;
    if (next.kind == utf8::Front::Kind::kCharacter)
      whole.append(bytes, at, next.bytes);
    else
      whole += utf8::kReplacement;
    at += next.bytes;
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
