#include "base/base64.hpp"

#include <gtest/gtest.h>

namespace np {
namespace {

// RFC 4648, section 10.
TEST(Base64, WritesTheVectorsOfTheStandard) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
}

TEST(Base64, OfAddressesHasItsOwnLettersAndNoPadding) {
  EXPECT_EQ(base64("\xFB\xFF\xFE"), "+//+");
  EXPECT_EQ(base64url("\xFB\xFF\xFE"), "-__-");
  EXPECT_EQ(base64url("f"), "Zg");
}

}  // namespace
}  // namespace np
