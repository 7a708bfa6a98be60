#include "speech/neural/phonemes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace np {
namespace {

using testing::ElementsAre;

std::string said(const std::string& text) { return phonemes_of(flite::pronounce(text)); }

// The voice's own front end says the same of these, but for what the last ones show.
TEST(Phonemes, AreThoseThatTheVoiceWasTaughtWith) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"Three people are in view now.", "θɹˈi pˈipᵊl ɑɹ ɪn vjˈu nˈW."},
      {"The crowd goes wild!", "ðə kɹˈWd ɡˈOz wˈIld!"},
      {"Has she seen the bird?", "hæz ʃˌi sˈin ðə bˈɜɹd?"},
      {"A red car turns slowly, and stops.", "ɐ ɹˈɛd kˈɑɹ tˈɜɹnz slˈOli, ænd stˈɑps."},
      {"Someone leaves the picture.", "sˈʌmwˌʌn lˈivz ðə pˈɪkʧəɹ."},
      {"The old man waits for the bus.", "ði ˈOld mˈæn wˈAts fɔɹ ðə bˈʌs."},
      {"The goalkeeper jumps.", "ðə ɡˈOlkˌipəɹ ʤˈʌmps."},
      {"information", "ˌɪnfəɹmˈAʃən"},
      {"a substitution", "ɐ sˌʌbstɪtˈuʃən"},
      {"the intersection", "ði ˌɪntəɹsˈɛkʃən"},
      {"fourteen", "fˌɔɹtˈin"},
      {"It isn't. They haven't.", "ˌɪt ˈɪzᵊnt. ðˌA hˈævᵊnt."},
      {"the judge's measure", "ðə ʤˈʌʤəz mˈɛʒəɹ"},
  };
  for (const auto& [text, phonemes] : cases) EXPECT_EQ(said(text), phonemes) << text;
}

TEST(Phonemes, OfSeveralSignsTheStrongestIsHeard) {
  EXPECT_EQ(said("Really?!"), "ɹˈɪli?");
  EXPECT_EQ(said("No...!"), "nˈO!");
}

TEST(Phonemes, NothingIsNothing) {
  EXPECT_EQ(said(""), "");
  EXPECT_EQ(phonemes_of({}), "");
  EXPECT_THAT(phoneme_numbers(""), ElementsAre(0, 0));
}

TEST(Phonemes, HaveTheNumbersOfTheVoice) {
  EXPECT_THAT(phoneme_numbers("hˈi, yˈA!"), ElementsAre(0, 50, 156, 51, 3, 16, 156, 24, 5, 0)) << "it knows no y";
  EXPECT_THAT(phoneme_numbers("\xFFɡ\xC9"), ElementsAre(0, 92, 0)) << "and nothing that is no UTF-8";
}

}  // namespace
}  // namespace np
