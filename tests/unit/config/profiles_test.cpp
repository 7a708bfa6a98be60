#include "config/profiles.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

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
      ElementsAre(
          "The profile a-empty.md has no `label: …` line at its top; it is left out.",
          "The profile b-no-label.md has no `label: …` line at its top; it is left out.",
          "The profile c-no-prompt.md has no prompt after its header and an empty line; it is left out.",
          "The profile d-no-header.md has neither `label: …` nor `suggestion: …` in line 1; an empty line must "
          "stand before the "
          "prompt; it is left out.",
          "The profile e-latin1.md is not UTF-8 text; it is left out.",
          "The profile f-large.md is larger than 64 KB; it is left out.",
          "The profile g-label.md has a label of more than 80 characters; it is left out.",
          "The profile h-suggestion.md has a suggestion of more than 2000 characters; it is left out.",
          "The profile i-field.md has neither `label: …` nor `suggestion: …` in line 2; an empty line must stand "
          "before the "
          "prompt; it is left out.",
          "The profile j-folder.md is not a file; it is left out.",
          "The profile k-link.md cannot be read: No such file or directory; it is left out.",
          "The profile l-pipe.md is not a file; it is left out.",
          "The profile m twin.md has a name that is no key: take a-z, 0-9, _ and - only; it is left out.",
          "The profile n-twin.txt has the same name as n-twin.md; it is left out.",
          "The profile o-zero.md is not UTF-8 text; it is left out."));
  EXPECT_THAT(keys(profiles), ElementsAre("default", "descriptive", "n-twin", "nature", "security", "sports"));
}

TEST(Profiles, AFolderThatIsNotThereIsOneLine) {
  Settings settings;
  settings.profiles_dir = "/nowhere/at/all";
  const Profiles profiles = load_profiles(settings);
  EXPECT_THAT(
      profiles.warnings,
      ElementsAre("PROFILES_DIR cannot be read (No such file or directory): only the built-in profiles are there."));
  EXPECT_EQ(profiles.list.size(), profiles_assets().size());
}

TEST(Profiles, AnUnknownOneIsRefusedWithTheKeys) {
  const Profiles profiles = load_profiles(Settings{});
  try {
    profiles.get("chess");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kInvalid);
    EXPECT_EQ(e.message(), "There is no profile chess: take one of default, descriptive, nature, security, sports.");
  }
}

TEST(Profiles, OneKeptFromTheLastRunMayBeGone) {
  const Profiles profiles = load_profiles(Settings{});
  Loaded kept;
  kept.settings.profile = "chess";
  kept.origins["PROFILE"] = Origin::kState;
  settle_profile(kept, profiles);
  EXPECT_EQ(kept.settings.profile, "default");
  EXPECT_THAT(kept.warnings, ElementsAre("The profile chess of the last run is not there any more: default is used."));

  Loaded given;
  given.settings.profile = "chess";
  given.origins["PROFILE"] = Origin::kFlag;
  EXPECT_THROW(settle_profile(given, profiles), Error);
}

}  // namespace
}  // namespace np
