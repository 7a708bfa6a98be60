// One line while an engine writes it: decides what of it may be heard. Nothing leaves it before it is clear that the text is
// no skip and does more than repeat the line before. Plain value.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace np {

// "..." or "…" (or nothing at all): there is nothing worth saying.
bool is_skip(std::string_view text);

class Line {
 public:
  // A skip may be as long as this; a text that ends before is judged at its end.
  static constexpr std::size_t kHoldBackCharacters = 5;

  // `forbidden`: must not be said again; empty: nothing.
  explicit Line(std::string forbidden);

  // What may be heard from now on; often nothing. UTF-8 pieces, whole characters.
  std::string push(std::string_view piece);
  // The text is complete: the rest.
  std::string finish();

  // It begins as a skip and ends with the line: what comes after can be spared.
  bool is_skip_by_now() const;
  // After finish(): nothing of it may be heard; because it repeats the forbidden line, or because it is a skip.
  bool nothing() const { return text_.empty(); }
  bool repeated() const { return repeated_; }
  // All that may be heard so far, without white space at its front.
  const std::string& text() const { return text_; }

 private:
  bool may_repeat() const;
  std::string release();

  std::string forbidden_;
  std::string held_;
  std::string text_;
  bool released_ = false;
  bool repeated_ = false;
};

}  // namespace np
