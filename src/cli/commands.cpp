#include "cli/commands.hpp"

#include <unistd.h>

#include <boost/json.hpp>
#include <chrono>
#include <iostream>
#include <mutex>

#include "app/app.hpp"
#include "app/describe.hpp"
#include "app/parts.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "base/manual_loop.hpp"
#include "base/stop_signals.hpp"
#include "cli/messages.hpp"
#include "config/profiles.hpp"
#include "engine/llama/model_files.hpp"
#include "perception/detector.hpp"
#include "speech/speak_to_pcm.hpp"
#include "speech/voices.hpp"
#include "speech/wav_file.hpp"

namespace np::command {
namespace {

constexpr std::chrono::milliseconds kStopLimit(1500);  // all told 2 s, on a busy machine too

}  // namespace

void serve(Loaded loaded) {
  App* running = nullptr;
  std::mutex mutex;
  bool stopped = false;
  const StopSignals signals(
      [&] {
        log::info("Stopping.");
        std::lock_guard lock(mutex);
        stopped = true;
        if (running) running->quit();
      },
      kStopLimit);
  App app(std::move(loaded));
  {
    std::lock_guard lock(mutex);
    running = &app;
    if (stopped) return;
  }
  app.run();
  std::lock_guard lock(mutex);
  running = nullptr;
}

void probe(const Settings& settings, const std::string& source) {
  const SourceInfo info = probe_source(parse_source(source), from_seconds(settings.open_timeout));
  std::cout << "kind   " << info.kind << "\ncodec  " << info.codec << "\nsize   " << info.width << "x" << info.height
            << "\nrate   ";
  if (info.fps > 0)
    std::cout << np::format(messages::kPictureRate, info.fps);
  else
    std::cout << "not known\n";
}

void describe(const Settings& settings, const std::string& clip) {
  // The lines are the output; the log is for what goes wrong.
  if (settings.log_level == "info") log::set_level(log::Level::kWarn);
  Settings own = settings;
  own.source = clip;
  const Profiles profiles = load_profiles(own);
  np::describe(own, profiles.get(own.profile).prompt, [](const DescribedLine& line) {
    std::cout << np::format(R"({{"at":{:.3f},"text":{}}})", line.at_s,
                            boost::json::serialize(boost::json::string(line.text)))
              << std::endl;
  });
}

void list_voices(const Settings& settings) {
  for (const VoiceChoice& v : voice_choices()) {
    const bool there = v.key != kServerVoice || !settings.speech_url.empty();
    std::cout << np::format("{:<8}{}{}\n        \"{}\"\n", v.key, v.description, there ? "" : " Not there: SPEECH_URL is not set.",
                            v.sample);
  }
}

void say(const Settings& settings, const std::string& text, const std::string& out) {
  if (out.empty() && isatty(STDOUT_FILENO))
    throw Error(ErrorKind::kInvalid,
                "A terminal cannot play sound; name a file with -o x.wav or send it on with | aplay.");
  ManualLoop loop;
  const auto voices = make_voices(loop, settings);
  voices->wait_loaded();
  const PcmChunk sound = speak_to_pcm(*voices, loop, text);
  if (out.empty())
    std::cout << wav_bytes(sound) << std::flush;
  else
    write_wav_file(out, sound);
}

void check(const Loaded& loaded) {
  for (const std::string& warning : loaded.warnings) std::cerr << "warning: " << warning << "\n";
  const Profiles profiles = load_profiles(loaded.settings);
  for (const std::string& warning : profiles.warnings) std::cerr << "warning: " << warning << "\n";
  try {
    const Settings& s = loaded.settings;
    if (!s.model_path.empty()) check_model_files(find_model_files(s.model_path, s.mmproj_path));
  } catch (const Error& e) {
    std::cerr << "warning: " << e.message() << " Until then the built-in watcher comments.\n";
  }
  try {
    check_detector(detector_file(loaded.settings.detector_model));
  } catch (const Error& e) {
    std::cerr << "warning: " << e.message() << " Until then nothing that moves gets a name.\n";
  }
  Loaded settled = loaded;
  settle_profile(settled, profiles);
  for (const std::string& line : effective_settings(loaded)) std::cout << line << "\n";
}

void list_settings(bool names_only) {
  for (const SettingInfo& info : setting_infos()) {
    std::cout << info.name;
    if (!names_only) std::cout << "=" << info.default_text << "  # " << info.help << " (" << info.allowed << ")";
    std::cout << "\n";
  }
}

}  // namespace np::command
