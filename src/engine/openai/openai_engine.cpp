#include "engine/openai/openai_engine.hpp"

#include <pthread.h>

#include <chrono>
#include <utility>

#include "base/log.hpp"
#include "engine/openai/probe.hpp"

namespace np {
namespace {

constexpr auto kProbeTakes = std::chrono::seconds(30);  // at most

std::vector<ApiServer> servers_of(const OpenAiOptions& options) {
  std::vector<ApiServer> servers;
  for (const std::string& url : options.urls) servers.emplace_back(url, options.key);
  return servers;
}

}  // namespace

OpenAiEngine::OpenAiEngine(OpenAiOptions options)
    : line_(options.line),
      endpoints_(servers_of(options), options.pauses),
      prober_([this](const std::stop_token& stop) {
        pthread_setname_np(pthread_self(), "server probe");
        keep_probing(stop);
      }) {}

OpenAiEngine::~OpenAiEngine() {
  prober_.request_stop();
  http_.cancel();
}

void OpenAiEngine::keep_probing(const std::stop_token& stop) {
  while (const auto index = endpoints_.wait_due(stop)) {
    try {
      endpoints_.probe_succeeded(
          *index, openai::probe(http_, endpoints_.server(*index), line_.model, Clock::now() + kProbeTakes));
    } catch (const Error& error) {
      if (stop.stop_requested()) return;
      endpoints_.probe_failed(*index, error);
    } catch (const std::exception& error) {
      log::error("A model server could not be probed: {}", error.what());
      endpoints_.probe_failed(*index, Error(ErrorKind::kInternal, "The model servers cannot be asked; see the log."));
    }
  }
}

std::unique_ptr<EngineSession> OpenAiEngine::open_session(Loop& loop) {
  return std::make_unique<openai::OpenAiSession>(loop, endpoints_, line_);
}

EngineStatus OpenAiEngine::status() const {
  const auto standing = endpoints_.standing();
  return {.kind = "openai",
          .name = standing.model.empty() ? "Model server" : standing.model,
          .ready = standing.ready,
          .starting = standing.starting,
          .model_loaded = standing.ready,
          .detail = standing.detail};
}

FrameLimit OpenAiEngine::frame_limit() const { return openai::limit_for(line_.max_slices); }

}  // namespace np
