// One channel's eyes at a model server. Its own thread makes JPEGs of the frames as they come. A line is one stateless
// request, streamed back. If a server fails before its first word, the session asks another one.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "base/answers.hpp"
#include "base/metrics.hpp"
#include "base/newest_task.hpp"
#include "base/worker_thread.hpp"
#include "engine/answer_text.hpp"
#include "engine/engine.hpp"
#include "engine/openai/endpoints.hpp"
#include "engine/openai/frames.hpp"
#include "video/observed_frames.hpp"

namespace np::openai {

struct LineOptions {
  std::string model;                            // empty: the server's first
  Duration timeout = std::chrono::seconds(30);  // for a whole line
  double temperature = 0.7;
  double top_p = 0.8;
  int max_slices = 2;
  int max_input = 8192;  // tokens
};

class OpenAiSession final : public EngineSession {
 public:
  // `endpoints` outlive the session.
  OpenAiSession(Loop& loop, Endpoints& endpoints, LineOptions options);
  ~OpenAiSession() override {
    cancel();
    drop_question();
  }

  void observe(FramePtr frame) override;
  void expect(const Outlook& outlook) override;
  void comment(CommentRequest request, PieceFn on_piece, DoneFn on_done) override;
  void cancel() override;
  bool takes_questions() const override { return true; }
  void ask(Question question, AnswerFn on_answer) override;
  void drop_question() override;
  void reset() override;

 private:
  static constexpr std::size_t kMostTasks = 16;

  using Line = Answers<std::string, Answer>;

  // What is asked of whichever server, and who hears the answer.
  struct Asked {
    HttpClient& http;
    std::function<std::string(const Endpoints::Turn&)> body;
    int max_pieces;
    TimePoint until;
    std::function<bool()> wanted;
    std::function<void(std::string)> give;
  };

  // Worker.
  void encode_waiting();
  void write_line(const CommentRequest& request, const Line::Ticket& ticket);
  ChatRequest chat_for(const Endpoints::Turn& turn, int max_pieces) const;
  std::string body_for(const Endpoints::Turn& turn, const CommentRequest& request);
  // Either worker.
  void ask(Endpoints::Turn& turn, const Asked& asked, bool& begun);
  void stream(const Endpoints::Turn& turn, const Asked& asked, AnswerText& text);
  // The other worker.
  std::string answer(const Question& question, const Answers<int, std::string>::Ticket& ticket);

  Endpoints& endpoints_;
  const LineOptions options_;
  metrics::Counter& left_out_;
  Line answers_;
  Answers<int, std::string> questions_;
  ObservedFrames observed_;
  NewestTask newest_line_;

  std::mutex mutex_;
  std::optional<TimePoint> next_line_;

  // Worker.
  HttpClient http_;  // cancelled from the loop
  JpegFrames frames_;
  bool told_too_long_ = false;

  WorkerThread worker_;

  // Of questions: a connection of their own, so that a question that is dropped costs the lines nothing.
  HttpClient question_http_;
  NewestTask newest_question_;
  WorkerThread question_worker_;
};

}  // namespace np::openai
