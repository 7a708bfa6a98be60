// What of a model's text may be said: the text of an answer without thoughts, marks and markup, without what models put
// in front of a line ("Frame 3:", "The image shows", quotes, bullets) and without sentences of their own prompt. It
// holds back no more than what may turn out to be one of these. What is in a language that was not asked for is
// refused, as far as letters and short words tell. Plain value.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "commentary/language.hpp"
#include "engine/answer_text.hpp"

namespace np {

// "...", "…" (or nothing at all), "(silence)": there is nothing worth saying.
bool is_skip(std::string_view text);

struct FilterRules {
  std::string prompt = {};    // what a model was told and does not say: its sentences
  std::string language = {};  // as LANGUAGE has it; empty: any that is written as the prompt is
  // The model has spoken another language before: nothing passes before the words tell.
  bool wary = false;
};

class LineFilter {
 public:
  explicit LineFilter(const FilterRules& rules);

  // UTF-8 pieces, whole characters. What may be said from now on; often nothing.
  std::string push(std::string_view piece);
  // The text is complete: the rest.
  std::string finish();

  // Nothing passed, and a skip was there that ended with its row: what comes after can be spared.
  bool is_skip_by_now() const;
  // Nothing more passes: the text is in another language; or it is no text for people, as JSON.
  bool refused() const { return refused_; }
  bool in_another_language() const { return in_another_language_; }

 private:
  enum class Step { kGoOn, kWait };

  void take(std::string_view text);
  std::string pass(bool end);
  Step begin_row(bool end);
  Step begin_sentence(bool end);
  Step skip_aside(bool end);
  Step echo(bool end);
  Step tell_language(bool end);
  bool leave_out(std::size_t bytes);
  std::size_t character(std::string& out, bool end);
  std::size_t tag() const;
  std::string tail(std::string_view out) const;

  std::string language_;
  Scripts scripts_;
  std::vector<std::string> echoes_;  // lower-case sentences of the prompt
  AnswerText text_;
  std::string held_;
  std::string passed_;    // all that was said so far
  std::string closing_;   // what ends the quote that was opened; empty: none is
  bool row_ = true;       // at the front of a row
  bool sentence_ = true;  // at the front of a sentence
  bool capital_ = false;  // the next letter begins a sentence
  bool checked_ = false;  // the letters at the front are those of the language
  bool wary_;
  bool skip_row_ = false;
  bool refused_ = false;
  bool in_another_language_ = false;
};

}  // namespace np
