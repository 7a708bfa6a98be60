// The words that a model wants around its turns, as its own template has them. Plain values; any thread.
#pragma once

#include <string>

namespace np {

// What stands between the parts of a prompt: profile, frames, question. It is markup: special tokens count in it, never
// in those parts.
struct ChatFormat {
  std::string before_profile;
  std::string after_profile;    // opens the user's turn as well
  std::string without_profile;  // opens the user's turn where there is no profile
  std::string answer;           // closes the user's turn and opens the model's
};

// `chat_template` is tokenizer.chat_template of the model's file; empty: ChatML is assumed. A model that thinks is told
// that it has done so. Throws Error for a template that is not known.
ChatFormat chat_format(const std::string& chat_template);

}  // namespace np
