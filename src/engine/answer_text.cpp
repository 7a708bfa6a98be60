#include "engine/answer_text.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace np {
namespace {

constexpr std::string_view kThink = "<think>";
constexpr std::string_view kThought = "</think>";
constexpr std::string_view kWhite = " \t\r\n";

void trim_front(std::string& text) { text.erase(0, std::min(text.find_first_not_of(kWhite), text.size())); }

}  // namespace

// The whole characters at the front of what is pending.
std::string AnswerText::take_whole() {
  std::string whole;
  std::size_t at = 0;
  while (at < pending_.size()) {
    const utf8::Front next = utf8::front(std::string_view(pending_).substr(at));
    if (next.kind == utf8::Front::Kind::kBegun) break;
    if (next.kind == utf8::Front::Kind::kCharacter)
      whole.append(pending_, at, next.bytes);
    else
      whole += utf8::kReplacement;
    at += next.bytes;
  }
  pending_.erase(0, at);
  begun_ |= !whole.empty();
  return whole;
}

std::string AnswerText::push(std::string_view bytes) {
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
  return take_whole();
}

std::string AnswerText::finish() { return stage_ == Stage::kFront ? take_whole() : std::string(); }

}  // namespace np
