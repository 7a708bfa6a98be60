#include "config/user_folder.hpp"

#include <gtest/gtest.h>

namespace np {
namespace {

TEST(UserFolder, IsTheVariablesOrInTheHomeFolder) {
  const auto folder = [](const SettingTexts& environment) {
    return user_folder(environment, "XDG_CACHE_HOME", ".cache").string();
  };
  EXPECT_EQ(folder({{"HOME", "/home/ann"}, {"XDG_CACHE_HOME", "/cache"}}), "/cache");
  EXPECT_EQ(folder({{"XDG_CACHE_HOME", "/cache"}}), "/cache");
  EXPECT_EQ(folder({{"HOME", "/home/ann"}}), "/home/ann/.cache");
  EXPECT_EQ(folder({{"HOME", "/home/ann"}, {"XDG_CACHE_HOME", "cache"}}), "/home/ann/.cache") << "relative";
  EXPECT_EQ(folder({{"HOME", "/home/ann"}, {"XDG_CACHE_HOME", ""}}), "/home/ann/.cache");
  EXPECT_EQ(folder({{"HOME", "ann"}}), "") << "relative";
  EXPECT_EQ(folder({}), "");
}

}  // namespace
}  // namespace np
