// One line while an engine writes it: decides what of it may be heard. Nothing leaves it before it is clear that the
// text is no skip and does more than repeat a line that was said lately. Plain value.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commentary/line_filter.hpp"

namespace np {

struct LineRules {
  std::vector<std::string> said = {};  // must not be said again
  // How alike two lines are of which one repeats the other (base/similarity.hpp); 1: the same. Lines whose numbers
  // differ tell different things.
  double alike = 1;
  std::optional<FilterRules> filter = {};  // of a model's text; nullopt: nothing is changed
};

class Line {
 public:
  // A skip may be as long as this; a text that ends before is judged at its end.
  static constexpr std::size_t kHoldBackCharacters = 5;
  // Words of its own, in characters, that make a text another line than those that were said, whatever follows.
  static constexpr std::size_t kOwnCharacters = 8;

  explicit Line(LineRules rules);

  // Returns the text that can be spoken from now on; often nothing. UTF-8 pieces, whole characters.
  std::string push(std::string_view piece);
  // The text is complete: the rest.
  std::string finish();

  // It begins as a skip and ends with the line, or is refused: what comes after can be spared.
  bool is_nothing_by_now() const;
  // After finish(): nothing of it may be heard; because it repeats a line, or because it is a skip.
  bool nothing() const { return text_.empty(); }
  bool repeated() const { return repeated_; }
  // It is in a language that was not asked for; some of it may have been heard before that was clear.
  bool in_another_language() const { return filter_ && filter_->in_another_language(); }
  // All that may be heard so far, without white space at its front.
  const std::string& text() const { return text_; }

 private:
  bool may_repeat() const;
  std::string release();

  LineRules rules_;
  std::optional<LineFilter> filter_;
  std::string held_;
  std::string text_;
  bool released_ = false;
  bool repeated_ = false;
};

}  // namespace np
