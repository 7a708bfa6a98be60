#include "base/qr_code.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "base/error.hpp"
#include "base/messages.hpp"

namespace np {
namespace {

// The three large squares by which readers find a code.
bool has_finder(const QrCode& code, int left, int top) {
  for (int y = 0; y < 7; ++y)
    for (int x = 0; x < 7; ++x) {
      const int ring = std::max(std::abs(x - 3), std::abs(y - 3));
      if (code.is_dark(left + x, top + y) != (ring != 2)) return false;
    }
  return true;
}

TEST(QrCode, HasWhatReadersLookFor) {
  const QrCode code("http://192.168.1.20:8199/?token=Zq3_abcdefghijklmnopqrstuvwxyz-1");
  const int far = code.size() - 7;
  EXPECT_EQ((code.size() - 17) % 4, 0);
  EXPECT_TRUE(has_finder(code, 0, 0));
  EXPECT_TRUE(has_finder(code, far, 0));
  EXPECT_TRUE(has_finder(code, 0, far));
  EXPECT_FALSE(has_finder(code, far, far));
  for (int i = 8; i < code.size() - 8; ++i) {
    EXPECT_EQ(code.is_dark(i, 6), i % 2 == 0);
    EXPECT_EQ(code.is_dark(6, i), i % 2 == 0);
  }
}

TEST(QrCode, IsLightOutside) {
  const QrCode code("x");
  EXPECT_EQ(code.size(), 21);
  for (const int at : {-1, -4, 21, 1000}) {
    EXPECT_FALSE(code.is_dark(at, 0));
    EXPECT_FALSE(code.is_dark(0, at));
  }
}

TEST(QrCode, GrowsWithTheTextAndHasAnEnd) {
  EXPECT_GT(QrCode(std::string(300, 'a')).size(), QrCode(std::string(30, 'a')).size());
  EXPECT_EQ(QrCode(std::string(2331, 'a')).size(), 177);
  try {
    QrCode(std::string(2400, 'a'));
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.message(), messages::kTooLongForQrCode);
  }
}

}  // namespace
}  // namespace np
