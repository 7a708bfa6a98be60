#include "speech/text/sentence_splitter.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace np {
namespace {

constexpr std::size_t kMaxBytes = 200;
constexpr std::size_t kMinClause = 60;
constexpr std::size_t kNone = std::string_view::npos;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The bytes at the start of `text` that close a quotation, a bracket or an emphasis.
std::size_t closers(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size()) {
    const auto rest = text.substr(length);
    if (std::string_view("\"')]}*_").contains(rest.front()))
      length += 1;
    else if (rest.starts_with("”") || rest.starts_with("’"))
      length += 3;
    else
      break;
  }
  return length;
}

bool ends_in_abbreviation(std::string_view before_dot) {
  static constexpr std::array<std::string_view, 22> kKnown{"mr",  "mrs", "ms",     "dr",  "prof", "st",  "sr",   "jr",
                                                           "vs",  "etc", "approx", "fig", "inc",  "ltd", "capt", "gen",
                                                           "col", "sgt", "lt",     "rev", "mt",   "feat"};
  std::size_t start = before_dot.size();
  while (start > 0 && is_alpha(before_dot[start - 1])) --start;
  std::string word(before_dot.substr(start));
  if (word.empty()) {
    // "1. Look at the door": a list's number, when nothing else comes before it.
    const auto line = trim(before_dot);
    return !line.empty() && line.size() <= 3 && std::ranges::all_of(line, is_digit);
  }
  word = lower(word);
  const bool initial = word.size() == 1 && word != "i";
  return initial || std::ranges::contains(kKnown, word);
}

// Where the first complete sentence of `text` ends; kNone when it is not complete yet.
std::size_t sentence_end(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') return i;
    std::size_t after;
    if (c == '.' || c == '!' || c == '?')
      after = i + 1;
    else if (text.substr(i).starts_with("…"))
      after = i + 3;
    else
      continue;
    const std::size_t end = after + closers(text.substr(after));
    if (end < text.size() && is_space(text[end]) && !(c == '.' && ends_in_abbreviation(text.substr(0, i)))) return end;
  }
  return kNone;
}

// Whether the text before `i` ends a clause; white space is at `i`.
bool clause_ends_at(std::string_view text, std::size_t i) {
  if (!is_space(text[i])) return false;
  const auto before = text.substr(0, i);
  return std::string_view(",;:").contains(before.back()) || before.ends_with("–") || before.ends_with("—") ||
         before.ends_with(" -");
}

std::size_t first_clause_end(std::string_view text) {
  for (std::size_t i = kMinClause; i < text.size(); ++i)
    if (clause_ends_at(text, i)) return i;
  return kNone;
}

std::size_t last_clause_end(std::string_view text) {
  for (std::size_t i = text.size(); i-- > kMinClause;)
    if (clause_ends_at(text, i)) return i;
  return kNone;
}

std::size_t cut_of_long(std::string_view text) {
  const auto head = text.substr(0, kMaxBytes);
  if (const auto end = last_clause_end(head); end != kNone) return end;
  if (const auto space = head.find_last_of(" \t\r"); space != kNone) return space;
  return utf8::cut(text, kMaxBytes);
}

}  // namespace

std::vector<std::string> SentenceSplitter::push(std::string_view piece) {
  pending_ += piece;
  std::vector<std::string> sentences;
  std::string_view rest = pending_;
  for (;;) {
    while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
    std::size_t end = sentence_end(rest.substr(0, kMaxBytes + 1));
    if (end == kNone && rest.size() > kMaxBytes) end = cut_of_long(rest);
    if (end == kNone && first_) end = first_clause_end(rest);
    if (end == kNone) break;
    if (const auto sentence = trim(rest.substr(0, end)); !sentence.empty()) {
      sentences.emplace_back(sentence);
      first_ = false;
    }
    rest.remove_prefix(end);
  }
  pending_.erase(0, pending_.size() - rest.size());
  return sentences;
}

std::optional<std::string> SentenceSplitter::flush() {
  const std::string sentence(trim(pending_));
  pending_.clear();
  first_ = true;
  if (sentence.empty()) return std::nullopt;
  return sentence;
}

}  // namespace np
