#include "config/presets.hpp"

#include <gtest/gtest.h>

#include <tuple>

#include "base/format.hpp"
#include "config/messages.hpp"
#include "loaded.hpp"

namespace np {
namespace {

auto scene(const Settings& s) {
  return std::tuple(s.capture_fps, s.frames_per_inference, s.frame_stride, s.window_size, s.change_threshold,
                    s.inference_interval, s.tts_max_new_tokens, s.tts_pause_after);
}
auto gpu(const Settings& s) { return std::tuple(s.max_slice_nums, s.max_inp_length, s.max_new_tokens); }

TEST(Presets, HoldTheirValues) {
  Loaded l = loaded();
  apply_preset(l, "sentry");
  EXPECT_EQ(scene(l.settings), std::tuple(2.0, 4, 2, 32, 5.0, 1.0, 150, 1.0));
  apply_preset(l, "sniper");
  EXPECT_EQ(scene(l.settings), std::tuple(5.0, 4, 1, 48, 0.0, 0.5, 96, 0.5));
  apply_preset(l, "owl");
  EXPECT_EQ(scene(l.settings), std::tuple(4.0, 8, 2, 48, 1.0, 0.5, 120, 0.5));
  apply_preset(l, "beast");
  EXPECT_EQ(scene(l.settings), std::tuple(5.0, 10, 2, 64, 0.0, 0.5, 96, 0.3));
  apply_preset(l, "conservative");
  EXPECT_EQ(gpu(l.settings), std::tuple(1, 4352, 512));
  apply_preset(l, "push-it");
  EXPECT_EQ(gpu(l.settings), std::tuple(2, 8192, 512));
  apply_preset(l, "max-detail");
  EXPECT_EQ(gpu(l.settings), std::tuple(3, 8192, 512));
}

TEST(Presets, TheDefaultsAreSniperAndPushIt) {
  EXPECT_EQ(active_scene_preset(Settings{}), "sniper");
  EXPECT_EQ(active_gpu_preset(Settings{}), "push-it");
}

TEST(Presets, EachOneIsActiveOnceApplied) {
  Loaded l = loaded();
  for (const Preset& preset : scene_presets()) {
    apply_preset(l, preset.key);
    EXPECT_EQ(active_scene_preset(l.settings), preset.key);
    EXPECT_EQ(l.settings.preset, preset.key);
    EXPECT_FALSE(preset.label.empty());
    EXPECT_FALSE(preset.description.empty());
  }
  for (const Preset& preset : gpu_presets()) {
    apply_preset(l, preset.key);
    EXPECT_EQ(active_gpu_preset(l.settings), preset.key);
    EXPECT_EQ(l.settings.gpu_preset, preset.key);
  }
}

TEST(Presets, SettingsOfOnesOwnStayAndAreNoPreset) {
  Loaded l = loaded({{"CAPTURE_FPS", "9"}});
  EXPECT_EQ(active_scene_preset(l.settings), "");
  apply_preset(l, "owl");
  EXPECT_EQ(l.settings.capture_fps, 9);
  EXPECT_EQ(l.settings.frames_per_inference, 8);
  EXPECT_EQ(active_scene_preset(l.settings), "");
}

TEST(Presets, AnUnknownOneIsRefusedWithTheKeys) {
  Loaded l = loaded();
  try {
    apply_preset(l, "eagle\n");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kInvalid);
    EXPECT_EQ(e.message(), np::format(messages::kNoSuchPreset, "eagle ",
                                      "sentry, sniper, owl, beast, conservative, push-it, max-detail"));
  }
}

TEST(Presets, OneThatDoesNotFitIntoTheGivenWindowChangesNothing) {
  Loaded l = loaded({{"WINDOW_SIZE", "8"}});
  EXPECT_THROW(apply_preset(l, "beast"), Error);
  EXPECT_EQ(l.settings.frames_per_inference, 4);
  EXPECT_EQ(l.settings.preset, "sniper");
}

}  // namespace
}  // namespace np
