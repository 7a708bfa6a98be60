#include "cli/commands.hpp"

#include <iostream>

#include "app/parts.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "config/profiles.hpp"
#include "speech/voices.hpp"

namespace np::command {

void list_voices(const Settings& settings) {
  const auto list = [](const VoiceChoice& v, const char* more = "") {
    std::cout << np::format("{:<8}{}{}{}\n        \"{}\"\n", v.key, v.key.size() < 8 ? "" : "\n        ", v.description,
                            more, v.sample);
  };
  for (const VoiceChoice& v : own_voice_choices()) list(v);
  const auto server = speech_server(settings);
  if (!server) return list(server_voice_choices({}, {}).front(), " Not there: SPEECH_URL is not set.");
  HttpClient http;
  for (const VoiceChoice& v : server_voice_choices(*server, fetch_voice_names(http, server_for(*server)))) list(v);
}

void list_settings(bool names_only) {
  for (const SettingInfo& info : setting_infos()) {
    std::cout << info.name;
    if (!names_only) std::cout << "=" << info.default_text << "  # " << info.help << " (" << info.allowed << ")";
    std::cout << "\n";
  }
}

}  // namespace np::command
