// Texts that no line of a commentary should be, and that one day is: our voices say what can be said, and end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "base/manual_loop.hpp"
#include "speech/neural/acoustic_network.hpp"
#include "speech/voices.hpp"
#include "unit/speech/listener.hpp"

namespace np {
namespace {

using test::Listener;
using testing::Each;

std::string times(int count, const std::string& text) {
  std::string all;
  while (count-- > 0) all += text;
  return all;
}

class BadText : public testing::TestWithParam<bool> {
 protected:
  BadText() { voices.wait_loaded(); }
  double seconds(const std::string& text) {
    show.say(text);
    EXPECT_THAT(show.ends, Each("")) << text.substr(0, 40);
    return static_cast<double>(show.sound.size()) / kSampleRate;
  }

  ManualLoop loop;
  Voices voices{loop, {.file = GetParam() ? voice_file("") : std::filesystem::path()}};
  Listener show{voices, loop};
};

TEST_P(BadText, OfWhichNothingCanBeSaid) {
  for (const std::string& text :
       {std::string(), std::string(" \n\t "), times(10'000, "!"), times(5'000, "?!"), times(3'000, "... "),
        times(2'000, "🙂"), std::string(500, '\0'), times(300, "\x1B[2J\x1B[31m"), times(1'000, "\xFF\xC3"),
        std::string("שלום עולם"), std::string("مرحبا بالعالم"), std::string("\u202E\u202D\u2066"),
        std::string("ᚠᛇᚻ᛫ᛒᛦᚦ"), std::string("𓀀𓁐𓂀"), "https://example.org/" + std::string(3'000, 'x'),
        times(1'000, "()[]{}<>")})
    EXPECT_EQ(seconds(text), 0) << text.substr(0, 40);
}

TEST_P(BadText, OfWhichTheRestIsSaid) {
  const double plain = seconds("The word means peace.");
  for (const std::string& text :
       {std::string("The \x1B[1;31mword\x1B[0m means peace."), std::string("The word שלום means peace."),
        std::string("\u202EThe word means peace.\u202C"), std::string("The\0 word\a means\x7F peace.", 25),
        "The word" + times(300, "\u0301") + " means peace.", "The word means peace." + times(5'000, "!")})
    EXPECT_NEAR(seconds(text), plain, 0.5) << text.substr(0, 40);
}

TEST_P(BadText, NumbersWithoutEndHaveOne) {
  for (const std::string& number : {std::string(300, '7'), "0." + std::string(300, '3'), "-" + std::string(300, '1'),
                                    times(100, "1,234,"), std::string(300, '1') + "/" + std::string(300, '2'),
                                    "$" + std::string(300, '5'), std::string(300, '9') + " km/h", times(150, "1:")})
    EXPECT_LT(seconds("It is " + number + " now."), 30) << number.substr(0, 10);
}

INSTANTIATE_TEST_SUITE_P(All, BadText, testing::Values(true, false),
                         [](const auto& info) { return info.param ? "Neural" : "Flite"; });

}  // namespace
}  // namespace np
