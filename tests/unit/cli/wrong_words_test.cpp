#include "cli/wrong_words.hpp"

#include <gtest/gtest.h>

namespace np {
namespace {

const std::vector<std::string> kFlags = {"--source", "--sources", "--port", "--preset", "--instruction", "--tls"};

TEST(NearestWord, FindsSlipsOfTheFinger) {
  EXPECT_EQ(nearest_word("--prot", kFlags), "--port");
  EXPECT_EQ(nearest_word("--presets", kFlags), "--preset");
  EXPECT_EQ(nearest_word("--PORT", kFlags), "--port");
  EXPECT_EQ(nearest_word("--instr", kFlags), "--instruction");
}

TEST(NearestWord, ProposesNothingFarFetched) {
  EXPECT_EQ(nearest_word("--zzz", kFlags), "");
  EXPECT_EQ(nearest_word("--help-me", kFlags), "");
  EXPECT_EQ(nearest_word("", kFlags), "");
  EXPECT_EQ(nearest_word("--port", {}), "");
}

}  // namespace
}  // namespace np
