#include "cli/command_notes.hpp"

#include <algorithm>
#include <array>

#include "config/settings.hpp"

namespace np {
namespace {

constexpr std::string_view kEverything = "everything";

// The settings that decide on the words of a clip, for every command that makes them.
const std::vector<std::string_view> kOfCommentary = {
    "INSTRUCTION",  "PROFILE",    "PROFILES_DIR",   "COMMENTATOR_PROMPT", "PRESET",
    "GPU_PRESET",   "The model",  "A model server", "LOG_LEVEL",          "What the engine sees, and when",
    "OPEN_TIMEOUT", "ENABLE_TTS", "BOOTH",          "TTS_MAX_NEW_TOKENS",
};
const std::vector<std::string_view> kOfSpeech = {
    "VOICE",        "VOICE_SPEED",  "VOICE_MODEL",         "LEXICON",        "SPEECH_URL",
    "SPEECH_VOICE", "SPEECH_MODEL", "SPEECH_INSTRUCTIONS", "SPEECH_API_KEY", "LOG_LEVEL",
};

}  // namespace

std::span<const CommandNotes> command_notes() {
  static const std::vector<CommandNotes> notes = {
      {"serve",
       {kEverything},
       {"nerdpudding serve --source match.mp4 --instruction \"Follow the ball\" --open",
        "nerdpudding serve --source rtsp://user:password@camera/stream --profile security --preset sentry",
        "nerdpudding serve --host 0.0.0.0 --tls self-signed"}},
      {"describe",
       kOfCommentary,
       {"nerdpudding describe clip.mp4 -o clip.srt",
        "nerdpudding describe clip.mp4 --instruction \"Only the dog\" | jq -r .text"}},
      {"score",
       kOfCommentary,
       {"nerdpudding score clip.mp4 --truth clip.json",
        "nerdpudding score --commentary lines.json --truth clip.json --json"}},
      {"probe",
       {"OPEN_TIMEOUT", "LOG_LEVEL"},
       {"nerdpudding probe clip.mp4", "nerdpudding probe rtsp://user:password@camera/stream --json",
        "nerdpudding probe 0"}},
      {"say",
       kOfSpeech,
       {"nerdpudding say \"Hello\" -o hello.wav",
        "nerdpudding say \"Goal!\" --voice victor --voice-speed 1.2 | aplay"}},
      {"voices", {"SPEECH_URL", "SPEECH_VOICE", "SPEECH_API_KEY"}, {"nerdpudding voices"}},
      {"models", {"MODELS_DIR"}, {"nerdpudding models"}},
      {"pull",
       {"MODELS_DIR"},
       {"nerdpudding pull", "nerdpudding pull minicpm-o-4.5",
        "nerdpudding pull minicpm-o-4.5 --quant Q8_0 --to /srv/models",
        "nerdpudding pull ggml-org/Qwen2.5-VL-7B-Instruct-GGUF"}},
      {"cameras", {}, {"nerdpudding cameras", "nerdpudding cameras 192.168.1.20 --login viewer:secret"}},
      {"devices", {}, {"nerdpudding devices"}},
      {"bench",
       {"MMPROJ_PATH", "GPU_DEVICE", "GPU_LAYERS", "MODEL_THREADS", "CAPTURE_FPS", "FRAMES_PER_INFERENCE"},
       {"nerdpudding bench --model ~/.local/share/nerdpudding/models/minicpm-o-4.5",
        "nerdpudding bench --synthetic 8b --json"}},
      {"check",
       {kEverything},
       {"nerdpudding check", "nerdpudding check --all", "nerdpudding check --source rtsp://camera/stream"}},
      {"settings", {}, {"nerdpudding settings", "nerdpudding settings --names"}},
      {"completion",
       {},
       {"nerdpudding completion bash >~/.local/share/bash-completion/completions/nerdpudding",
        "nerdpudding completion zsh >~/.zfunc/_nerdpudding",
        "nerdpudding completion fish >~/.config/fish/completions/nerdpudding.fish"}},
      {"help", {}, {"nerdpudding help", "nerdpudding help serve"}},
  };
  return notes;
}

std::vector<std::string> settings_of(const CommandNotes& notes) {
  const auto counts = [&](const SettingInfo& info) {
    return std::ranges::any_of(notes.settings, [&](std::string_view named) {
      return named == kEverything || named == info.name || named == info.group;
    });
  };
  std::vector<std::string> names;
  for (const SettingInfo& info : setting_infos())
    if (counts(info)) names.push_back(info.name);
  return names;
}

std::span<const std::string_view> common_settings() {
  static constexpr std::array<std::string_view, 10> kNames = {
      "SOURCE",     "INSTRUCTION", "PROFILE",    "PRESET",      "VOICE",
      "ENABLE_TTS", "MODEL_PATH",  "ENGINE_URL", "SERVER_HOST", "SERVER_PORT",
  };
  return kNames;
}

std::span<const std::string_view> program_examples() {
  static constexpr std::array<std::string_view, 4> kExamples = {
      "nerdpudding --source match.mp4 --instruction \"Follow the ball\" --open",
      "nerdpudding describe clip.mp4 -o clip.srt",
      "nerdpudding pull",
      "nerdpudding help serve",
  };
  return kExamples;
}

}  // namespace np
