// In which language a line is, as far as letters and short words tell. Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace np {

// A set of scripts, a bit each.
using Scripts = std::uint32_t;

struct Letters {
  std::size_t fit = 0;    // in one of the scripts
  std::size_t alien = 0;  // in another one
};
// Letters of `text`, by whether they are of one of these scripts.
Letters letters_in(std::string_view text, Scripts scripts);
// Scripts that a text is written in.
Scripts scripts_in(std::string_view text);
// The same of a prompt, and those of the languages that it names ("answer in Japanese").
Scripts scripts_asked_for(std::string_view prompt);

// What stands for a language in a setting, as a model is asked for it: "German" for "de" and "german"; another word as
// it is.
std::string language_name(std::string_view wanted);
// The scripts it is written in; 0: it is not known here, so nothing can be told of it.
Scripts scripts_of(std::string_view wanted);

// So many words are needed before words can tell.
inline constexpr std::size_t kTellingWords = 5;
std::size_t words_in(std::string_view text);
// The short words that hold sentences together are those of another language. It cannot tell for languages that are
// not known here, and for fewer words than kTellingWords; related languages are only told apart where the words differ.
bool is_in_another_language(std::string_view text, std::string_view wanted);

}  // namespace np
