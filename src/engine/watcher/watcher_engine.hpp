// The built-in eyes: no model. They tell of facts, people, animals, vehicles and things by their kinds, movement, light
// and cuts, and say what they are sure of; of an instruction they understand only which of these it is about.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/engine.hpp"

namespace np {

class WatcherEngine final : public Engine {
 public:
  std::unique_ptr<EngineSession> open_session(Loop& loop) override;
  EngineStatus status() const override;
  FrameLimit frame_limit() const override;
  std::vector<std::string> heeded(const std::string& instruction) const override;
};

}  // namespace np
