// A model in process through llama.cpp's libraries: its weights, its words and its eyes. A LlamaContext holds one
// channel's state in it. Everything here blocks and belongs to the engine's model thread, except where noted.
// engine/llama/model_failure.hpp sorts its errors.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/llama/llama_eyes.hpp"
#include "engine/llama/model_files.hpp"
#include "engine/llama/prompt_block.hpp"

struct llama_model;
struct llama_vocab;

namespace np {

struct LlamaOptions {
  ModelFiles files;
  std::string device;       // as `nerdpudding devices` names it; "cpu": no GPU; empty: any GPU there is
  int gpu_layers = -1;      // -1: as many as fit
  int threads = 0;          // 0: the machine's cores
  int slices = 2;           // detail of a frame: 1, 2 or 3 (FrameDetail)
  int context = 8704;       // tokens that a channel's context holds, with the answer
  bool plain_math = false;  // 32-bit cache, no flash attention: for comparing results bit by bit
  // Bytes that are free for one more context; empty: it asks the device, or the machine.
  std::function<std::uint64_t()> free_memory;
};

// A device's memory for this many of the model's layers, with the whole vision part; if these are all layers, also with
// the output.
std::uint64_t device_bytes(const ModelFacts& facts, int context, int layers);
// The most of the wanted layers that fit into this memory.
int layers_that_fit(const ModelFacts& facts, int context, std::uint64_t free, int wanted);

class LlamaModel {
 public:
  // Called while it loads, with 0 to 1; false ends it, and the constructor throws.
  using ProgressFn = std::function<bool(double)>;

  // Loads the libraries' backends first, unless they are loaded. Throws Error: one sentence with the next step.
  LlamaModel(const LlamaOptions& options, const ProgressFn& progress);
  ~LlamaModel();
  LlamaModel(const LlamaModel&) = delete;

  const ModelFacts& facts() const;
  const LlamaOptions& options() const;
  // "NVIDIA H200, 36 of 36 layers": for people.
  const std::string& where() const;
  int threads() const;

  // Any thread. Recognises special tokens ("<|im_start|>") only if `special`: never in a user's text.
  std::vector<ModelToken> tokens(std::string_view text, bool special) const;
  bool ends_answer(ModelToken token) const;
  // Bytes; a character may be split over several tokens.
  std::string text(ModelToken token) const;
  // Tokens that it must never write: markup, thinking.
  const std::vector<ModelToken>& unspeakable() const;

  // Throws ModelFailure if the free memory is too little for one more context. Loading has counted only one, and other
  // programs take memory, too.
  void check_room_for_context() const;

  // The beginning of a prompt, up to where the user's turn has been opened: frames follow. `profile` may be empty.
  PromptBlock head(std::string_view profile) const;
  // The end of a prompt: the user's text, and the opening of the model's turn.
  PromptBlock question(std::string_view text) const;

  LlamaEyes& eyes();

  llama_model* raw() const;
  const llama_vocab* vocabulary() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
