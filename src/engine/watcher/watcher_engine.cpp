#include "engine/watcher/watcher_engine.hpp"

#include "engine/watcher/watcher_session.hpp"
#include "engine/watcher/wish/wish.hpp"

namespace np {

std::unique_ptr<EngineSession> WatcherEngine::open_session(Loop& loop) {
  return std::make_unique<watcher::WatcherSession>(loop);
}

EngineStatus WatcherEngine::status() const {
  return {.kind = "watcher",
          .name = "Built-in eyes",
          .ready = true,
          .model_loaded = false,
          .detail =
              "No model is loaded: the built-in eyes tell of people, animals, vehicles and things by their kinds, of "
              "movement, "
              "light and cuts, and of an instruction they heed only these; choose a model if it should understand the "
              "scene.",
          .heeds = watcher::wish_words()};
}

FrameLimit WatcherEngine::frame_limit() const { return {768, 768}; }

std::vector<std::string> WatcherEngine::heeded(const std::string& instruction) const {
  return watcher::parse_wish(instruction).heeds;
}

}  // namespace np
