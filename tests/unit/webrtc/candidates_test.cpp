// Candidates in a description.
#include "webrtc/candidates.hpp"

#include <gtest/gtest.h>

namespace np::webrtc {
namespace {

TEST(Candidates, ThatEverybodyUnderstandsComeFirst) {
  const std::string tcp = "candidate:3 1 TCP 1 192.168.1.2 9 typ host tcptype active";
  const std::string six = "candidate:2 1 UDP 1 fd00::2 5001 typ host";
  const std::string four = "candidate:1 1 UDP 1 192.168.1.2 5000 typ host";
  EXPECT_EQ(with_candidates("v=0\r\nm=audio 9\r\na=mid:0\r\nm=video 9\r\na=mid:1\r\n", {tcp, six, four, six}),
            "v=0\r\nm=audio 9\r\na=mid:0\r\na=" + four + "\r\na=" + six + "\r\na=" + tcp +
                "\r\na=end-of-candidates\r\nm=video 9\r\na=mid:1\r\n");
  EXPECT_EQ(with_candidates("v=0\r\nm=video 9\r\n", {four}),
            "v=0\r\nm=video 9\r\na=" + four + "\r\na=end-of-candidates\r\n");
}

}  // namespace
}  // namespace np::webrtc
