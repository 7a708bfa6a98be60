#include "engine/answer_text.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "engine/text_mark.hpp"

namespace np {
namespace {

constexpr std::string_view kWhite = " \t\r\n";
constexpr std::size_t kLongestHeader = 64;

// Thoughts between words, if a server leaves the marks out or a model has learned none.
struct Words {
  std::string_view opening;
  std::string_view closing;
};
constexpr Words kWords[] = {
    {"analysis", "assistantfinal"},
    {"Here is my thought process:", "Here is my response:"},
    {"Here's my thought process:", "Here's my response:"},
};

void trim_front(std::string& text) { text.erase(0, std::min(text.find_first_not_of(kWhite), text.size())); }

}  // namespace

std::string AnswerText::push(std::string_view bytes) {
  bytes_ += bytes.size();
  pending_ += bytes;
  std::string out;
  while (step(out, false)) {
  }
  return passed(std::move(out));
}

std::string AnswerText::finish() {
  std::string out;
  while (step(out, true)) {
  }
  if (stage_ == Stage::kThoughts && within_) out += std::exchange(aside_, {});
  hold_ = false;
  return passed(std::move(out));
}

std::string AnswerText::passed(std::string text) {
  if (hold_) {
    held_ += text;
    return {};
  }
  if (!held_.empty()) text.insert(0, std::exchange(held_, {}));
  begun_ |= !text.empty();
  return text;
}

// False: more bytes are needed.
bool AnswerText::step(std::string& out, bool end) {
  if (pending_.empty()) return false;
  switch (stage_) {
    case Stage::kFront: return step_front(out, end);
    case Stage::kText: return step_text(out, end);
    case Stage::kThoughts: return step_thoughts(end);
    case Stage::kBare: return step_bare();
    case Stage::kHeader: return step_header(out, end);
    case Stage::kSilent: pending_.clear(); return false;
  }
  return false;
}

bool AnswerText::step_front(std::string& out, bool end) {
  trim_front(pending_);
  if (pending_.empty()) return false;
  for (const Words& words : kWords) {
    if (words.opening.starts_with(pending_) && !end) return false;
    if (!pending_.starts_with(words.opening)) continue;
    const std::string_view rest = std::string_view(pending_).substr(words.opening.size());
    // "analysis of the game" is text.
    if (is_alpha(words.opening.back()) && (rest.empty() || rest[0] < 'A' || rest[0] > 'Z')) continue;
    closing_ = words.closing;
    stage_ = Stage::kBare;
    return true;
  }
  const TextMark mark = text_mark(pending_);
  if (mark.kind == MarkKind::kBegun && !end) return false;
  if (mark.bytes == 0) {
    stage_ = Stage::kText;
    return true;
  }
  meet(mark, out);
  within_ = false;
  return true;
}

bool AnswerText::step_text(std::string& out, bool end) {
  std::size_t at = 0;
  for (; at < pending_.size();) {
    const std::string_view rest = std::string_view(pending_).substr(at);
    if (find_mark(rest) == 0) {
      const TextMark mark = text_mark(rest);
      if (mark.kind == MarkKind::kBegun && !end) break;
      if (mark.bytes > 0) {
        pending_.erase(0, at);
        aside_ = pending_.substr(0, mark.bytes);
        within_ = true;
        meet(mark, out);
        return true;
      }
    }
    const utf8::Front next = utf8::front(rest);
    if (next.kind == utf8::Front::Kind::kBegun) break;
    const std::string_view character = rest.substr(0, next.bytes);
    if (next.kind != utf8::Front::Kind::kCharacter)
      out += utf8::kReplacement;
    else if (utf8::has_controls(character))
      out += ' ';
    else
      out += character;
    at += next.bytes;
  }
  pending_.erase(0, at);
  return false;
}

// Handles a mark at the front of the pending text, outside of thoughts.
void AnswerText::meet(const TextMark& mark, std::string& out) {
  pending_.erase(0, mark.bytes);
  if (mark.kind == MarkKind::kOpens) stage_ = Stage::kThoughts;
  if (mark.kind == MarkKind::kCloses) close_thoughts(out);
  if (mark.kind == MarkKind::kSilence) stage_ = Stage::kSilent;
  if (mark.kind == MarkKind::kHeader) {
    header_.clear();
    stage_ = Stage::kHeader;
  }
}

// All that was passed so far were thoughts.
void AnswerText::close_thoughts(std::string& out) {
  closed_unopened_ = true;
  stage_ = Stage::kFront;
  hold_ = false;
  leaked_ |= begun_;
  out.clear();
  held_.clear();
}

bool AnswerText::step_thoughts(bool end) {
  const std::size_t at = std::min(find_mark(pending_), pending_.size());
  if (within_) aside_ += pending_.substr(0, at);
  pending_.erase(0, at);
  if (pending_.empty()) return false;
  const TextMark mark = text_mark(pending_);
  if (mark.kind == MarkKind::kBegun && !end) return false;
  const std::size_t bytes = std::max<std::size_t>(mark.bytes, 1);
  if (within_) aside_ += pending_.substr(0, bytes);
  pending_.erase(0, bytes);
  if (mark.kind == MarkKind::kCloses) {
    aside_.clear();
    hold_ = false;
    stage_ = Stage::kFront;
  } else if (mark.kind == MarkKind::kHeader) {
    header_.clear();
    stage_ = Stage::kHeader;
  }
  return true;
}

bool AnswerText::step_bare() {
  const std::size_t end = pending_.find(closing_);
  if (end == std::string::npos) {
    // Keeps only what may be the beginning of the closing words.
    if (pending_.size() >= closing_.size()) pending_.erase(0, pending_.size() - closing_.size() + 1);
    return false;
  }
  pending_.erase(0, end + closing_.size());
  hold_ = false;
  stage_ = Stage::kFront;
  return true;
}

// "assistant", "model", "analysis", "final": ends with its line or the mark that ends it.
bool AnswerText::step_header(std::string& out, bool end) {
  const char first = pending_.front();
  TextMark mark;
  if (find_mark(pending_) == 0) {
    mark = text_mark(pending_);
    if (mark.kind == MarkKind::kBegun && !end) return false;
  }
  const std::size_t bytes = std::max<std::size_t>(mark.bytes, 1);
  pending_.erase(0, bytes);
  if (mark.kind == MarkKind::kHeader) {
    header_.clear();
    return true;
  }
  const bool over = mark.kind == MarkKind::kContent || mark.kind == MarkKind::kCloses || first == '\n';
  if (!over && header_.size() < kLongestHeader) {
    if (mark.bytes == 0) header_ += first;
    return true;
  }
  stage_ = Stage::kFront;
  within_ = false;
  if (header_.contains("final")) {
    if (begun_ || !held_.empty() || !out.empty()) close_thoughts(out);
    hold_ = false;
  } else if (mark.kind != MarkKind::kCloses) {
    for (const char* channel : {"analysis", "thought", "comment"})
      if (header_.contains(channel)) stage_ = Stage::kThoughts;
  }
  return true;
}

}  // namespace np
