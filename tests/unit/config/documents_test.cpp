// The documents follow the table. NP_UPDATE_DOCS=1 writes them anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "base/format.hpp"
#include "checkout.hpp"
#include "config/dotenv.hpp"
#include "config/presets.hpp"
#include "config/profiles.hpp"
#include "folder.hpp"

namespace np {
namespace {

using ::testing::HasSubstr;

const std::filesystem::path kRoot = kCheckout;
const char* const kHint = "Run this test with NP_UPDATE_DOCS=1 in the environment.";

TEST(Documents, EnvExampleIsTheTable) {
  const auto file = kRoot / ".env.example";
  if (std::getenv("NP_UPDATE_DOCS")) std::ofstream(file) << env_example();
  EXPECT_EQ(read_text(file), env_example()) << kHint;
}

TEST(Documents, EnvExampleUncommentedIsTheDefaults) {
  std::string text;
  for (const SettingInfo& info : setting_infos()) {
    const std::string line = np::format("\n#{}={}\n", info.name, info.default_text);
    ASSERT_THAT(env_example(), HasSubstr(line));
    text += line.substr(2);
  }
  const Folder folder;
  const SettingTexts environment = {{"HOME", "/home/ann"}};
  const Loaded all = load_settings({.dotenv = folder.write(".env", text), .environment = environment, .flags = {}});
  const Loaded none = load_settings({.dotenv = "", .environment = environment, .flags = {}});
  EXPECT_THAT(all.warnings, ::testing::IsEmpty());
  const auto values = [](const Loaded& loaded) {
    std::vector<std::string> lines = effective_settings(loaded);
    for (std::string& line : lines) line.erase(line.rfind("  ("));
    return lines;
  };
  EXPECT_EQ(values(all), values(none));
}

TEST(Documents, ConfigurationHasTheTable) {
  const auto file = kRoot / "docs/configuration.md";
  std::string text = read_text(file);
  if (std::getenv("NP_UPDATE_DOCS")) {
    const std::size_t begin = text.find("| setting |");
    ASSERT_NE(begin, std::string::npos);
    text.replace(begin, text.find("\n\n", begin) + 1 - begin, settings_markdown());
    std::ofstream(file) << text;
  }
  EXPECT_THAT(text, HasSubstr("\n" + settings_markdown() + "\n")) << kHint;
}

TEST(Documents, ConfigurationHasThePresetsAndProfiles) {
  const std::string text = read_text(kRoot / "docs/configuration.md");
  for (const auto* presets : {&scene_presets(), &gpu_presets()}) {
    for (const Preset& preset : *presets) {
      std::string row = np::format("| `{}` |", preset.key);
      for (const auto& value : preset.values) row += np::format(" {} |", value.second);
      EXPECT_THAT(text, HasSubstr(row));
    }
  }
  for (const Profile& profile : load_profiles(Settings{}).list) {
    EXPECT_THAT(text, HasSubstr(np::format("| `{}` | {} |", profile.key, profile.label)));
  }
}

TEST(Documents, FlagsAreUnique) {
  std::set<std::string> flags;
  for (const SettingInfo& info : setting_infos()) {
    for (const std::string& flag : {info.flag, info.short_flag, info.off_flag}) {
      EXPECT_TRUE(flag.empty() || flags.insert(flag).second) << flag;
    }
    EXPECT_FALSE(info.help.empty());
  }
}

}  // namespace
}  // namespace np
