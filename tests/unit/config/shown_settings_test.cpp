#include "config/shown_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace np {
namespace {

ShownSetting shown(const SettingTexts& flags, std::string_view name) {
  const auto all = shown_settings(load_settings({.dotenv = {}, .flags = flags}));
  const auto found = std::ranges::find(all, name, &ShownSetting::name);
  return found == all.end() ? ShownSetting{} : *found;
}

TEST(ShownSettings, TellWhereEachComesFrom) {
  EXPECT_EQ(shown({}, "SERVER_PORT").from, "default");
  EXPECT_EQ(shown({{"SERVER_PORT", "9000"}}, "SERVER_PORT").from, "flag");
  EXPECT_EQ(shown({{"SERVER_PORT", "9000"}}, "SERVER_PORT").value, "9000");
  EXPECT_EQ(shown({{"PRESET", "owl"}}, "CAPTURE_FPS").from, "preset");
}

TEST(ShownSettings, HideSecretsAndPasswords) {
  EXPECT_THAT(shown({{"API_TOKEN", "sesame-opens-everything"}}, "API_TOKEN").value,
              ::testing::Not(::testing::HasSubstr("sesame")));
  EXPECT_THAT(shown({{"SOURCE", "rtsp://viewer:secret@cam/1"}}, "SOURCE").value,
              ::testing::Not(::testing::HasSubstr("secret")));
}

TEST(ShownSettings, AreAllOfThem) {
  EXPECT_EQ(shown_settings(load_settings({.dotenv = {}})).size(), setting_infos().size());
}

}  // namespace
}  // namespace np
