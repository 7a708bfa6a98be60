// Names from other languages, so that an English reader would say them: flite spells a word letter by letter if it
// begins or ends as no English word does (Mbappe, Nkunku, Krkic), and knows nothing of an accent. Pure functions; they
// take flite's time for the words in question.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace np {

// `words`: what a Normaliser gives.
std::string with_readable_names(std::string_view words);

// "Mané" is "Manay": a last é is always heard. `text` as it is written; `is_known` says which words stay.
std::string with_last_accents(std::string_view text, const std::function<bool(const std::string&)>& is_known);

}  // namespace np
