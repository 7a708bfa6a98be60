#include "http/viewers.hpp"

#include <gtest/gtest.h>

namespace np::http {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kNow = TimePoint{} + 1h;

TEST(Viewers, KnowNothingOfStrangers) {
  Viewers viewers;
  EXPECT_EQ(viewers.until_shown("anna", kNow, kNow), std::nullopt);
  const Viewers::Seat nobody(viewers, "", kNow);
  EXPECT_EQ(viewers.until_shown("", kNow, kNow), std::nullopt);
}

TEST(Viewers, WaitForThePicture) {
  Viewers viewers;
  Viewers::Seat seat(viewers, "anna", kNow);
  EXPECT_GT(viewers.until_shown("anna", kNow, kNow), 0s) << "the first picture is on its way";
  seat.showed(kNow - 40ms);
  EXPECT_GT(viewers.until_shown("anna", kNow, kNow), 0s);
  EXPECT_GT(viewers.until_shown("anna", kNow, kNow + 10s), 0s) << "its turn may come late";
  seat.showed(kNow);
  EXPECT_EQ(viewers.until_shown("anna", kNow, kNow), 0s);
}

TEST(Viewers, DoNotWaitForAPictureThatDoesNotCome) {
  Viewers viewers;
  Viewers::Seat seat(viewers, "anna", kNow);
  EXPECT_EQ(viewers.until_shown("anna", kNow, kNow + Viewers::kFirst), std::nullopt) << "it has none at all";
  seat.showed(kNow);
  seat.has_all(kNow + 1s);
  seat.has_all(kNow + 1100ms);
  EXPECT_EQ(viewers.until_shown("anna", kNow + 10ms, kNow + 1s), Viewers::kGrace);
  EXPECT_EQ(viewers.until_shown("anna", kNow + 10ms, kNow + 1s + Viewers::kGrace), 0s);
  seat.showed(kNow + 2ms);
  EXPECT_GT(viewers.until_shown("anna", kNow + 10ms, kNow + 1s + Viewers::kGrace), 0s) << "it goes on";
  EXPECT_EQ(viewers.until_shown("anna", kNow + 10ms, kNow + 20s), 0s) << "no picture is as old";
}

TEST(Viewers, TheNewerStreamOfAPageCounts) {
  Viewers viewers;
  auto old = std::make_unique<Viewers::Seat>(viewers, "anna", kNow);
  old->showed(kNow);
  Viewers::Seat fresh(viewers, "anna", kNow);
  EXPECT_GT(viewers.until_shown("anna", kNow, kNow), 0s);
  old.reset();
  fresh.showed(kNow);
  EXPECT_EQ(viewers.until_shown("anna", kNow, kNow), 0s);
}

TEST(Viewers, TellOfEachPicture) {
  Viewers viewers;
  Viewers::Seat seat(viewers, "anna", kNow);
  Viewers::Seat other(viewers, "bob", kNow);
  int told = 0;
  viewers.listen("anna", [&] { ++told; });
  seat.showed(kNow);
  other.showed(kNow);
  EXPECT_EQ(told, 1);
  viewers.listen("anna", nullptr);
  seat.showed(kNow + 1s);
  EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace np::http
