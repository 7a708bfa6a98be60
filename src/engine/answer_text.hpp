// The text of one answer on its way from a model to the commentary: thoughts between <think> and </think> at its
// front are left out, characters are kept whole, and an answer that only repeats the last line is held back and dropped.
// Plain value.
#pragma once

#include <string>
#include <string_view>

namespace np {

class AnswerText {
 public:
  explicit AnswerText(std::string last_line);

  // What can be passed on by now, UTF-8; often nothing.
  std::string push(std::string_view bytes);
  // The answer is complete: the rest.
  std::string finish();

  bool begun() const { return begun_; }        // something was passed on
  bool repeated() const { return repeated_; }  // after finish(): it was the last line again
  std::size_t bytes() const { return bytes_; }  // pushed so far, with the thoughts

 private:
  enum class Stage { kFront, kThoughts, kAfterThoughts, kText };

  std::string text_of(std::string_view bytes);
  bool may_repeat() const;

  const std::string last_line_;
  Stage stage_ = Stage::kFront;
  std::string pending_;  // bytes that are not text yet
  std::string held_;     // text that may be the last line
  bool begun_ = false;
  bool repeated_ = false;
  std::size_t bytes_ = 0;
};

}  // namespace np
