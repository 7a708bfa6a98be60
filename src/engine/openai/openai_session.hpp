// One channel's eyes at a model server. Frames become JPEG on a thread of the session's own as they come; a line is one
// stateless request there, streamed back. Where a server fails before its first word, another one is asked.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "base/answers.hpp"
#include "base/metrics.hpp"
#include "base/worker_thread.hpp"
#include "engine/answer_text.hpp"
#include "engine/engine.hpp"
#include "engine/openai/endpoints.hpp"
#include "engine/openai/frames.hpp"
#include "video/observed_frames.hpp"

namespace np::openai {

struct LineOptions {
  std::string model;                            // empty: the server's first
  Duration timeout = std::chrono::seconds(30);  // of a line, all told
  double temperature = 0.7;
  double top_p = 0.8;
  int max_slices = 2;
  int max_input = 8192;  // tokens
};

class OpenAiSession final : public EngineSession {
 public:
  // `endpoints` outlive the session.
  OpenAiSession(Loop& loop, Endpoints& endpoints, LineOptions options);
  ~OpenAiSession() override { cancel(); }

  void observe(FramePtr frame) override;
  void expect(const Outlook& outlook) override;
  void comment(CommentRequest request, PieceFn on_piece, DoneFn on_done) override;
  void cancel() override;
  void reset() override;

 private:
  static constexpr std::size_t kMostTasks = 16;

  using Line = Answers<std::string, Answer>;

  // Worker.
  void encode_waiting();
  void write_line(const CommentRequest& request, const Line::Ticket& ticket);
  void ask(Endpoints::Turn& turn, const CommentRequest& request, TimePoint until, bool& begun,
           const Line::Ticket& ticket);
  void stream(const Endpoints::Turn& turn, const CommentRequest& request, TimePoint until, AnswerText& text,
              const Line::Ticket& ticket);
  std::string body_for(const Endpoints::Turn& turn, const CommentRequest& request);

  Endpoints& endpoints_;
  const LineOptions options_;
  metrics::Counter& left_out_;
  Line answers_;
  ObservedFrames observed_;

  std::mutex mutex_;
  std::optional<TimePoint> next_line_;

  // Worker.
  HttpClient http_;  // cancelled from the loop
  JpegFrames frames_;
  bool told_too_long_ = false;

  WorkerThread worker_;
};

}  // namespace np::openai
