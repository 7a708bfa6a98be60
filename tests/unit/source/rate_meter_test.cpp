#include "source/rate_meter.hpp"

#include <gtest/gtest.h>

namespace np {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Camera {
  RateMeter meter;
  TimePoint now = TimePoint{} + std::chrono::hours(1);
  int told = 0;

  void send(double fps, Duration how_long) {
    for (const TimePoint until = now + how_long; now < until; now += from_seconds(1 / fps)) told += meter.add(now);
  }
};

TEST(RateMeter, IsKnownAfterTwoSeconds) {
  Camera camera;
  camera.send(25, milliseconds(1900));
  EXPECT_EQ(camera.meter.fps(), 0);
  camera.send(25, milliseconds(300));
  EXPECT_EQ(camera.meter.fps(), 25);
  camera.send(25, seconds(20));
  EXPECT_EQ(camera.told, 1);
}

TEST(RateMeter, OfASlowCameraIsKnownAfterSomePictures) {
  Camera camera;
  camera.send(0.2, seconds(14));
  EXPECT_EQ(camera.meter.fps(), 0);
  camera.send(0.2, seconds(6));
  EXPECT_EQ(camera.meter.fps(), 0.2);
}

TEST(RateMeter, ALastingChangeIsToldOnce) {
  Camera camera;
  camera.send(25, seconds(5));
  camera.send(5, seconds(20));
  EXPECT_EQ(camera.meter.fps(), 5);
  EXPECT_EQ(camera.told, 2);
}

TEST(RateMeter, AHitchIsNoChange) {
  Camera camera;
  camera.send(10, seconds(5));
  for (int i = 0; i < 5; ++i) {
    camera.now += milliseconds(1500);
    camera.send(10, seconds(7));
  }
  EXPECT_EQ(camera.meter.fps(), 10);
  EXPECT_EQ(camera.told, 1);
}

TEST(RateMeter, PicturesAllAtOnceAreNoRate) {
  RateMeter meter;
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(meter.add(TimePoint{} + seconds(5)));
  EXPECT_EQ(meter.fps(), 0);
}

}  // namespace
}  // namespace np
