#include "commentary/line.hpp"

#include <algorithm>
#include <utility>

#include "base/similarity.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace np {
namespace {

// Of longer lines no more is compared.
constexpr std::size_t kMostCompared = 600;  // bytes

std::string_view compared(std::string_view text) { return text.substr(0, utf8::cut(text, kMostCompared)); }

std::string numbers_in(std::string_view text) {
  std::string all;
  for (std::size_t at = 0; at < text.size(); ++at)
    if (is_digit(text[at])) {
      all += text[at];
    } else if (!all.empty() && is_digit(all.back())) {
      all += ' ';
    }
  return std::string(trim(all));
}

// Where nothing stands between words, each character is one.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  const std::string all = lower(text);
  bool within = false;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t bytes = utf8::front(std::string_view(all).substr(at)).bytes;
    const bool white = bytes == 1 && std::string_view(" \t\r\n").contains(all[at]);
    const bool whole = bytes >= 3;
    if (!white && (whole || !within)) words.emplace_back();
    if (!white) words.back() += all.substr(at, bytes);
    within = !white && !whole;
    at += bytes;
  }
  return words;
}

// Whether a text that begins with these words may yet become like the line. Some words may be its own, and some of the
// line's missing, the more the longer both go together. The last word may go on.
bool may_become(const std::vector<std::string>& begun, const std::vector<std::string>& line, double allowance) {
  constexpr double kOfWhatIsAlike = 0.3;
  double own = 0, missing = 0;
  std::size_t next = 0;
  for (std::size_t i = 0; i < begun.size(); ++i) {
    const std::string& word = begun[i];
    const bool goes_on = i + 1 == begun.size();
    const auto fits = [&](const std::string& w) { return goes_on ? w.starts_with(word) : w == word; };
    std::size_t found = next;
    double over = missing;
    while (found < line.size() && !fits(line[found]) && over <= allowance)
      over += static_cast<double>(line[found++].size());
    if (found < line.size() && over <= allowance) {
      missing = over;
      next = found + 1;
      allowance += kOfWhatIsAlike * static_cast<double>(word.size());
    } else if ((own += static_cast<double>(word.size())) > allowance) {
      return false;
    }
  }
  return true;
}

}  // namespace

Line::Line(LineRules rules) : rules_(std::move(rules)) {
  if (rules_.filter) filter_.emplace(*rules_.filter);
  for (std::string& said : rules_.said) said = trim(said);
  std::erase(rules_.said, "");
}

std::string Line::push(std::string_view piece) {
  held_ += filter_ ? filter_->push(piece) : std::string(piece);
  if (released_) return release();
  held_.erase(0, std::min(held_.find_first_not_of(" \t\r\n"), held_.size()));
  if (utf8::count(trim(held_)) <= kHoldBackCharacters || is_skip(held_) || may_repeat()) return {};
  return release();
}

std::string Line::finish() {
  if (filter_) held_ += filter_->finish();
  if (released_) return release();
  const std::string_view text = trim(held_);
  repeated_ = std::ranges::any_of(rules_.said, [&](const std::string& said) {
    if (rules_.alike >= 1) return said == text;
    return numbers_in(said) == numbers_in(text) && alike(compared(said), compared(text), rules_.alike);
  });
  return repeated_ || is_skip(held_) || in_another_language() ? std::string() : release();
}

bool Line::is_nothing_by_now() const {
  if (released_) return false;
  if (filter_) return filter_->is_skip_by_now() || filter_->refused();
  const auto end = held_.find('\n');
  return end != std::string::npos && !trim(held_).empty() && is_skip(std::string_view(held_).substr(0, end));
}

bool Line::may_repeat() const {
  if (rules_.alike < 1) {
    const std::vector<std::string> begun = words_of(held_);
    return std::ranges::any_of(rules_.said, [&](const std::string& said) {
      return may_become(begun, words_of(said), static_cast<double>(std::min(kOwnCharacters, said.size() / 4)));
    });
  }
  return std::ranges::any_of(rules_.said, [&](const std::string& said) {
    return said.starts_with(held_) || (held_.starts_with(said) && trim(held_).size() == said.size());
  });
}

std::string Line::release() {
  released_ = true;
  text_ += held_;
  return std::exchange(held_, {});
}

}  // namespace np
