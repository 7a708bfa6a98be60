#include "livekit/candidate.hpp"

#include <gtest/gtest.h>

namespace np::livekit {
namespace {

TEST(Candidate, ComesBackAsItWent) {
  EXPECT_EQ(candidate_of(candidate_json(2, "candidate:1 1 udp 2 10.0.0.1 5 typ host")),
            std::pair(2U, std::string("candidate:1 1 udp 2 10.0.0.1 5 typ host")));
}

TEST(Candidate, NothingIsNone) {
  for (const char* json : {"", "{", "[]", "7", "{}", R"({"candidate":""})", R"({"candidate":7})"})
    EXPECT_FALSE(candidate_of(json)) << json;
  EXPECT_EQ(candidate_of(R"({"candidate":"candidate:1"})")->first, 0U);
}

}  // namespace
}  // namespace np::livekit
