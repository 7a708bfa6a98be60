// One channel on the model's thread. It decides which frames to look at before a comment asks, reads ahead as much of
// the next prompt as it can, and writes the answer. It has two sides: the session's calls (any thread, never block) and
// work(), which the engine's model thread calls again and again.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/metrics.hpp"
#include "engine/engine.hpp"
#include "engine/llama/llama_context.hpp"
#include "engine/llama/llama_model.hpp"
#include "engine/llama/llama_pace.hpp"
#include "engine/llama/model_failure.hpp"

namespace np {

struct LlamaChannelOptions {
  Sampling sampling;
  bool sliding = true;  // see LlamaContext
  bool live = true;     // false: frames have their own time, and none is left out to save time
  // A requested frame that the model has not seen is worth this much time; the newest one is worth any.
  double patience_s = 0.15;
  int max_input = 8192;  // tokens of a prompt, its frames included
};

class LlamaChannel {
 public:
  // Both are called on the model thread.
  struct Ask {
    CommentRequest request;
    std::function<void(std::string piece)> give;
    std::function<void(std::expected<Answer, Error>)> done;
    std::optional<Question> question = {};  // in place of the request
  };

  explicit LlamaChannel(LlamaChannelOptions options);

  // Any thread.
  void observe(FramePtr frame);
  void expect(const Outlook& outlook);
  void ask(Ask ask);
  void cancel();  // drops the request, and the one under way
  void reset();   // also drops all frames
  void close();   // for good

  enum class Worked {
    kNot,     // there is nothing to do
    kSome,    // something, which tells nothing about the device
    kWell,    // the device has computed
    kFailed,  // it has failed to, as far as can be told (engine/llama/model_failure.hpp)
  };
  // Model thread. Does the most urgent work, if any. Throws nothing: the answer carries the error. If there is no
  // memory for its context, the channel tries again at its next comment.
  Worked work(LlamaModel& model);
  bool closed() const { return closed_; }
  // Ends every open request with this error; no answer comes any more. Also works in the middle of a work() that never
  // returns.
  void lose(const Error& why);
  // When there will be work without new input; nullopt: never.
  std::optional<TimePoint> next_work() const;
  LlamaPace pace() const;
  LlamaContext::Counts counts() const;
  int last_prompt_tokens() const { return last_prompt_tokens_; }

 private:
  struct Seen {
    std::uint64_t id;
    TimePoint captured_at;
    PromptBlockPtr block;
    bool after_break;
  };
  static constexpr std::size_t kMostWaiting = 8;

  Worked look_ahead(LlamaModel& model, const Outlook& outlook);
  FramePtr worth_encoding(const Outlook& outlook);
  const Seen* encode(LlamaModel& model, const FramePtr& frame);
  std::vector<const Seen*> likely_next(const Outlook& outlook) const;
  void answer(LlamaModel& model, const Ask& ask);
  void answer_question(LlamaModel& model, const Ask& ask);
  void read_head(const LlamaModel& model, const std::string& text);
  void read_memory(const LlamaModel& model, const std::string& text);
  std::vector<const Seen*> frames_for(LlamaModel& model, const CommentRequest& request);
  std::vector<LlamaContext::Piece> prompt_of(LlamaModel& model, const std::vector<const Seen*>& frames) const;
  void encode_meanwhile(LlamaModel& model);
  int write(LlamaModel& model, const Ask& ask);
  Worked failed(const ModelFailure& why);
  void done(std::expected<Answer, Error> outcome);
  const Seen* seen(std::uint64_t id) const;
  void drop_old(std::size_t keep);

  const LlamaChannelOptions options_;
  metrics::Counter& dropped_;
  std::atomic<bool> stop_ = false;  // nobody wants the work under way any more
  std::atomic<bool> closed_ = false;

  mutable std::mutex mutex_;
  std::deque<FramePtr> waiting_;  // observed and not encoded
  Outlook outlook_;
  std::optional<Ask> ask_;
  bool begin_anew_ = false;
  Duration interval_{};  // between two observed frames
  std::optional<TimePoint> newest_at_;
  LlamaPace pace_;
  LlamaContext::Counts counts_;

  // Model thread.
  std::optional<Ask> answering_;
  std::unique_ptr<LlamaContext> context_;  // made by the first answer
  std::deque<Seen> seen_;                  // by capture
  std::string head_text_;                  // of the last prompt
  PromptBlockPtr head_;
  std::uint64_t head_key_ = 0;
  std::string memory_text_;  // of the next one; empty: there is no such block
  PromptBlockPtr memory_;
  std::uint64_t memory_key_ = 0;
  std::vector<LlamaContext::Piece> cached_;  // what the context was last given to read, the question aside
  std::vector<std::uint64_t> read_ahead_;    // frames that the cache holds already
  bool told_too_long_ = false;
  std::atomic<int> last_prompt_tokens_ = 0;
};

}  // namespace np
