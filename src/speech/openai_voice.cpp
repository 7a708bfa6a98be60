#include "speech/openai_voice.hpp"

#include <utility>

#include "speech/openai_voice_session.hpp"

namespace np {
namespace {

ApiServer server_for(const SpeechServer& settings) {
  ApiServer server(settings.url, settings.key);
  server.what = "speech server";
  server.url_setting = "SPEECH_URL";
  server.key_setting = "SPEECH_API_KEY";
  server.model_setting = "SPEECH_MODEL";
  return server;
}

}  // namespace

OpenAiVoice::OpenAiVoice(const Loop& loop, SpeechServer server)
    : settings_(std::move(server)), server_(server_for(settings_)), outage_(loop) {}

std::unique_ptr<VoiceSession> OpenAiVoice::open_session(Loop& loop) {
  return std::make_unique<OpenAiVoiceSession>(loop, server_, settings_.model, settings_.voice, outage_, loudness_,
                                              speed_);
}

VoiceStatus OpenAiVoice::status() const {
  return {.name = settings_.voice + " at " + server_.shown, .ready = !outage_.left_alone(), .detail = outage_.why()};
}

}  // namespace np
