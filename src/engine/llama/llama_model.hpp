// A model in process through llama.cpp's libraries: its weights, its words and its eyes. What one channel keeps of it is
// a LlamaContext. Everything here blocks and belongs to the engine's model thread, but for what says otherwise. Its
// errors are sorted in engine/llama/model_failure.hpp.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/llama/model_files.hpp"
#include "video/frame.hpp"

struct llama_model;
struct llama_vocab;

namespace np {

struct LlamaOptions {
  ModelFiles files;
  std::string device;       // as `nerdpudding devices` names it; "cpu": none; empty: whatever GPU there is
  int gpu_layers = -1;      // -1: as many as fit
  int threads = 0;          // 0: the machine's cores
  int slices = 2;           // detail of a frame: 1, 2 or 3
  int context = 8704;       // tokens that a channel's context holds, answer included
  bool plain_math = false;  // 32-bit cache, no flash attention: for comparing results bit by bit
  // Bytes that are free for one context more; empty: the device, or the machine, is asked.
  std::function<std::uint64_t()> free_memory;
};

using ModelToken = std::int32_t;

// Part of a prompt as the model takes it: tokens, and pictures as rows of numbers between them.
struct PromptBlock {
  struct Run {
    std::vector<ModelToken> tokens;
    std::vector<float> rows;  // instead of tokens: `count` rows of the model's width
    int count = 0;
  };
  std::vector<Run> runs;
  int size = 0;  // tokens and rows

  void add(std::vector<ModelToken> tokens);
  void add_rows(std::vector<float> rows, int count);
};
using PromptBlockPtr = std::shared_ptr<const PromptBlock>;

// What so many of the model's layers need of a device's memory. The vision part is there whole, and with all the layers
// the output.
std::uint64_t device_bytes(const ModelFacts& facts, int context, int layers);
// The most of the wanted layers that so much memory holds.
int layers_that_fit(const ModelFacts& facts, int context, std::uint64_t free, int wanted);

class LlamaModel {
 public:
  // What goes on while it loads: 0 to 1; false ends it, which throws.
  using ProgressFn = std::function<bool(double)>;

  // Loads the libraries' backends first, where that has not been done. Throws Error: one sentence with the next step.
  LlamaModel(const LlamaOptions& options, const ProgressFn& progress);
  ~LlamaModel();
  LlamaModel(const LlamaModel&) = delete;

  const ModelFacts& facts() const;
  const LlamaOptions& options() const;
  // "NVIDIA H200, 36 of 36 layers": for people.
  const std::string& where() const;
  int threads() const;

  // Any thread. Special tokens ("<|im_start|>") are recognised only where `special`: never in a user's text.
  std::vector<ModelToken> tokens(std::string_view text, bool special) const;
  bool ends_answer(ModelToken token) const;
  // Bytes; a character may be split over several tokens.
  std::string text(ModelToken token) const;
  // Those that are never to be written: markup, thinking.
  const std::vector<ModelToken>& unspeakable() const;

  // Throws ModelFailure where the memory that is free is too little for one context more. Loading has counted one only,
  // and other programs take memory, too.
  void check_room_for_context() const;

  // How many tokens a frame becomes, for frames of this shape.
  int frame_tokens(int width, int height) const;
  // The frame as the model sees it; nullptr where `stop` became true between two of its slices. Throws Error.
  PromptBlockPtr encode(const VideoFrame& frame, const std::atomic<bool>& stop);

  llama_model* raw() const;
  const llama_vocab* vocabulary() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
