// How a sentence is pronounced, in the alphabet that the voice's network reads: Kokoro's, a character a phoneme, with
// the signs that it makes pauses and melody from. The numbers are those of vocab.json in the package hibari-tts 0.2.1.
// Pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "speech/flite/flite.hpp"

namespace np {

// "Three people." is "θɹˈi pˈipəl."
std::string phonemes_of(std::span<const flite::Word> words);
// The network's input: the number of each character, without unknown ones, and 0 at both ends.
std::vector<std::int64_t> phoneme_numbers(std::string_view phonemes);

}  // namespace np
