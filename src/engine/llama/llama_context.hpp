// The state of one channel in a model: the cache of the last prompt, and the answer that is being written. Model thread
// only; everything blocks. Once `stop` is true, no call takes longer than one batch, one picture or one token.
// engine/llama/model_failure.hpp sorts its errors.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/llama/llama_model.hpp"

namespace np {

struct Sampling {
  double temperature = 0.7;  // 0: always the likeliest
  double top_p = 0.8;
  int top_k = 100;
  double repeat_penalty = 1.02;
  std::uint32_t seed = 0xFFFFFFFF;  // this value: a random one each time
  bool endless = false;             // writes until it is stopped: for measuring
};

class LlamaContext {
 public:
  // `sliding`: when a block leaves the front of the prompt, the rest of the cache is kept and moved up, although it was
  // read with that block in sight. Without it, and with a model whose positions cannot be moved, the cache keeps only a
  // part that equals a fresh reading exactly. Where layers remember in a state, which only goes forward, the cache goes
  // back to a copy of it: behind the first block, or in front of the last question.
  // Checks the memory first (LlamaModel::check_room_for_context); throws Error.
  LlamaContext(LlamaModel& model, const Sampling& sampling, bool sliding);
  ~LlamaContext();
  LlamaContext(const LlamaContext&) = delete;

  // A part of the prompt that may occur again: equal keys stand for equal content.
  struct Piece {
    std::uint64_t key;
    PromptBlockPtr block;
    bool fixed = false;  // stands in front of all frames
  };

  // Reads these blocks in this order, and reuses the part of the cache that is the same. False if it was stopped on the
  // way; blocks read so far stay. Throws Error if they do not fit or the library fails.
  bool read(const std::vector<Piece>& pieces, const std::atomic<bool>& stop);
  // The same with a block that is used once; it is then ready to write. The next call drops that block and the answer.
  bool begin_answer(const std::vector<Piece>& pieces, const PromptBlock& question, const std::atomic<bool>& stop);
  // From the next answer on, words are chosen with so much more temperature.
  void warm(double more);
  // The next token of the answer; nullopt where it is complete, the context is full, or it was stopped. Throws Error
  // where the model computes nonsense.
  std::optional<ModelToken> next(const std::atomic<bool>& stop);

  void forget();  // everything
  // The next read() that would slide reads everything anew instead.
  void forbid_sliding() { slides_ = kMostSlides; }

  int capacity() const;               // tokens
  std::vector<float> logits() const;  // of the last token read
  struct Counts {
    std::uint64_t tokens_read = 0;
    std::uint64_t tokens_kept = 0;  // found in the cache
    std::uint64_t slides = 0;
    double read_s = 0;
  };
  const Counts& counts() const { return counts_; }

  // Each slide approximates on top of the last one: after this many, everything is read anew.
  static constexpr int kMostSlides = 8;

 private:
  struct Impl;
  // A place in the sequence. A picture may take fewer positions than it has rows.
  struct Mark {
    int cells = 0;  // tokens and rows before it
    int position = 0;
    Mark after(const PromptBlock& block) const { return {cells + block.size, position + block.positions}; }
  };
  struct Kept {
    std::uint64_t key;
    Mark from;
    Mark to;
    bool fixed = false;
  };

  bool read(const std::vector<Piece>& pieces, const PromptBlock* question, const std::atomic<bool>& stop);
  bool feed(const std::vector<const PromptBlock*>& blocks, bool want_logits, const std::atomic<bool>& stop);
  bool feed(bool from_the_start, std::vector<const PromptBlock*> blocks, const PromptBlock* question,
            const std::atomic<bool>& stop);
  void make_sampler();
  ModelToken choose();
  void cut(Mark from);
  void keep_state();
  Mark restore_state(Mark at_most);
  void slide(std::size_t first, std::size_t count);

  LlamaModel& model_;
  std::unique_ptr<Impl> impl_;
  const Sampling sampling_;
  const bool sliding_;
  double warmth_ = 0;
  std::vector<Kept> kept_;
  Mark end_;  // of the cache
  int slides_ = 0;
  std::optional<ModelToken> pending_;  // sampled, not yet read
  Counts counts_;
};

}  // namespace np
