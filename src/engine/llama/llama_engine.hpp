// A model in our own process: MiniCPM-o 4.5 through llama.cpp's libraries. It loads in the background, on the one
// thread that owns it; status() says how far it is, and why it failed if it did. Each session is a channel with a
// context of its own. A channel's failures are its own; the model ends for all of them only where its device is lost: its
// backend gives up, or computes nothing four times in a row, whichever channels asked.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "engine/llama/llama_channel.hpp"

namespace np {

class LlamaEngine final : public Engine {
 public:
  // `model_path` and `projector_path` as find_model_files() takes them; options.files is filled from them.
  LlamaEngine(std::string model_path, std::string projector_path, LlamaOptions options,
              LlamaChannelOptions channel);
  // Stops what is under way; a call of the library that cannot be stopped is not waited for: its thread is left to the
  // end of the process (base/abandoned_thread.hpp).
  ~LlamaEngine() override;

  std::unique_ptr<EngineSession> open_session(Loop& loop) override;
  EngineStatus status() const override;
  FrameLimit frame_limit() const override;
  std::vector<std::string> heeded(const std::string&) const override { return {}; }

  struct Core;

 private:
  std::shared_ptr<Core> core_;
};

}  // namespace np
