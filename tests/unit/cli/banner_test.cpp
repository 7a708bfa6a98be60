#include "cli/banner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "cli/messages.hpp"
#include "cli/terminal_qr.hpp"

namespace np {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Greeting greeting(std::vector<std::string> addresses) {
  return {.addresses = std::move(addresses), .source = "clip.mp4", .engine = "watcher", .voice = "clara"};
}

TEST(Banner, HasACodeWhereOthersReachThePage) {
  const std::string text =
      banner(greeting({"http://192.168.1.5:8199/?token=abc", "http://10.0.0.5:8199/?token=abc"}), 80, true);
  EXPECT_THAT(text,
              HasSubstr("  Page    http://192.168.1.5:8199/?token=abc\n          http://10.0.0.5:8199/?token=abc\n"));
  EXPECT_THAT(text, HasSubstr(messages::kScanTheCode));
  EXPECT_THAT(text, HasSubstr(terminal_qr(QrCode("http://192.168.1.5:8199/?token=abc"), 2)));
}

TEST(Banner, HasNoneOnThisMachineAloneNorWhereItCannotBeShown) {
  for (const char* address : {"http://127.0.0.1:8199", "http://localhost:8199", "https://[::1]:8199"})
    EXPECT_THAT(banner(greeting({address}), 80, true), Not(HasSubstr(messages::kScanTheCode))) << address;
  const Greeting open = greeting({"http://192.168.1.5:8199"});
  EXPECT_THAT(banner(open, 80, false), Not(HasSubstr(messages::kScanTheCode)));
  EXPECT_THAT(banner(open, 20, true), Not(HasSubstr(messages::kScanTheCode)));
}

TEST(Banner, AddressIsScannedWithoutATokenThatIsNotShown) {
  const std::string text = banner(greeting({"http://192.168.1.5:8199/?token=\u2026"}), 80, true);
  EXPECT_THAT(text, HasSubstr(terminal_qr(QrCode("http://192.168.1.5:8199/"), 2)));
}

TEST(Banner, LogHasTheAddressFirst) {
  const auto lines = banner_lines(greeting({"http://a:1", "http://b:1"}));
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_THAT(lines[0], HasSubstr("http://a:1"));
  EXPECT_THAT(lines[1], HasSubstr("http://b:1"));
  EXPECT_THAT(lines[2], HasSubstr("clip.mp4"));
}

TEST(TerminalQr, DrawsEverySquare) {
  const QrCode code("x");
  const std::string text = terminal_qr(code, 0);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), (21 + 4 + 1) / 2);
  EXPECT_EQ(terminal_qr_width(code), 25u);
  EXPECT_THAT(text, HasSubstr("\u2580"));
  EXPECT_THAT(text, HasSubstr("\u2588"));
}

}  // namespace
}  // namespace np
