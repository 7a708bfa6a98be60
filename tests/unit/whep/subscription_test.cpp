// The addresses of a subscription.
#include "whep/subscription.hpp"

#include <gtest/gtest.h>

namespace np::whep {
namespace {

TEST(WhepAddress, IsAskedByHttp) {
  EXPECT_EQ(http_address("whep://cam.lan:8889/front/whep"), "http://cam.lan:8889/front/whep");
  EXPECT_EQ(http_address("WHEPS://me:secret@cam.lan/x?token=1"), "https://me:secret@cam.lan/x?token=1");
  EXPECT_EQ(http_address("https://cam.lan/front/whep"), "https://cam.lan/front/whep");
}

TEST(WhepAddress, OfWhatWasBegunIsAtTheSameServer) {
  const std::string asked = "http://me:secret@cam.lan:8889/front/whep?x=1";
  EXPECT_EQ(resource_of(asked, "/front/whep/7"), "http://me:secret@cam.lan:8889/front/whep/7");
  EXPECT_EQ(resource_of(asked, "whep/7"), "http://me:secret@cam.lan:8889/front/whep/7");
  EXPECT_EQ(resource_of(asked, "http://cam.lan:8889/7#a"), "http://me:secret@cam.lan:8889/7");
  for (const char* elsewhere : {"", "http://other.lan:8889/7", "https://cam.lan:8889/7", "http://cam.lan/7",
                                "//other/7", "file:///etc/passwd", "http://[", "\n"})
    EXPECT_EQ(resource_of(asked, elsewhere), "") << elsewhere;
}

}  // namespace
}  // namespace np::whep
