#include "config/state_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/format.hpp"
#include "base/messages.hpp"
#include "config/messages.hpp"
#include "folder.hpp"
#include "loaded.hpp"

namespace np {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
namespace fs = std::filesystem;

const State kState{.source = "rtsp://ann:pass@cam",
                   .loop = "false",
                   .instruction = "Tell \"me\"\nmore ä",
                   .profile = "sports",
                   .preset = "owl"};

State load(const fs::path& folder, std::vector<std::string>& warnings) { return StateFile(folder).load(warnings); }

TEST(StateFile, KeepsWhatWasSaved) {
  const Folder folder;
  const fs::path where = folder / "deep/er";
  StateFile(where).save(kState);
  std::vector<std::string> warnings;
  EXPECT_EQ(load(where, warnings), kState);
  EXPECT_THAT(warnings, IsEmpty());
}

TEST(StateFile, TheLastOfManyWins) {
  const Folder folder;
  {
    StateFile file(folder.path());
    for (int i = 0; i < 1000; ++i) file.save({.instruction = std::to_string(i)});
  }
  std::vector<std::string> warnings;
  EXPECT_EQ(load(folder.path(), warnings).instruction, "999");
  // Nothing temporary stays.
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

TEST(StateFile, OnlyItsOwnerCanReadIt) {
  const Folder folder;
  const fs::path where = folder / "state";
  StateFile(where).save(kState);
  EXPECT_EQ(fs::status(where / "state.json").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(fs::status(where).permissions(), fs::perms::owner_all);
}

TEST(StateFile, AMissingOneIsAnEmptyState) {
  const Folder folder;
  std::vector<std::string> warnings;
  EXPECT_EQ(load(folder / "nowhere", warnings), State{});
  EXPECT_THAT(warnings, IsEmpty());
}

TEST(StateFile, SwitchedOffItDoesNothing) {
  StateFile off("");
  off.save(kState);
  std::vector<std::string> warnings;
  EXPECT_EQ(off.load(warnings), State{});
}

TEST(StateFile, OneThatCannotBeUsedIsAWarningAndReplaced) {
  const std::string damaged = np::format(messages::kStateDamaged, "state.json");
  for (const std::string text :
       {"", "{", "[]", "\"x\"", "{\"source\": 5}", "{\"profile\": null}", "{\"source\": \"\xff\"}", "{} x"}) {
    const Folder folder;
    folder.write("state.json", text);
    std::vector<std::string> warnings;
    EXPECT_EQ(load(folder.path(), warnings), State{}) << text;
    EXPECT_THAT(warnings, ElementsAre(damaged)) << text;
    StateFile(folder.path()).save(kState);
    warnings.clear();
    EXPECT_EQ(load(folder.path(), warnings), kState);
  }
  const Folder folder;
  folder.write("state.json", std::string(65 * 1024, ' '));
  std::vector<std::string> warnings;
  load(folder.path(), warnings);
  EXPECT_THAT(warnings, ElementsAre(np::format(messages::kStateUnreadable, "state.json",
                                               np::format(messages::kFileTooLarge, 64))));
}

TEST(StateFile, UnknownFieldsDoNotMatter) {
  const Folder folder;
  folder.write("state.json", R"({"source": "0", "later": [1, 2]})");
  std::vector<std::string> warnings;
  EXPECT_EQ(load(folder.path(), warnings), State{.source = "0"});
  EXPECT_THAT(warnings, IsEmpty());
}

TEST(StateFile, AFolderThatCannotBeMadeHurtsNobody) {
  const Folder folder;
  const fs::path where = folder.write("file", "") / "state";
  StateFile file(where);
  file.save(kState);
  std::vector<std::string> warnings;
  EXPECT_EQ(file.load(warnings), State{});
}

TEST(RestoreState, FillsWhatWasNotGiven) {
  Loaded l = loaded({{"SOURCE", "clip.mp4"}, {"CAPTURE_FPS", "9"}});
  restore_state(l, kState);
  EXPECT_THAT(l.warnings, IsEmpty());
  EXPECT_EQ(l.settings.source, "clip.mp4");
  EXPECT_EQ(l.settings.instruction, *kState.instruction);
  EXPECT_EQ(l.settings.profile, "sports");
  EXPECT_EQ(l.settings.preset, "owl");
  EXPECT_EQ(l.settings.capture_fps, 9);
  EXPECT_EQ(l.settings.frames_per_inference, 8);
  EXPECT_EQ(l.origin("SOURCE"), Origin::kFlag);
  EXPECT_EQ(l.origin("PROFILE"), Origin::kState);
  EXPECT_EQ(l.origin("PRESET"), Origin::kState);
  EXPECT_EQ(l.origin("FRAMES_PER_INFERENCE"), Origin::kPreset);
}

TEST(RestoreState, TheEyesComeBackAllOrNone) {
  const State server{
      .model_path = "", .engine_url = "http://a,http://b", .engine_model = "eye", .engine_api_key = "sesame"};
  Loaded l = loaded();
  restore_state(l, server);
  EXPECT_THAT(l.settings.engine_url, ElementsAre("http://a", "http://b"));
  EXPECT_EQ(l.settings.engine_model, "eye");
  EXPECT_EQ(l.settings.engine_api_key, "sesame");
  EXPECT_EQ(l.origin("ENGINE_URL"), Origin::kState);

  l = loaded({{"MODEL_PATH", "/m"}});
  restore_state(l, server);
  EXPECT_EQ(l.settings.model_path, "/m");
  EXPECT_THAT(l.settings.engine_url, IsEmpty());

  // A key that was given for another server goes to none.
  l = loaded({{"ENGINE_API_KEY", "of another"}});
  restore_state(l, {.model_path = "", .engine_url = "http://a"});
  EXPECT_EQ(l.settings.engine_api_key, "");

  l = loaded();
  restore_state(l, {.model_path = "/m", .engine_url = "no address"});
  EXPECT_EQ(l.settings.model_path, "");
  EXPECT_EQ(l.warnings.size(), 1u);
}

TEST(RestoreState, AGivenPresetOrEmptyTextWins) {
  Loaded l = loaded({{"PRESET", "sentry"}, {"INSTRUCTION", ""}});
  restore_state(l, kState);
  EXPECT_EQ(l.settings.preset, "sentry");
  EXPECT_EQ(l.settings.frames_per_inference, 4);
  EXPECT_EQ(l.settings.instruction, "");
}

TEST(RestoreState, WhatCannotBeUsedAnyMoreIsAWarning) {
  Loaded l = loaded({{"WINDOW_SIZE", "4"}});
  restore_state(l, {.instruction = std::string(2001, 'x'), .profile = "No", .preset = "beast"});
  EXPECT_EQ(l.settings.instruction, "");
  EXPECT_EQ(l.settings.profile, "default");
  EXPECT_EQ(l.settings.preset, "sniper");
  const auto not_used = [](const char* what, const std::string& allowed) {
    return np::format(messages::kOfLastRunNotUsed, what, np::format(messages::kItMustBe, allowed));
  };
  EXPECT_THAT(l.warnings,
              ElementsAre(not_used("instruction", np::format(messages::kTextOfAtMost, 2000)),
                          not_used("profile", messages::kProfileKey),
                          np::format(messages::kOfLastRunNotUsed, "preset",
                                     np::format(messages::kWindowTooSmall, "FRAMES_PER_INFERENCE=10 (preset)",
                                                "FRAME_STRIDE=2 (preset)", 19, "WINDOW_SIZE=4 (flag)", 19))));
}

}  // namespace
}  // namespace np
