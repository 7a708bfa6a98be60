// The text of one answer on its way from a model to the commentary: thoughts between <think> and </think> at its
// front are left out, characters are kept whole. Plain value.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace np {

class AnswerText {
 public:
  // What can be passed on by now, UTF-8; often nothing.
  std::string push(std::string_view bytes);
  // The answer is complete: the rest.
  std::string finish();

  bool begun() const { return begun_; }         // something was passed on
  std::size_t bytes() const { return bytes_; }  // pushed so far, with the thoughts

 private:
  enum class Stage { kFront, kThoughts, kAfterThoughts, kText };

  std::string take_whole();

  Stage stage_ = Stage::kFront;
  std::string pending_;  // bytes that are not text yet
  bool begun_ = false;
  std::size_t bytes_ = 0;
};

}  // namespace np
