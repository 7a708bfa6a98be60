#include "config/checks.hpp"

#include <unistd.h>

#include <filesystem>
#include <string_view>
#include <utility>

#include "base/format.hpp"
#include "base/host.hpp"
#include "base/small_file.hpp"
#include "base/text.hpp"
#include "config/access.hpp"
#include "config/messages.hpp"
#include "config/settings_table.hpp"
#include "config/user_folder.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostContextFile = 16 * 1024;
constexpr double kMaxDelay = 14;  // seconds; 15 s of pictures are kept

std::string quoted_setting(const Loaded& loaded, std::string_view name) {
  const SettingRow& row = *find_setting(name);
  return np::format("{}={} ({})", name, shown_value(row, value_text(loaded.settings, row)),
                    origin_text(loaded.origin(name)));
}

[[noreturn]] void refuse(const std::string& message) { throw Error(ErrorKind::kInvalid, message); }

// No shell has expanded what stands in `.env` or in --flag=~/…
void expand_home(Settings& settings, const SettingTexts& environment) {
  const auto home = environment.find("HOME");
  if (home == environment.end() || home->second.empty()) return;
  for (const SettingRow& row : settings_table()) {
    if (row.form != Form::kPath && row.name != "SOURCE") continue;
    std::string& path = settings.*std::get<std::string Settings::*>(row.field);
    if (path == "~" || path.starts_with("~/")) path = home->second + path.substr(1);
  }
  for (std::string& path : settings.media_dirs)
    if (path == "~" || path.starts_with("~/")) path = home->second + path.substr(1);
}

// Whether the files are what they should be is the engine's to say: it loads them while the show goes on.
void check_model(Loaded& loaded) {
  if (loaded.settings.mmproj_path.empty() || !loaded.settings.model_path.empty()) return;
  loaded.warnings.push_back(np::format(messages::kNoEffectWithoutModel, quoted_setting(loaded, "MMPROJ_PATH")));
  loaded.settings.mmproj_path.clear();
}

// A model server wins over a model here; what belongs to a server means nothing without one.
void check_servers(Loaded& loaded) {
  Settings& s = loaded.settings;
  const auto without = [&](const char* name, const char* needed) {
    loaded.warnings.push_back(np::format(messages::kNoEffectWithoutServer, quoted_setting(loaded, name), needed));
  };
  if (!s.engine_url.empty() && !s.model_path.empty()) {
    loaded.warnings.push_back(np::format(messages::kServerWinsOverModel, quoted_setting(loaded, "MODEL_PATH"),
                                         quoted_setting(loaded, "ENGINE_URL")));
    s.model_path.clear();
    s.mmproj_path.clear();
  }
  if (s.engine_url.empty()) {
    if (!s.engine_model.empty()) without("ENGINE_MODEL", "ENGINE_URL");
    if (!s.engine_api_key.empty()) without("ENGINE_API_KEY", "ENGINE_URL");
  }
  if (s.talk == "gaps" && !s.enable_tts) without("TALK", "ENABLE_TTS");
  if (s.speech_url.empty()) {
    if (!s.speech_api_key.empty()) without("SPEECH_API_KEY", "SPEECH_URL");
    if (!s.speech_instructions.empty()) without("SPEECH_INSTRUCTIONS", "SPEECH_URL");
  }
}

void check_tls(const Loaded& loaded) {
  const Settings& s = loaded.settings;
  if (s.tls_cert.empty() != s.tls_key.empty()) {
    const bool cert = !s.tls_cert.empty();
    refuse(np::format(messages::kTlsNeedsBothFiles, quoted_setting(loaded, cert ? "TLS_CERT" : "TLS_KEY"),
                      cert ? "TLS_KEY" : "TLS_CERT"));
  }
  if (s.tls_cert.empty()) return;
  if (s.tls == "self-signed") {
    refuse(np::format(messages::kTlsExcludesFiles, quoted_setting(loaded, "TLS"), quoted_setting(loaded, "TLS_CERT")));
  }
  for (const char* name : {"TLS_CERT", "TLS_KEY"}) {
    const std::string path = value_text(s, *find_setting(name));
    std::error_code error;
    if (!fs::is_regular_file(path, error) || access(path.c_str(), R_OK) != 0) {
      refuse(np::format(messages::kNoPemFile, quoted_setting(loaded, name)));
    }
  }
}

void check_access(Loaded& loaded) {
  constexpr std::size_t kShortestToken = 16;
  const Settings& s = loaded.settings;
  const bool published = !s.publish.empty();
  const bool reachable = !is_loopback(published ? s.publish : s.server_host);
  const bool off = s.api_token == "off";
  if (off && published && reachable)
    refuse(np::format(messages::kPublishedOpen, quoted_setting(loaded, "PUBLISH"), kShortestToken));
  if (off && reachable)
    loaded.warnings.push_back(np::format(messages::kAccessIsOpen, quoted_setting(loaded, "SERVER_HOST")));
  for (const auto& [name, token] : {std::pair("API_TOKEN", &s.api_token), std::pair("WATCH_TOKEN", &s.watch_token)}) {
    if (token->empty() || *token == "off" || token->size() >= kShortestToken) continue;
    const std::string sentence = np::format(messages::kTokenTooShort, name, kShortestToken);
    if (reachable) refuse(sentence);
    loaded.warnings.push_back(sentence);
  }
  if (s.watch_token.empty() || s.watch_token == "off") {
    loaded.settings.watch_token.clear();
    return;
  }
  if (s.watch_token == s.api_token) refuse(messages::kTokensAreSame);
  if (off || (s.api_token.empty() && is_loopback(s.server_host)))
    loaded.warnings.push_back(messages::kNoEffectWithoutToken);
}

