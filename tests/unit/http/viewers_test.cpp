#include "http/streams/viewers.hpp"

#include <gtest/gtest.h>

namespace np::http {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart = TimePoint{} + 1h;

TEST(Viewers, KnowNothingOfStrangers) {
  Viewers viewers;
  EXPECT_EQ(viewers.until_shown("anna", kStart, kStart), std::nullopt);
  const Viewers::Seat nobody(viewers, "", kStart);
  EXPECT_EQ(viewers.until_shown("", kStart, kStart), std::nullopt);
}

TEST(Viewers, WaitForThePicture) {
  Viewers viewers;
  Viewers::Seat seat(viewers, "anna", kStart);
  EXPECT_GT(viewers.until_shown("anna", kStart, kStart), 0s) << "the first picture is on its way";
  seat.showed(kStart - 40ms, kStart);
  EXPECT_GT(viewers.until_shown("anna", kStart, kStart), 0s);
  EXPECT_GT(viewers.until_shown("anna", kStart, kStart + 10s), 0s) << "its turn may come late";
  seat.showed(kStart, kStart);
  EXPECT_EQ(viewers.until_shown("anna", kStart, kStart), 0s);
}

TEST(Viewers, DoNotWaitForAPictureThatDoesNotCome) {
  Viewers viewers;
  Viewers::Seat seat(viewers, "anna", kStart);
  EXPECT_EQ(viewers.until_shown("anna", kStart, kStart + Viewers::kFirst), std::nullopt) << "it has none at all";
  seat.showed(kStart, kStart);
  seat.has_all(kStart + 1s);
  seat.has_all(kStart + 1100ms);
  EXPECT_EQ(viewers.until_shown("anna", kStart + 10ms, kStart + 1s), Viewers::kGrace);
  EXPECT_EQ(viewers.until_shown("anna", kStart + 10ms, kStart + 1s + Viewers::kGrace), 0s);
  seat.showed(kStart + 2ms, kStart);
  EXPECT_GT(viewers.until_shown("anna", kStart + 10ms, kStart + 1s + Viewers::kGrace), 0s) << "it goes on";
  EXPECT_EQ(viewers.until_shown("anna", kStart + 10ms, kStart + 20s), 0s) << "no picture is as old";
}

TEST(Viewers, TheNewerStreamOfAPageCounts) {
  Viewers viewers;
  auto old = std::make_unique<Viewers::Seat>(viewers, "anna", kStart);
  old->showed(kStart, kStart);
  Viewers::Seat fresh(viewers, "anna", kStart);
  EXPECT_GT(viewers.until_shown("anna", kStart, kStart), 0s);
  old.reset();
  fresh.showed(kStart, kStart);
  EXPECT_EQ(viewers.until_shown("anna", kStart, kStart), 0s);
}

TEST(Viewers, BelieveAViewerWhoSaysWhatHeSees) {
  Viewers viewers;
  viewers.saw("anna", unix_seconds(kStart), kStart);  // nobody of that name is there
  Viewers::Seat seat(viewers, "anna", kStart);
  EXPECT_FALSE(seat.tells(kStart));
  viewers.saw("anna", unix_seconds(kStart - 100ms), kStart);
  EXPECT_TRUE(seat.tells(kStart + 1s));
  EXPECT_FALSE(seat.tells(kStart + Viewers::kTells));
  EXPECT_EQ(viewers.until_shown("anna", kStart - 100ms, kStart), 0s) << "to the millisecond";
  EXPECT_GT(viewers.until_shown("anna", kStart - 90ms, kStart), 0s);
  viewers.saw("anna", unix_seconds(kStart - 500ms), kStart);
  EXPECT_EQ(viewers.until_shown("anna", kStart - 100ms, kStart), 0s) << "he has seen it";
  viewers.saw("anna", 1e300, kStart);
  viewers.saw("anna", -1e300, kStart);
  EXPECT_EQ(viewers.shown("anna"), kStart) << "nobody sees what is to come";
}

TEST(Viewers, TheStreamThatIsLeftCounts) {
  Viewers viewers;
  Viewers::Seat first(viewers, "anna", kStart);
  auto second = std::make_unique<Viewers::Seat>(viewers, "anna", kStart);
  second.reset();
  EXPECT_EQ(viewers.shown("anna"), std::nullopt);
  first.showed(kStart, kStart);
  EXPECT_EQ(viewers.shown("anna"), kStart);
}

TEST(Viewers, APictureThatGoesOnEvenlyPlaysOn) {
  Viewers viewers;
  EXPECT_EQ(viewers.playing("anna", kStart), std::nullopt);
  Viewers::Seat seat(viewers, "anna", kStart);
  EXPECT_EQ(viewers.playing("anna", kStart), std::nullopt) << "nothing yet";
  seat.showed(kStart - 3s, kStart);
  EXPECT_EQ(viewers.playing("anna", kStart), kStart - 3s);
  EXPECT_EQ(viewers.playing("anna", kStart + 70ms), kStart - 2930ms);
  EXPECT_EQ(viewers.playing("anna", kStart + 3s), std::nullopt) << "it stands";
}

TEST(Viewers, TellOfEachPicture) {
  Viewers viewers;
  Viewers::Seat seat(viewers, "anna", kStart);
  Viewers::Seat other(viewers, "bob", kStart);
  int told = 0;
  const int first = 1, second = 2;  // owners
  viewers.listen("anna", &first, [&] { ++told; });
  seat.showed(kStart, kStart);
  other.showed(kStart, kStart);
  EXPECT_EQ(told, 1);
  int told_anew = 0;
  viewers.listen("anna", &second, [&] { ++told_anew; });
  viewers.end_listening("anna", &first);
  seat.showed(kStart + 1s, kStart);
  EXPECT_EQ(told_anew, 1) << "a connection that ends late takes nothing from the newer one";
  viewers.end_listening("anna", &second);
  seat.showed(kStart + 2s, kStart);
  EXPECT_EQ(told, 1);
  EXPECT_EQ(told_anew, 1);
}

}  // namespace
}  // namespace np::http
