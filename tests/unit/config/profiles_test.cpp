#include "config/profiles.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

#include "base/format.hpp"
#include "base/messages.hpp"
#include "config/messages.hpp"
#include "folder.hpp"

namespace np {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> keys(const Profiles& profiles) {
  std::vector<std::string> result;
  for (const Profile& profile : profiles.list) result.push_back(profile.key);
  return result;
}

Profiles from(const Folder& folder) {
  Settings settings;
  settings.profiles_dir = folder.path().string();
  return load_profiles(settings);
}

TEST(Profiles, TheBuiltInOnes) {
  const Profiles profiles = load_profiles(Settings{});
  EXPECT_THAT(keys(profiles), ElementsAre("default", "descriptive", "nature", "security", "sports"));
  EXPECT_THAT(profiles.warnings, IsEmpty());
  for (const Profile& profile : profiles.list) {
    EXPECT_FALSE(profile.label.empty()) << profile.key;
    EXPECT_FALSE(profile.suggestion.empty()) << profile.key;
    EXPECT_THAT(profile.prompt, HasSubstr("answer exactly: ...")) << profile.key;
  }
}

TEST(Profiles, HaveASpeedOfTheirOwn) {
  const Profiles profiles = load_profiles(Settings{});
  EXPECT_EQ(profiles.get("default").speed, 1);
  EXPECT_EQ(profiles.get("sports").speed, 1.15);
  EXPECT_EQ(profiles.get("nature").speed, 0.95);
  const Folder folder;
  folder.write("chess.md", "label: Chess\nSpeed: 0.8\n\nSlowly.");
  folder.write("race.md", "speed:1.4\nlabel: Race\n\nQuickly.");
  EXPECT_EQ(from(folder).get("chess").speed, 0.8);
  EXPECT_EQ(from(folder).get("race").speed, 1.4);
  for (const char* wrong : {"", "fast", "1.5", "0.79", "nan", "inf", "1,1", "1.1x", "-1"}) {
    folder.write("chess.md", "label: Chess\nspeed: " + std::string(wrong) + "\n\nSlowly.");
    EXPECT_THAT(from(folder).warnings, ElementsAre(HasSubstr(np::format(messages::kProfileSpeed, 0.8, 1.4)))) << wrong;
  }
}

TEST(Profiles, CommentatorPromptReplacesTheDefaultOnesText) {
  Settings settings;
  settings.commentator_prompt = "Be brief.";
  const Profiles profiles = load_profiles(settings);
  EXPECT_EQ(profiles.get("default").prompt, "Be brief.");
  EXPECT_FALSE(profiles.get("default").label.empty());
  EXPECT_NE(profiles.get("sports").prompt, "Be brief.");
}

TEST(Profiles, FilesAreAddedAndReplaceBuiltInOnes) {
  const Folder folder;
  folder.write("aquarium.md",
               "\xEF\xBB\xBFLabel: My fish\r\nsuggestion:Which fish?\r\n\r\nYou love fish.\r\n\r\nVery much.\r\n");
  folder.write("sports.txt", "label: Chess\n\nWhose move is it?");
  folder.write("notes.pdf", "nothing of ours");
  folder.write(".hidden.md", "nothing of ours");
  const Profiles profiles = from(folder);
  EXPECT_THAT(profiles.warnings, IsEmpty());
  EXPECT_THAT(keys(profiles), ElementsAre("default", "aquarium", "descriptive", "nature", "security", "sports"));
  const Profile& fish = profiles.get("aquarium");
  EXPECT_EQ(fish.label, "My fish");
  EXPECT_EQ(fish.suggestion, "Which fish?");
  EXPECT_EQ(fish.prompt, "You love fish.\n\nVery much.");
  EXPECT_EQ(profiles.get("sports").label, "Chess");
  EXPECT_EQ(profiles.get("sports").suggestion, "");
}

const std::string kNotThere = std::generic_category().message(ENOENT);

std::string left_out(const char* name, const std::string& why) {
  return np::format(messages::kProfileLeftOut, name, why);
}

TEST(Profiles, BrokenFilesAreLeftOutWithOneLineEach) {
  const Folder folder;
  folder.write("a-empty.md", "");
  folder.write("b-no-label.md", "suggestion: x\n\nprompt");
  folder.write("c-no-prompt.md", "label: x\n\n \n");
  folder.write("d-no-header.md", "You are a commentator.\n");
  folder.write("e-latin1.md", "label: caf\xe9\n\nprompt");
  folder.write("f-large.md", "label: x\n\n" + std::string(65 * 1024, 'x'));
  folder.write("g-label.md", "label: " + std::string(81, 'x') + "\n\nprompt");
  folder.write("h-suggestion.md", "label: x\nsuggestion: " + std::string(2001, 'x') + "\n\nprompt");
  folder.write("i-field.md", "label: x\ncolour: red\n\nprompt");
  std::filesystem::create_directory(folder / "j-folder.md");
  std::filesystem::create_symlink("nowhere", folder / "k-link.md");
  ASSERT_EQ(mkfifo((folder / "l-pipe.md").c_str(), 0600), 0);
  folder.write("m twin.md", "label: x\n\nprompt");
  folder.write("n-twin.md", "label: x\n\nprompt");
  folder.write("n-twin.txt", "label: y\n\nprompt");
  folder.write("o-zero.md", std::string("label: x\n\n\0", 11));
  const Profiles profiles = from(folder);
  EXPECT_THAT(
      profiles.warnings,
      ElementsAre(left_out("a-empty.md", messages::kProfileWithoutLabel),
                  left_out("b-no-label.md", messages::kProfileWithoutLabel),
                  left_out("c-no-prompt.md", messages::kProfileWithoutPrompt),
                  left_out("d-no-header.md", np::format(messages::kProfileStrayLine, 1)),
                  left_out("e-latin1.md", messages::kProfileNotUtf8),
                  left_out("f-large.md", np::format(messages::kFileTooLarge, 64)),
                  left_out("g-label.md", np::format(messages::kProfileLabelTooLong, 80)),
                  left_out("h-suggestion.md", np::format(messages::kProfileSuggestionTooLong, 2000)),
                  left_out("i-field.md", np::format(messages::kProfileStrayLine, 2)),
                  left_out("j-folder.md", messages::kProfileNoFile),
                  left_out("k-link.md", np::format(messages::kFileCannotBeRead, kNotThere)),
                  left_out("l-pipe.md", messages::kProfileNoFile), left_out("m twin.md", messages::kProfileNoKey),
                  np::format(messages::kProfileTwice, "n-twin.txt", "n-twin.md"),
                  left_out("o-zero.md", messages::kProfileNotUtf8)));
  EXPECT_THAT(keys(profiles), ElementsAre("default", "descriptive", "n-twin", "nature", "security", "sports"));
}

TEST(Profiles, AFolderThatIsNotThereIsOneLine) {
  Settings settings;
  settings.profiles_dir = "/nowhere/at/all";
  const Profiles profiles = load_profiles(settings);
  EXPECT_THAT(profiles.warnings, ElementsAre(np::format(messages::kProfilesDirUnreadable, kNotThere)));
  EXPECT_EQ(profiles.list.size(), profiles_assets().size());
}

TEST(Profiles, AnUnknownOneIsRefusedWithTheKeys) {
  const Profiles profiles = load_profiles(Settings{});
  try {
    profiles.get("chess");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kInvalid);
    EXPECT_EQ(e.message(),
              np::format(messages::kNoSuchProfile, "chess", "default, descriptive, nature, security, sports"));
  }
}

TEST(Profiles, OneKeptFromTheLastRunMayBeGone) {
  const Profiles profiles = load_profiles(Settings{});
  Loaded kept;
  kept.settings.profile = "chess";
  kept.origins["PROFILE"] = Origin::kState;
  settle_profile(kept, profiles);
  EXPECT_EQ(kept.settings.profile, "default");
  EXPECT_THAT(kept.warnings, ElementsAre(np::format(messages::kProfileGone, "chess")));

  Loaded given;
  given.settings.profile = "chess";
  given.origins["PROFILE"] = Origin::kFlag;
  EXPECT_THROW(settle_profile(given, profiles), Error);
}

}  // namespace
}  // namespace np
