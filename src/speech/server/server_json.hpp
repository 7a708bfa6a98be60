// Requests to a speech server and its answers, as JSON. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace np::speech_server {

struct SpeechRequest {
  std::string_view model, voice, text;
  std::string_view instructions;  // how to say it; empty: not sent
  double speed = 1;               // 1: not sent, as some servers know none
  bool wav = false;               // else raw PCM is asked for
};
std::string speech_request(const SpeechRequest& request);

// What a server has refused of its requests, and is not sent any more.
enum Refused : unsigned { kNothing = 0, kPcm = 1, kSpeed = 2, kInstructions = 4 };
// `body`: of an answer to a request that is not well formed to the server; `request`: what it was asked.
Refused refused_in(std::string_view body, const SpeechRequest& request);

// The message in an error's body, whatever form it has; empty: there is none.
std::string error_message(std::string_view body);

// The names in a list of voices, in its order, each once: texts, or objects that name themselves. Names that do not fit
// one short line are left out, and so are all beyond kMostVoices.
inline constexpr std::size_t kMostVoices = 200;
std::vector<std::string> voice_names(std::string_view body);

}  // namespace np::speech_server
