#include "http/server/own_urls.hpp"

#include <gmock/gmock.h>

namespace np::http {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::StartsWith;

TEST(OwnUrls, AreTheAddressThatIsListenedOn) {
  EXPECT_THAT(own_urls({.host = "192.168.1.5"}, 8199), ElementsAre("http://192.168.1.5:8199"));
  EXPECT_THAT(own_urls({.host = "fd00::5", .tls_self_signed = true}, 8443), ElementsAre("https://[fd00::5]:8443"));
}

TEST(OwnUrls, AreAllOfThisMachineWhereItListensEverywhere) {
  const auto urls = own_urls({.host = "0.0.0.0"}, 8199);
  EXPECT_FALSE(urls.empty());
  EXPECT_THAT(urls, Each(StartsWith("http://")));
  EXPECT_THAT(urls, Each(Not(StartsWith("http://["))));
}

TEST(OwnUrls, OfAContainerAreWhereItsPortIsPublished) {
  EXPECT_THAT(own_urls({.host = "0.0.0.0", .publish = "0.0.0.0"}, 8199), ElementsAre("http://localhost:8199"));
  EXPECT_THAT(own_urls({.host = "0.0.0.0", .publish = "192.168.1.5"}, 8199), ElementsAre("http://192.168.1.5:8199"));
}

}  // namespace
}  // namespace np::http
