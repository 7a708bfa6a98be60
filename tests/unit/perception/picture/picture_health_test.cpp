#include "perception/picture/picture_health.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <random>

namespace np::perception {
namespace {

using Paint = std::array<int, 3>;

Image painted(const std::function<Paint(int, int)>& paint) {
  Image image = make_image(384, 288, 3);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const Paint c = paint(x, y);
      for (int i = 0; i < 3; ++i) image.at(x, y)[i] = static_cast<std::uint8_t>(c[i]);
    }
  }
  return image;
}

Image bars() {
  static constexpr Paint kBars[] = {{191, 191, 191}, {191, 191, 0}, {0, 191, 191}, {0, 191, 0},
                                    {191, 0, 191},   {191, 0, 0},   {0, 0, 191}};
  return painted([](int x, int y) { return y > 200 ? Paint{20, 20, 20 + x / 4} : kBars[x * 7 / 384]; });
}

class PictureHealthTest : public testing::Test {
 protected:
  void play(const std::function<Image()>& next, double seconds) {
    for (double t = 0; t < seconds; t += 0.2) {
      now += std::chrono::milliseconds(200);
      health.look(next(), now);
    }
  }
  Image noise(int base) {
    return painted([&](int x, int y) {
      const int v = base + (x / 20 + y / 20) % 2 * 40 + static_cast<int>(random_() % 7);
      return Paint{v, v, v};
    });
  }

  TimePoint now = TimePoint{} + std::chrono::hours(1);
  PictureHealth health;

 private:
  std::minstd_rand random_{3};
};

TEST_F(PictureHealthTest, AnOrdinaryPicture) {
  play([&] { return noise(90); }, 20);
  EXPECT_EQ(health.state(), PictureState::kNormal);
}

TEST_F(PictureHealthTest, BlackAndBack) {
  play([&] { return noise(90); }, 3);
  play([] { return painted([](int, int) { return Paint{3, 3, 3}; }); }, 2);
  EXPECT_EQ(health.state(), PictureState::kBlack);
  play([&] { return noise(90); }, 0.4);
  EXPECT_EQ(health.state(), PictureState::kNormal);
}

TEST_F(PictureHealthTest, ANightWithALampIsNotBlack) {
  play(
      [] {
        return painted(
            [](int x, int y) { return x > 200 && x < 220 && y < 30 ? Paint{220, 210, 160} : Paint{6, 6, 8}; });
      },
      3);
  EXPECT_NE(health.state(), PictureState::kBlack);
}

TEST_F(PictureHealthTest, ATestCard) {
  play([] { return bars(); }, 2);
  EXPECT_EQ(health.state(), PictureState::kTestCard);
}

TEST_F(PictureHealthTest, AWallOfColouredDoorsIsNoTestCard) {
  EXPECT_FALSE(is_test_card(painted([](int x, int y) {
    static constexpr Paint kDoors[] = {{180, 40, 40},   {150, 150, 150}, {40, 40, 180},
                                       {150, 150, 150}, {40, 160, 60},   {150, 150, 150}};
    return y < 60 ? Paint{150, 150, 150} : kDoors[x * 6 / 384];
  })));
}

TEST_F(PictureHealthTest, FrozenOnlyAfterAWhile) {
  const Image still = noise(90);
  play([&] { return still; }, 10);
  EXPECT_EQ(health.state(), PictureState::kNormal);
  play([&] { return still; }, 4);
  EXPECT_EQ(health.state(), PictureState::kFrozen);
  play([&] { return noise(90); }, 0.2);
  EXPECT_EQ(health.state(), PictureState::kNormal);
}

// As an encoder does: half of the pixels are a little off, every few seconds others.
Image touched(Image picture, unsigned cycle, int by) {
  std::minstd_rand random(cycle + 1);
  for (std::uint8_t& v : picture.data) {
    if (random() % 40 == 0) v = static_cast<std::uint8_t>(v + by);
  }
  return picture;
}

