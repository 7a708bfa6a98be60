#include "speech/flite/flite.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

#include "unit/speech/sentence.hpp"

namespace np {
namespace {

using test::kSentence;

TEST(Flite, SoundComesInPartsWhileItIsMade) {
  std::vector<std::size_t> parts;
  flite::say(kSentence, [&](std::span<const std::int16_t> samples) {
    parts.push_back(samples.size());
    return true;
  });
  EXPECT_GT(parts.size(), 10u);
  for (const std::size_t part : parts) EXPECT_LE(part, flite::kRate / 2u);
}

TEST(Flite, StopsWhenNobodyListensAnyMore) {
  int parts = 0;
  flite::say(kSentence, [&](std::span<const std::int16_t>) { return ++parts < 2; });
  EXPECT_EQ(parts, 2);
}

TEST(Flite, WhatTheHearerThrowsComesOutAndTheVoiceGoesOn) {
  EXPECT_THROW(flite::say(kSentence, [](std::span<const std::int16_t>) -> bool { throw std::runtime_error("enough"); }),
               std::runtime_error);
  int parts = 0;
  flite::say("Goal!", [&](std::span<const std::int16_t>) { return ++parts > 0; });
  EXPECT_GT(parts, 0);
}

}  // namespace
}  // namespace np