// What LiveKit's documents use, everybody tries.
void check_livekit(Loaded& loaded) {
  const Settings& s = loaded.settings;
  if (!s.livekit_enabled || s.livekit_api_secret != Settings{}.livekit_api_secret) return;
  for (const char* name : {"LIVEKIT_URL", "LIVEKIT_PUBLIC_URL"}) {
    const std::string url = value_text(s, *find_setting(name));
    if (url.empty()) continue;
    const std::string place = url.substr(url.find("://") + 3);
    if (is_loopback(host_of(place.substr(0, place.find('/'))))) continue;
    loaded.warnings.push_back(np::format(messages::kWellKnownSecret, quoted_setting(loaded, name)));
    return;
  }
}

void check_media(Loaded& loaded) {
  for (const std::string& folder : loaded.settings.media_dirs) {
    std::error_code error;
    if (!fs::is_directory(folder, error) || access(folder.c_str(), R_OK | X_OK) != 0)
      loaded.warnings.push_back(np::format(messages::kNoMediaDir, folder));
  }
}

// A path in place of the text.
void read_context(Loaded& loaded, const SettingTexts& environment) {
  std::string& context = loaded.settings.context;
  const bool named = context.starts_with('/') || context.starts_with("./") || context.starts_with("~/");
  if (!named || context.contains('\n')) {
    context = trim(context);
    return;
  }
  fs::path file = context;
  if (const auto home = environment.find("HOME"); context.starts_with("~/") && home != environment.end())
    file = home->second + context.substr(1);
  const auto text = read_small_file(file, kMostContextFile);
  if (!text) refuse(np::format(messages::kContextUnreadable, quoted_setting(loaded, "CONTEXT"), text.error().reason));
  const SettingRow& row = *find_setting("CONTEXT");
  if (!assign(loaded.settings, row, trim(*text)))
    refuse(np::format(messages::kContextTooLong, quoted_setting(loaded, "CONTEXT"), row.max));
}

// Where `pull` puts models, too.
void settle_models_dir(Settings& settings, const SettingTexts& environment) {
  if (settings.models_dir.empty()) settings.models_dir = models_folder(environment);
  std::error_code error;
  if (!settings.models_dir.empty()) settings.models_dir = fs::absolute(settings.models_dir, error).lexically_normal();
}

void settle_folders(Loaded& loaded, const SettingTexts& environment) {
  settle_models_dir(loaded.settings, environment);
  if (loaded.settings.model_servers.empty())
    for (const int port : {11434, 1234, 8080, 8000})
      loaded.settings.model_servers.push_back(np::format("http://127.0.0.1:{}", port));
  std::string& folder = loaded.settings.state_dir;
  if (folder == "off") {
    folder.clear();
  } else if (folder.empty()) {
    if (const fs::path state = user_folder(environment, "XDG_STATE_HOME", ".local/state"); !state.empty()) {
      folder = state / "nerdpudding";
    } else {
      loaded.warnings.push_back(messages::kNoHome);
    }
  }
  std::string& uploads = loaded.settings.upload_dir;
  if (uploads.empty() && !folder.empty()) uploads = fs::path(folder) / "uploads";
}

}  // namespace

void check_window(const Loaded& loaded) {
  const Settings& s = loaded.settings;
  const int needed = (s.frames_per_inference - 1) * s.frame_stride + 1;
  if (needed <= s.window_size) return;
  refuse(np::format(messages::kWindowTooSmall, quoted_setting(loaded, "FRAMES_PER_INFERENCE"),
                    quoted_setting(loaded, "FRAME_STRIDE"), needed, quoted_setting(loaded, "WINDOW_SIZE"), needed));
}

void check_together(Loaded& loaded, const SettingTexts& environment) {
  const Settings& s = loaded.settings;
  expand_home(loaded.settings, environment);
  check_window(loaded);
  if (s.max_reconnect_delay < s.reconnect_delay) {
    refuse(np::format(messages::kReconnectDelays, quoted_setting(loaded, "MAX_RECONNECT_DELAY"),
                      quoted_setting(loaded, "RECONNECT_DELAY"), s.reconnect_delay));
  }
  check_tls(loaded);
  std::error_code error;
  if (!s.web_dir.empty() && !fs::is_regular_file(fs::path(s.web_dir) / "index.html", error)) {
    refuse(np::format(messages::kNoPageInFolder, quoted_setting(loaded, "WEB_DIR")));
  }
  check_access(loaded);
  check_servers(loaded);
  check_livekit(loaded);
  check_model(loaded);
  check_media(loaded);
  read_context(loaded, environment);
  if (s.stream_delay_init.value_or(0) > kMaxDelay) {
    loaded.warnings.push_back(
        np::format(messages::kDelayTooLong, quoted_setting(loaded, "STREAM_DELAY_INIT"), kMaxDelay));
  }
  settle_folders(loaded, environment);
}

}  // namespace np
