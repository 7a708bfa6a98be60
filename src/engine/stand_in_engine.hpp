// The engine that the user wants, replaced by the built-in watcher while it is not ready, because a model loads or a
// server is away. Each line comes wholly from one of them.
#pragma once

#include <memory>

#include "engine/engine.hpp"

namespace np {

class StandInEngine final : public Engine {
 public:
  StandInEngine(std::unique_ptr<Engine> wanted, std::unique_ptr<Engine> stand_in);

  std::unique_ptr<EngineSession> open_session(Loop& loop) override;
  EngineStatus status() const override;
  FrameLimit frame_limit() const override;
  std::vector<std::string> heeded(const std::string& instruction) const override;

 private:
  std::unique_ptr<Engine> wanted_;
  std::unique_ptr<Engine> stand_in_;
};

}  // namespace np
