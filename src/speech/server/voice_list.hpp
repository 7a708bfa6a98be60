// The voices of a speech server, if it can list them. There is no standard for that: Kokoro-FastAPI, vLLM-Omni and
// others answer /v1/audio/voices, openai-edge-tts /v1/voices, and OpenAI itself nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/loop.hpp"
#include "base/worker_thread.hpp"
#include "net/api_server.hpp"
#include "net/http_client.hpp"

namespace np {

// Blocks for some seconds at most; empty where the server tells none.
std::vector<std::string> fetch_voice_names(HttpClient& http, const ApiServer& server);

// Asks in the background. Loop thread only.
class VoiceList {
 public:
  // Its arguments outlive it.
  VoiceList(Loop& loop, const ApiServer& server);
  ~VoiceList();

  // As far as they are known: none at the first look, which asks, as each does that comes half a minute later.
  const std::vector<std::string>& names();

 private:
  static constexpr Duration kFresh = std::chrono::seconds(30);

  void ask();

  Loop& loop_;
  const ApiServer& server_;
  std::vector<std::string> names_;
  std::optional<TimePoint> asked_at_;
  HttpClient http_;  // used on the worker, cancelled from the loop
  Lifetime alive_;
  WorkerThread worker_;
};

}  // namespace np
