// One channel as the watcher sees it: frames are looked at on a thread of the session's own as they come; a comment is
// made there, too, after the frames observed so far.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/answers.hpp"
#include "base/metrics.hpp"
#include "base/worker_thread.hpp"
#include "engine/engine.hpp"
#include "video/observed_frames.hpp"
#include "engine/watcher/narrator.hpp"
#include "perception/scene.hpp"

namespace np::watcher {

class WatcherSession final : public EngineSession {
 public:
  explicit WatcherSession(Loop& loop);

  void observe(FramePtr frame) override;
  void comment(CommentRequest request, PieceFn on_piece, DoneFn on_done) override;
  void cancel() override { answers_.cancel(); }
  void reset() override;

 private:
  static constexpr std::size_t kMostTasks = 16;

  // Worker.
  void look();
  void look_at(const VideoFrame& frame);
  std::string line_for(const CommentRequest& request);

  metrics::Counter& dropped_;
  Answers<std::string, Answer> answers_;
  ObservedFrames observed_;

  // Worker.
  perception::Scene scene_;
  Narrator narrator_;
  std::optional<std::uint64_t> seen_;  // id of the newest frame

  WorkerThread worker_;
};

}  // namespace np::watcher
