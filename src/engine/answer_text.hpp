// The text of one answer on its way from a model to the commentary: thoughts and the marks that models and their
// servers put around words are left out, and so is all that follows a mark of silence; characters are kept whole.
// Plain value.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace np {

struct TextMark;

class AnswerText {
 public:
  // `hold`: the model may end thoughts with a mark that it did not begin with one, so nothing is passed on before its
  // first mark or the end.
  explicit AnswerText(bool hold = false) : hold_(hold) {}

  // Returns the text that can be passed on now, UTF-8; often nothing.
  std::string push(std::string_view bytes);
  // The answer is complete. Returns the rest.
  std::string finish();

  bool begun() const { return begun_; }                      // something was passed on
  bool closed_unopened() const { return closed_unopened_; }  // thoughts ended without a mark at their beginning
  bool leaked() const { return leaked_; }                    // some of them were passed on
  std::size_t bytes() const { return bytes_; }               // pushed so far, with the thoughts

 private:
  enum class Stage {
    kFront,  // no text yet, or none since thoughts
    kText,
    kThoughts,
    kBare,    // thoughts that began by words
    kHeader,  // between a mark and what it introduces
    kSilent,  // after a mark that says there is nothing to say
  };

  bool step(std::string& out, bool end);
  bool step_front(std::string& out, bool end);
  bool step_text(std::string& out, bool end);
  bool step_thoughts(bool end);
  bool step_bare();
  bool step_header(std::string& out, bool end);
  void meet(const TextMark& mark, std::string& out);
  void close_thoughts(std::string& out);
  std::string passed(std::string text);

  Stage stage_ = Stage::kFront;
  std::string pending_;  // bytes that are not text yet
  std::string held_;     // text that may turn out to be thoughts
  std::string aside_;    // thoughts that began within the text, and their mark; they count as text if they do not end
  std::string header_;
  std::string_view closing_;  // of kBare
  bool hold_;
  bool within_ = false;
  bool begun_ = false;
  bool closed_unopened_ = false;
  bool leaked_ = false;
  std::size_t bytes_ = 0;
};

}  // namespace np