TEST_F(PictureHealthTest, FrozenThoughItIsEncodedAnew) {
  const Image still = noise(90);
  int i = 0;
  play([&] { return touched(still, static_cast<unsigned>(i++ / 10), 1); }, 20);
  EXPECT_EQ(health.state(), PictureState::kFrozen);
  play([&] { return noise(90); }, 0.2);
  EXPECT_EQ(health.state(), PictureState::kNormal);
}

TEST_F(PictureHealthTest, AStillSceneWhoseEncoderLeavesOutTheNoiseIsNotFrozen) {
  Image seen = noise(90);
  int i = 0;
  // The camera's noise comes through with each picture that is encoded by itself, every eight seconds.
  play([&] { return ++i % 40 == 0 ? seen = noise(90) : seen; }, 60);
  EXPECT_EQ(health.state(), PictureState::kNormal);
}

// As an encoder does that keeps to a bit rate: each picture encoded by itself is a coarse one, and those after it get
// better.
Image coarse(const Image& picture, int after_key) {
  constexpr int kBlock = 8, kGood = 6;
  if (after_key >= kGood) return picture;
  Image seen = picture;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const std::uint8_t* middle = picture.at(x / kBlock * kBlock + kBlock / 2, y / kBlock * kBlock + kBlock / 2);
      for (int c = 0; c < 3; ++c) {
        const int exact = picture.at(x, y)[c];
        seen.at(x, y)[c] = static_cast<std::uint8_t>(exact + (middle[c] - exact) * (kGood - after_key) / kGood);
      }
    }
  }
  return seen;
}

TEST_F(PictureHealthTest, FrozenThoughItsEncoderKeepsToABitRate) {
  constexpr int kKeyEvery = 25;
  const Image still = noise(90);
  int i = 0;
  play([&] { return coarse(still, i++ % kKeyEvery); }, 30);
  EXPECT_EQ(health.state(), PictureState::kFrozen);
  play([&] { return coarse(still, i++ % kKeyEvery); }, 30);
  EXPECT_EQ(health.state(), PictureState::kFrozen);
  // It goes on, with somebody in it.
  Image next = still;
  for (int y = 100; y < 200; ++y) std::fill_n(next.at(150, y), 3 * 50, std::uint8_t{20});
  play([&] { return next; }, 0.2);
  EXPECT_EQ(health.state(), PictureState::kNormal);
}

TEST_F(PictureHealthTest, AStillSceneWhoseEncoderKeepsToABitRateIsNotFrozen) {
  constexpr int kKeyEvery = 25;
  Image seen = noise(90);
  int i = 0;
  play(
      [&] {
        if (i % kKeyEvery == 0) seen = noise(90);
        return coarse(seen, i++ % kKeyEvery);
      },
      90);
  EXPECT_EQ(health.state(), PictureState::kNormal);
}

TEST_F(PictureHealthTest, NotFrozenWhereALampBlinks) {
  const Image still = noise(90);
  int i = 0;
  play(
      [&] {
        Image picture = still;
        for (int y = 60; y < 66 && i % 10 < 5; ++y) std::fill_n(picture.at(60, y), 3 * 6, std::uint8_t{250});
        ++i;
        return picture;
      },
      60);
  EXPECT_EQ(health.state(), PictureState::kNormal);
}

TEST_F(PictureHealthTest, NotFrozenWhereSomethingSmallMoves) {
  const Image still = noise(90);
  int at = 0;
  play(
      [&] {
        Image picture = touched(still, 1, 1);
        at = (at + 3) % 360;
        for (int y = 60; y < 66; ++y) {
          for (int x = at; x < at + 6; ++x) std::fill_n(picture.at(x, y), 3, std::uint8_t{20});
        }
        return picture;
      },
      40);
  EXPECT_EQ(health.state(), PictureState::kNormal);
}

}  // namespace
}  // namespace np::perception
