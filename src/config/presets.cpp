#include "config/presets.hpp"

#include <algorithm>
#include <array>

#include "base/format.hpp"
#include "base/utf8.hpp"
#include "config/checks.hpp"
#include "config/messages.hpp"
#include "config/settings_table.hpp"

namespace np {
namespace {

Preset scene(std::string key, std::string label, std::string description, const std::array<std::string, 8>& values) {
  static constexpr const char* kNames[] = {"CAPTURE_FPS",        "FRAMES_PER_INFERENCE", "FRAME_STRIDE",
                                           "WINDOW_SIZE",        "CHANGE_THRESHOLD",     "INFERENCE_INTERVAL",
                                           "TTS_MAX_NEW_TOKENS", "TTS_PAUSE_AFTER"};
  Preset preset{std::move(key), std::move(label), std::move(description), {}};
  for (std::size_t i = 0; i < values.size(); ++i) preset.values.emplace_back(kNames[i], values[i]);
  return preset;
}

Preset gpu(std::string key, std::string label, std::string description, const std::array<std::string, 3>& values) {
  static constexpr const char* kNames[] = {"MAX_SLICE_NUMS", "MAX_INP_LENGTH", "MAX_NEW_TOKENS"};
  Preset preset{std::move(key), std::move(label), std::move(description), {}};
  for (std::size_t i = 0; i < values.size(); ++i) preset.values.emplace_back(kNames[i], values[i]);
  return preset;
}

bool holds(const Settings& settings, const Preset& preset) {
  return std::ranges::all_of(preset.values, [&](const auto& value) {
    return value_text(settings, *find_setting(value.first)) == value.second;
  });
}

std::string active(const Settings& settings, const std::vector<Preset>& presets) {
  const auto it = std::ranges::find_if(presets, [&](const Preset& preset) { return holds(settings, preset); });
  return it == presets.end() ? "" : it->key;
}

}  // namespace

const std::vector<Preset>& scene_presets() {
  static const std::vector<Preset> presets = {
      scene("sentry", "Quiet place", "Looks once a second and speaks up when something changes.",
            {"2", "4", "2", "32", "5", "1", "150", "1"}),
      scene("sniper", "Fast (default)", "The newest moment in short lines.",
            {"5", "4", "1", "48", "0", "0.5", "96", "0.5"}),
      scene("owl", "Slow and detailed", "Looks at four seconds at once and tells how things develop.",
            {"4", "8", "2", "48", "1", "0.5", "120", "0.5"}),
      scene("beast", "Everything", "Ten pictures a line with hardly a pause; needs a fast GPU.",
            {"5", "10", "2", "64", "0", "0.5", "96", "0.3"}),
  };
  return presets;
}

const std::vector<Preset>& gpu_presets() {
  static const std::vector<Preset> presets = {
      gpu("conservative", "Conservative", "Overviews alone and short prompts: for a small GPU.", {"1", "4352", "512"}),
      gpu("push-it", "Push it", "Two slices a frame: the middle way.", {"2", "8192", "512"}),
      gpu("max-detail", "Max detail", "The finest grid: small things and text on the screen.", {"3", "8192", "512"}),
  };
  return presets;
}

void set_preset_values(Loaded& loaded, std::string_view key) {
  for (const auto* presets : {&scene_presets(), &gpu_presets()}) {
    const auto preset = std::ranges::find(*presets, key, &Preset::key);
    if (preset == presets->end()) continue;
    for (const auto& [name, value] : preset->values) {
      if (loaded.given(name)) continue;
      if (!assign(loaded.settings, *find_setting(name), value)) {
        throw Error(ErrorKind::kInternal, np::format("The preset {} holds a wrong {}.", key, name));
      }
      loaded.origins[name] = Origin::kPreset;
    }
    (presets == &scene_presets() ? loaded.settings.preset : loaded.settings.gpu_preset) = key;
    return;
  }
  std::string keys;
  for (const auto* presets : {&scene_presets(), &gpu_presets()}) {
    for (const Preset& preset : *presets) keys += (keys.empty() ? "" : ", ") + preset.key;
  }
  throw Error(ErrorKind::kInvalid, np::format(messages::kNoSuchPreset, utf8::one_line(key, 40), keys));
}

void apply_preset(Loaded& loaded, std::string_view key) {
  Loaded changed = loaded;
  set_preset_values(changed, key);
  check_window(changed);
  loaded = std::move(changed);
}

std::string active_scene_preset(const Settings& settings) { return active(settings, scene_presets()); }
std::string active_gpu_preset(const Settings& settings) { return active(settings, gpu_presets()); }

}  // namespace np
