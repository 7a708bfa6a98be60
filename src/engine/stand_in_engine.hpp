// The engine that the user wants, replaced by the built-in watcher while it is not ready, because a model loads or a
// server is away. Each line comes wholly from one of them. Another engine can be wanted while the show goes on.
#pragma once

#include <memory>
#include <vector>

#include "engine/engine.hpp"

namespace np {

class StandInEngine final : public Engine {
 public:
  // `wanted`: nullptr if the stand-in is not standing in for anybody.
  StandInEngine(std::unique_ptr<Engine> wanted, std::unique_ptr<Engine> stand_in);
  ~StandInEngine() override;

  // Loop thread; never blocks. All sessions go over to `wanted`; a line of the engine before it ends with an error.
  // Returns that engine, whose sessions are closed.
  std::unique_ptr<Engine> replace(std::unique_ptr<Engine> wanted);

  std::unique_ptr<EngineSession> open_session(Loop& loop) override;
  EngineStatus status() const override;
  FrameLimit frame_limit() const override;
  std::vector<std::string> heeded(const std::string& instruction) const override;

 private:
  class Session;

  bool wanted_is_ready() const { return wanted_ && wanted_->status().ready; }

  std::unique_ptr<Engine> wanted_;
  const std::unique_ptr<Engine> stand_in_;
  std::vector<Session*> sessions_;
};

}  // namespace np
