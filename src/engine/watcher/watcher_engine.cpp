#include "engine/watcher/watcher_engine.hpp"

#include <opencv2/core/utility.hpp>

#include "engine/watcher/focus.hpp"
#include "engine/watcher/watcher_session.hpp"

namespace np {

WatcherEngine::WatcherEngine() {
  // A frame takes milliseconds on one thread; a pool of them would only take memory.
  cv::setNumThreads(1);
}

std::unique_ptr<EngineSession> WatcherEngine::open_session(Loop& loop) {
  return std::make_unique<watcher::WatcherSession>(loop);
}

EngineStatus WatcherEngine::status() const {
  return {.kind = "watcher",
          .name = "Built-in watcher",
          .ready = true,
          .model_loaded = false,
          .detail =
              "No model is loaded: the built-in watcher sees people, movement, light and cuts, and of an instruction "
              "it heeds "
              "only these; set MODEL_PATH for eyes that understand.",
          .heeds = watcher::focus_kinds()};
}

FrameLimit WatcherEngine::frame_limit() const { return {768, 768}; }

std::vector<std::string> WatcherEngine::heeded(const std::string& instruction) const {
  const watcher::Focus focus = watcher::parse_focus(instruction);
  return focus.all() ? std::vector<std::string>{} : watcher::names_of(focus);
}

}  // namespace np
