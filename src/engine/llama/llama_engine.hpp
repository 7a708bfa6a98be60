// A model in our own process, through llama.cpp's libraries. It loads in the background, on the one thread that owns
// it; status() tells its progress, or why it failed. Each session is a channel with its own context. A channel's
// failure affects that channel alone. The model ends for all channels only if its device is lost: its backend gives up,
// or computes nothing four times in a row, whichever channels asked.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "engine/llama/llama_channel.hpp"

namespace np {

class LlamaEngine final : public Engine {
 public:
  // `model_path` and `projector_path`: see find_model_files(), which fills options.files from them.
  LlamaEngine(std::string model_path, std::string projector_path, LlamaOptions options, LlamaChannelOptions channel);
  // Stops the work under way. It does not wait for a library call that cannot be stopped: it leaves that thread to the
  // end of the process (base/abandoned_thread.hpp).
  ~LlamaEngine() override;

  std::unique_ptr<EngineSession> open_session(Loop& loop) override;
  EngineStatus status() const override;
  FrameLimit frame_limit() const override;
  std::vector<std::string> heeded(const std::string&) const override { return {}; }
  bool wind_down(Duration patience) override;

  struct Core;

 private:
  std::shared_ptr<Core> core_;
};

}  // namespace np
