#include "commentary/line.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace np {

bool is_skip(std::string_view text) {
  const std::string_view bare = trim(text);
  return bare.empty() || bare == "…" || bare.find_first_not_of('.') == std::string_view::npos;
}

Line::Line(std::string forbidden) : forbidden_(trim(forbidden)) {}

std::string Line::push(std::string_view piece) {
  held_ += piece;
  if (released_) return release();
  held_.erase(0, std::min(held_.find_first_not_of(" \t\r\n"), held_.size()));
  if (utf8::count(trim(held_)) <= kHoldBackCharacters || is_skip(held_) || may_repeat()) return {};
  return release();
}

std::string Line::finish() {
  if (released_) return release();
  repeated_ = !forbidden_.empty() && trim(held_) == forbidden_;
  return repeated_ || is_skip(held_) ? std::string() : release();
}

bool Line::is_skip_by_now() const {
  const auto end = held_.find('\n');
  return !released_ && end != std::string::npos && !trim(held_).empty() && is_skip(std::string_view(held_).substr(0, end));
}

bool Line::may_repeat() const {
  if (forbidden_.empty()) return false;
  return forbidden_.starts_with(held_) || (held_.starts_with(forbidden_) && trim(held_).size() == forbidden_.size());
}

std::string Line::release() {
  released_ = true;
  text_ += held_;
  return std::exchange(held_, {});
}

}  // namespace np
