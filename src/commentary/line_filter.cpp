#include "commentary/line_filter.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "commentary/lead_in.hpp"

namespace np {
namespace {

constexpr std::string_view kWhite = " \t\r\n";
constexpr std::size_t kLongestTag = 32;
constexpr std::size_t kLongestAside = 24;
constexpr std::size_t kTellingLetters = 6;
// An echo has more words than a line may share with the prompt by chance.
constexpr std::size_t kWordsOfAnEcho = 2;

struct Quotes {
  std::string_view opening, closing;
};
constexpr Quotes kQuotes[] = {{"\"", "\""}, {"“", "”"}, {"„", "“"}, {"«", "»"}, {"»", "«"}, {"「", "」"}, {"『", "』"}};
constexpr std::string_view kSilences[] = {"silence", "silent", "skip", "nothing", "no change", "no comment", "none"};

bool ends_sentence(std::string_view text) {
  text = trim(text);
  for (const std::string_view end : {".", "!", "?", "…", "。", "！", "？", ":", "\"", "”"})
    if (text.ends_with(end)) return true;
  return false;
}

bool is_word(char c) { return is_alpha(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80; }

std::vector<std::string> sentences_of(std::string_view prompt) {
  std::vector<std::string> all;
  while (!prompt.empty()) {
    std::size_t end = prompt.find_first_of(".!?\n");
    end = std::min(end, prompt.size());
    const std::string_view sentence = trim(prompt.substr(0, end));
    if (words_in(sentence) >= kWordsOfAnEcho) all.push_back(lower(sentence));
    prompt.remove_prefix(std::min(end + 1, prompt.size()));
  }
  return all;
}

}  // namespace

bool is_skip(std::string_view text) {
  std::string_view bare = trim(text);
  if (bare.empty() || bare == "…" || bare.find_first_not_of('.') == std::string_view::npos) return true;
  const bool enclosed =
      (bare.starts_with('(') && bare.ends_with(')')) || (bare.starts_with('[') && bare.ends_with(']'));
  if (!enclosed) return false;
  bare = trim(bare.substr(1, bare.size() - 2));
  if (bare.ends_with('.')) bare.remove_suffix(1);
  return bare.find_first_not_of('.') == bare.npos || std::ranges::contains(kSilences, lower(bare));
}

LineFilter::LineFilter(const FilterRules& rules)
    : language_(rules.language),
      scripts_(rules.language.empty() ? scripts_asked_for(rules.prompt) : scripts_of(rules.language)),
      echoes_(sentences_of(rules.prompt)),
      wary_(rules.wary && !rules.language.empty()) {}

std::string LineFilter::push(std::string_view piece) {
  if (refused_) return {};
  take(text_.push(piece));
  return pass(false);
}

std::string LineFilter::finish() {
  if (refused_) return {};
  take(text_.finish());
  std::string out = pass(true);
  if (!refused_ && !language_.empty() && is_in_another_language(passed_, language_))
    refused_ = in_another_language_ = true;
  return out;
}

void LineFilter::take(std::string_view text) {
  // Text that was passed on before it turned out to be thoughts cannot be taken back.
  refused_ |= text_.leaked();
  held_ += text;
}

bool LineFilter::is_skip_by_now() const { return passed_.empty() && skip_row_; }

std::string LineFilter::pass(bool end) {
  std::string out;
  while (!held_.empty() && !refused_) {
    if (row_ && begin_row(end) == Step::kWait) break;
    if (held_.empty()) break;
    if (sentence_ && begin_sentence(end) == Step::kWait) break;
    if (held_.empty() || row_) continue;
    if ((!checked_ || wary_) && tell_language(end) == Step::kWait) break;
    if (refused_) break;
    const std::size_t bytes = character(out, end);
    if (bytes == 0) break;
    held_.erase(0, bytes);
  }
  if (end && passed_.empty() && is_skip(out)) out.clear();
  passed_ += out;
  return out;
}

// --- where a row or a sentence begins --------------------------------------------------------------------------------

bool LineFilter::leave_out(std::size_t bytes) {
  held_.erase(0, bytes);
  return true;
}

// At the front of the text and behind each line end: marks of lists, headings, quotes.
LineFilter::Step LineFilter::begin_row(bool end) {
  leave_out(std::min(held_.find_first_not_of(kWhite), held_.size()));
  if (held_.empty()) return Step::kWait;
  const bool front = passed_.empty();
  if (is_skip(held_)) {
    skip_row_ |= front && held_.contains('\n');
    if (end) held_.clear();
    return Step::kWait;
  }
  // A skip is no line, and neither is what follows it in the next row.
  const auto row = held_.find('\n');
  skip_row_ |= front && row != held_.npos && is_skip(std::string_view(held_).substr(0, row));
  if (skip_row_) {
    held_.clear();
    return Step::kWait;
  }
  if (front && held_.starts_with('{')) {
    refused_ = true;
    return Step::kWait;
  }
  while (held_.starts_with("**") || held_.starts_with("__")) leave_out(2);
  if (held_.empty()) return Step::kWait;
  if (const LeadIn mark = row_mark(held_); mark.kind == LeadIn::Kind::kThere) {
    leave_out(mark.bytes);
    return held_.empty() ? Step::kWait : Step::kGoOn;
  } else if (mark.kind == LeadIn::Kind::kBegun && !end) {
    return Step::kWait;
  }
  row_ = false;
  sentence_ = true;
  return Step::kGoOn;
}

LineFilter::Step LineFilter::begin_sentence(bool end) {
  for (bool again = true; again;) {
    again = false;
    leave_out(std::min(held_.find_first_not_of(" \t*_`"), held_.size()));
    if (held_.empty()) return Step::kWait;
    if (held_.front() == '<') {
      const std::size_t bytes = tag();
      if (bytes == held_.npos && !end) return Step::kWait;
      if (bytes > 0 && bytes != held_.npos) again = leave_out(bytes);
    }
    if (passed_.empty() && closing_.empty() && !again)
      for (const Quotes& quotes : kQuotes)
        if (held_.starts_with(quotes.opening)) {
          closing_ = quotes.closing;
          again = leave_out(quotes.opening.size());
          break;
        }
    if (again) continue;
    if (skip_aside(end) == Step::kWait) return Step::kWait;
    if (held_.empty()) return Step::kWait;
    const LeadIn found = lead_in(held_);
    if (found.kind == LeadIn::Kind::kBegun && !end) return Step::kWait;
    if (found.kind == LeadIn::Kind::kThere) {
      capital_ = true;
      again = leave_out(found.bytes);
      continue;
    }
    const std::size_t before = held_.size();
    if (echo(end) == Step::kWait) return Step::kWait;
    again = held_.size() < before;
  }
  if (held_.front() == '\n') {
    leave_out(1);
    row_ = true;
  } else {
    sentence_ = false;
  }
  return Step::kGoOn;
}

// "(silence)"
LineFilter::Step LineFilter::skip_aside(bool end) {
  if (held_.front() != '(' && held_.front() != '[') return Step::kGoOn;
  const std::size_t close = held_.find_first_of(")]");
  if (close == held_.npos) return end || held_.size() > kLongestAside ? Step::kGoOn : Step::kWait;
  if (is_skip(std::string_view(held_).substr(0, close + 1))) leave_out(close + 1);
  return Step::kGoOn;
}

// A whole sentence of the prompt, said back.
LineFilter::Step LineFilter::echo(bool end) {
  const std::string said = lower(held_);
  for (const std::string& sentence : echoes_) {
    if (said.size() <= sentence.size()) {
      if (!sentence.starts_with(said)) continue;
      if (!end) return Step::kWait;
      if (said.size() == sentence.size()) leave_out(held_.size());
      return Step::kGoOn;
    }
    if (!said.starts_with(sentence)) continue;
    std::size_t bytes = sentence.size();
    if (!std::string_view(".!?\n").contains(said[bytes])) continue;
    while (bytes < held_.size() && std::string_view(".!?\n \"”").contains(held_[bytes])) ++bytes;
    leave_out(bytes);
    return Step::kGoOn;
  }
  return Step::kGoOn;
}

LineFilter::Step LineFilter::tell_language(bool end) {
  if (!checked_ && scripts_ != 0) {
    const Letters letters = letters_in(held_, scripts_);
    if (letters.alien > letters.fit) {
      if (!end && letters.alien + letters.fit < kTellingLetters) return Step::kWait;
      refused_ = in_another_language_ = true;
      return Step::kWait;
    }
    // Punctuation and digits do not reveal the script.
    if (letters.fit == 0 && !end && held_.size() < kTellingLetters) return Step::kWait;
  }
  checked_ = true;
  if (!wary_) return Step::kGoOn;
  if (!end && words_in(held_) <= kTellingWords) return Step::kWait;
  wary_ = false;
  refused_ = in_another_language_ = is_in_another_language(held_, language_);
  return Step::kGoOn;
}

// --- within a row ----------------------------------------------------------------------------------------------------

// A tag of HTML or of a model at the front; 0: none; npos: the text ends before that is clear.
std::size_t LineFilter::tag() const {
  std::size_t at = 1;
  if (at < held_.size() && held_[at] == '/') ++at;
  const std::size_t name = at;
  const auto is_part = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_' || c == '-'; };
  while (at < held_.size() && is_part(held_[at])) ++at;
  if (at < held_.size() && held_[at] == '/' && at > name) ++at;
  if (at > kLongestTag) return 0;
  if (at == held_.size()) return held_.npos;
  return held_[at] == '>' && at > name ? at + 1 : 0;
}

// The end of what was said so far.
std::string LineFilter::tail(std::string_view out) const {
  constexpr std::size_t kEnough = 8;
  const std::size_t before = passed_.size() - std::min(passed_.size(), kEnough);
  return passed_.substr(before) + std::string(out.substr(out.size() - std::min(out.size(), kEnough)));
}

// Takes the next character; returns how many bytes are done with, 0: what it is is not clear yet.
std::size_t LineFilter::character(std::string& out, bool end) {
  const char c = held_.front();
  const bool last = held_.size() == 1;
  if (c == '*' || c == '`') return 1;
  if (c == '\r') return 1;
  if (c == '_') {
    if (last && !end) return 0;
    const std::string before = tail(out);
    const bool within = !before.empty() && is_word(before.back()) && !last && is_word(held_[1]);
    if (within) out += c;
    return 1;
  }
  if (c == '<') {
    const std::size_t bytes = tag();
    if (bytes == held_.npos) {
      if (!end) return 0;
    } else if (bytes > 0) {
      return bytes;
    }
  }
  if (!closing_.empty() && held_.starts_with(closing_)) {
    const std::size_t bytes = closing_.size();
    closing_.clear();
    return bytes;
  }
  if (c == '\n') {
    const std::string before = tail(out);
    if (!ends_sentence(before)) {
      const std::size_t next = held_.find_first_not_of(kWhite);
      if (next == held_.npos) return end ? 1 : 0;
      const std::string_view following = std::string_view(held_).substr(next);
      const LeadIn mark = row_mark(following), lead = lead_in(following);
      const auto is = [&](LeadIn::Kind kind) { return mark.kind == kind || lead.kind == kind; };
      if (is(LeadIn::Kind::kBegun) && !end) return 0;
      if (is(LeadIn::Kind::kThere)) out += '.';
    }
    if (!before.empty() && !kWhite.contains(before.back())) out += ' ';
    row_ = true;
    return 1;
  }
  const std::size_t bytes = utf8::front(held_).bytes;
  if (capital_ && (is_word(c) || bytes > 1)) {
    capital_ = false;
    out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    out.append(held_, 1, bytes - 1);
  } else {
    out.append(held_, 0, bytes);
  }
  if (c == ' ') sentence_ = ends_sentence(tail(out));
  return bytes;
}

}  // namespace np
