// One show's eyes at a model server. Frames become JPEG on a thread of the session's own as they come; a line is one
// stateless request there, streamed back. Where a server fails before its first word, another one is asked.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

#include "base/metrics.hpp"
#include "base/worker_thread.hpp"
#include "engine/answer_text.hpp"
#include "engine/engine.hpp"
#include "engine/openai/endpoints.hpp"
#include "engine/openai/frames.hpp"

namespace np::openai {

struct LineOptions {
  std::string model;                            // empty: the server's first
  Duration timeout = std::chrono::seconds(30);  // of a line, all told
  double temperature = 0.7;
  double top_p = 0.8;
  int max_slices = 2;
  int max_input = 8192;  // tokens
};

class Session final : public EngineSession {
 public:
  // `endpoints` outlive the session.
  Session(Loop& loop, Endpoints& endpoints, LineOptions options);
  ~Session() override;

  void observe(FramePtr frame) override;
  void expect(const Outlook& outlook) override;
  void comment(CommentRequest request, PieceFn on_piece, DoneFn on_done) override;
  void cancel() override;
  void reset() override;

 private:
  static constexpr std::size_t kMostWaiting = 8;  // frames; the oldest goes, and is encoded when it is asked for
  static constexpr std::size_t kMostTasks = 16;

  using GiveFn = std::function<void(std::string piece)>;

  // Worker.
  void encode_waiting();
  void write_line(const CommentRequest& request, std::uint64_t asked, const GiveFn& give);
  void stream(const Endpoints::Turn& turn, const CommentRequest& request, TimePoint until, AnswerText& text,
              const GiveFn& give);
  std::string body_for(const Endpoints::Turn& turn, const CommentRequest& request);

  Loop& loop_;
  Endpoints& endpoints_;
  const LineOptions options_;
  metrics::Counter& left_out_;

  std::mutex mutex_;
  std::deque<FramePtr> waiting_;
  std::optional<TimePoint> next_line_;
  bool encode_posted_ = false;
  bool begin_anew_ = false;

  // Loop thread.
  PieceFn on_piece_;
  DoneFn on_done_;
  Lifetime answers_;
  std::atomic<std::uint64_t> asked_ = 0;  // a comment of an earlier number is not wanted any more

  // Worker.
  HttpClient http_;  // cancelled from the loop
  JpegFrames frames_;
  std::string dropped_line_;  // the last answer, where it only repeated the line before
  bool told_too_long_ = false;

  WorkerThread worker_;
};

}  // namespace np::openai
