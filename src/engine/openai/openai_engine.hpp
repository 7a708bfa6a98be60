// Eyes at a distance: MiniCPM-o, or any other model that sees, behind one or several servers with OpenAI's API
// (llama-server, vLLM, SGLang, ...). Frames leave this machine as JPEG; the answer streams back.
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
  // Starts a thread that asks the servers what they are, as long as this lives.
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
