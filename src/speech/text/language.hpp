// Whether a text is in the language that our voices speak. Pure function.
#pragma once

#include <string_view>

namespace np::text {

// A simple, honest test: it says no where most letters are of another script, or where more of the short words that
// hold sentences together are German, French, Spanish, Italian, Portuguese, Dutch, Polish or Turkish than are English.
// Names and single words of other languages are no such text; neither is one without letters.
bool is_english(std::string_view text);

}  // namespace np::text
