// Eyes at a distance: MiniCPM-o, or any model that sees, behind one or several servers with OpenAI's API (llama-server,
// vLLM, SGLang, ...). Frames leave this machine as JPEG; the answer comes back as it is written.
#pragma once

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "engine/engine.hpp"
#include "engine/openai/endpoints.hpp"
#include "engine/openai/openai_session.hpp"

namespace np {

struct OpenAiOptions {
  std::vector<std::string> urls;  // at least one, with or without /v1
  std::string key;                // empty: none
  openai::LineOptions line;
  openai::Endpoints::Pauses pauses;
};

class OpenAiEngine final : public Engine {
 public:
  // Begins to ask the servers what they are, on a thread of its own, and goes on as long as it lives.
  explicit OpenAiEngine(OpenAiOptions options);
  ~OpenAiEngine() override;  // waits for no server

  std::unique_ptr<EngineSession> open_session(Loop& loop) override;
  EngineStatus status() const override;
  FrameLimit frame_limit() const override;
  std::vector<std::string> heeded(const std::string&) const override { return {}; }

 private:
  void keep_probing(const std::stop_token& stop);

  const openai::LineOptions line_;
  openai::Endpoints endpoints_;
  HttpClient http_;
  std::jthread prober_;
};

}  // namespace np
