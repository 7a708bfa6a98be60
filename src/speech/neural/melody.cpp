#include "speech/neural/melody.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>

#include "base/text.hpp"
#include "speech/neural/spectra.hpp"

namespace np {
namespace {

constexpr std::size_t kRise = 26;             // voiced frames: the last syllable or two
constexpr float kHighEnd = 1.4F;              // of the sentence's middle pitch, where a question ends
constexpr float kSteep = 1.6F;                // it is up there before its last sound fades
constexpr float kWider = 1.4F;                // the range of an exclamation, by its logarithm
constexpr float kHigher = 1.07F;              // and its middle
constexpr float kMost = 1.8F, kLeast = 0.6F;  // of the middle pitch: further no voice goes
constexpr std::string_view kAsking[] = {"who",   "whose", "whom", "what", "what's", "who's",
                                        "where", "when",  "why",  "how",  "which",  "where's"};

bool is_voiced(float hz) { return hz > Spectra::kLeastPitch; }

// Of what is voiced; 0: nothing is.
float middle_of(std::span<const float> pitch_hz) {
  std::vector<float> voiced;
  std::ranges::copy_if(pitch_hz, std::back_inserter(voiced), is_voiced);
  if (voiced.empty()) return 0;
  const auto middle = voiced.begin() + static_cast<std::ptrdiff_t>(voiced.size() / 2);
  std::ranges::nth_element(voiced, middle);
  return *middle;
}

}  // namespace

Melody melody_of(std::string_view sentence) {
  const std::size_t sign = sentence.find_last_of(".!?,;:");
  if (sign == sentence.npos || sentence.find_first_not_of("\"') ", sign + 1) != sentence.npos)
    return Melody::kStatement;
  // Of "?!" the question is heard, as the network's signs have it.
  const std::string_view signs = sentence.substr(sentence.find_last_not_of(".!?", sign) + 1);
  if (!signs.contains('?')) return signs.contains('!') ? Melody::kExclamation : Melody::kStatement;
  const std::size_t begins = std::min(sentence.find_first_not_of("\"'("), sentence.size());
  const std::string_view words = sentence.substr(begins);
  const std::size_t space = words.find(' ');
  const bool asks = space != words.npos && std::ranges::contains(kAsking, lower(words.substr(0, space)));
  return asks ? Melody::kStatement : Melody::kQuestion;
}

std::vector<float> bent_pitch(std::span<const float> pitch_hz, Melody melody) {
  std::vector<float> bent(pitch_hz.begin(), pitch_hz.end());
  const float middle = middle_of(pitch_hz);
  if (melody == Melody::kStatement || middle == 0) return bent;
  if (melody == Melody::kExclamation) {
    for (float& hz : bent)
      if (is_voiced(hz)) hz = middle * std::clamp(kHigher * std::pow(hz / middle, kWider), kLeast, kMost);
    return bent;
  }
  std::size_t left = kRise;
  for (std::size_t i = bent.size(); i-- > 0 && left > 0;) {
    if (!is_voiced(bent[i])) continue;
    const float x = std::min(kSteep * static_cast<float>(left--) / kRise, 1.0F);
    const float share = x * x * (3 - 2 * x);
    bent[i] += (kHighEnd * middle - bent[i]) * share;
  }
  return bent;
}

}  // namespace np
