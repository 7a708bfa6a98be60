// One show as the watcher sees it: frames are looked at on a thread of its own as they come; a comment is made there,
// too, after the frames observed so far.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

#include "base/metrics.hpp"
#include "base/worker_thread.hpp"
#include "engine/engine.hpp"
#include "engine/watcher/narrator.hpp"
#include "engine/watcher/scene.hpp"

namespace np::watcher {

class Session final : public EngineSession {
 public:
  explicit Session(Loop& loop);

  void observe(FramePtr frame) override;
  void comment(CommentRequest request, PieceFn on_piece, DoneFn on_done) override;
  void cancel() override;
  void reset() override;

 private:
  // More frames than this wait only if the machine is far too slow; the oldest goes.
  static constexpr std::size_t kMostWaiting = 8;
  static constexpr std::size_t kMostTasks = 16;

  void look();  // worker
  void look_at(const VideoFrame& frame);
  std::string line_for(const CommentRequest& request);
  void deliver(std::string piece);
  void finish(std::expected<void, Error> outcome);

  Loop& loop_;
  metrics::Counter& dropped_;

  std::mutex mutex_;
  std::deque<FramePtr> waiting_;
  bool look_posted_ = false;
  bool begin_anew_ = false;

  // Loop thread.
  PieceFn on_piece_;
  DoneFn on_done_;
  Lifetime answers_;
  std::atomic<std::uint64_t> asked_ = 0;  // a comment of an earlier number is not wanted any more

  // Worker thread.
  Scene scene_;
  Narrator narrator_;
  std::optional<std::uint64_t> seen_;  // id of the newest frame

  WorkerThread worker_;
};

}  // namespace np::watcher
