#include "http/streams/picture_hub.hpp"

#include <gtest/gtest.h>

#include "base/manual_loop.hpp"
#include "unit/video/make_picture.hpp"

namespace np::http {
namespace {

using namespace std::chrono_literals;
using test::make_picture;

TEST(PictureHub, WakesWhoWaitsOnceForABurst) {
  ManualLoop loop;
  DisplayBuffer pictures;
  PictureHub hub(loop, pictures);
  int first = 0;
  int second = 0;
  PictureHub::Seat waiting(hub, [&] { ++first; });
  PictureHub::Seat busy(hub, [&] { ++second; });
  waiting.wait_for_picture();
  for (int i = 1; i <= 5; ++i) pictures.push(make_picture(i, loop.now() + i * 40ms));
  EXPECT_EQ(loop.run_posted(), 1u);
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 0);
  pictures.push(make_picture(6, loop.now() + 1s));
  loop.run_posted();
  EXPECT_EQ(first, 1);
  waiting.wait_for_picture();
  pictures.push(make_picture(7, loop.now() + 2s));
  loop.run_posted();
  EXPECT_EQ(first, 2);
}

TEST(PictureHub, MayGoWhileATaskIsUnderWay) {
  ManualLoop loop;
  DisplayBuffer pictures;
  {
    PictureHub hub(loop, pictures);
    PictureHub::Seat seat(hub, [] {});
    pictures.push(make_picture(1, loop.now()));
  }
  loop.run_posted();
  pictures.push(make_picture(2, loop.now() + 1s));
  EXPECT_EQ(loop.run_posted(), 0u);
}

}  // namespace
}  // namespace np::http
