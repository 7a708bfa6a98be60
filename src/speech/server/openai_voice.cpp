#include "speech/server/openai_voice.hpp"

#include <utility>

#include "speech/server/openai_voice_session.hpp"

namespace np {

ApiServer server_for(const SpeechServer& settings) {
  ApiServer server(settings.url, settings.key);
  server.what = "speech server";
  server.url_setting = "SPEECH_URL";
  server.key_setting = "SPEECH_API_KEY";
  server.model_setting = "SPEECH_MODEL";
  return server;
}

OpenAiVoice::OpenAiVoice(Loop& loop, SpeechServer server)
    : settings_(std::move(server)),
      server_(server_for(settings_)),
      outage_(loop),
      voices_(settings_.voice),
      list_(loop, server_) {}

std::unique_ptr<VoiceSession> OpenAiVoice::open_session(Loop& loop) {
  return std::make_unique<OpenAiVoiceSession>(loop,
                                              OpenAiVoiceSession::Of{.server = server_,
                                                                     .settings = settings_,
                                                                     .outage = outage_,
                                                                     .loudness = loudness_,
                                                                     .speed = speed_,
                                                                     .refused = refused_},
                                              [this](Seat seat) { return voices_.of(seat); });
}

std::unique_ptr<VoiceSession> OpenAiVoice::open_session_as(Loop& loop, std::string voice) {
  return std::make_unique<OpenAiVoiceSession>(loop,
                                              OpenAiVoiceSession::Of{.server = server_,
                                                                     .settings = settings_,
                                                                     .outage = outage_,
                                                                     .loudness = loudness_,
                                                                     .speed = speed_,
                                                                     .refused = refused_},
                                              [voice = std::move(voice)](Seat) { return voice; });
}

VoiceStatus OpenAiVoice::status() const {
  return {.name = voices_.of(Seat::kFirst) + " at " + server_.shown,
          .ready = !outage_.left_alone(),
          .detail = outage_.why()};
}

}  // namespace np
