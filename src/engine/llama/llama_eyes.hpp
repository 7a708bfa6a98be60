// The vision part of a model in process: makes a block of a prompt of each frame. Belongs to the engine's model thread;
// everything blocks.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include "engine/llama/model_family.hpp"
#include "engine/llama/prompt_block.hpp"
#include "video/frame.hpp"

struct ggml_backend_device;
struct llama_model;

namespace np {

struct EyesOptions {
  std::filesystem::path projector;
  FrameDetail frames;
  int detail = 2;
  int patch = 1;  // pixels
  int threads = 1;
  ggml_backend_device* device = nullptr;  // nullptr: the processor
  bool plain_math = false;                // no flash attention
};

class LlamaEyes {
 public:
  // `progress`: as LlamaModel's. Throws Error.
  LlamaEyes(const llama_model* language, const EyesOptions& options, const std::function<bool(double)>& progress);
  ~LlamaEyes();
  LlamaEyes(const LlamaEyes&) = delete;

  // The rows that it makes of a picture see each other in both directions: they are read in one batch, by themselves.
  bool rows_see_each_other() const;
  // What stands before the frame that is the `n`th of a prompt, from 0; empty for a family that numbers no pictures.
  PromptBlock number(std::size_t n) const;
  // The number of tokens and rows that a frame of this shape becomes, without what number() is.
  int frame_tokens(PictureSize frame) const;
  // Encodes the frame; nullptr if `stop` became true between two of its pictures. Throws Error.
  std::shared_ptr<PromptBlock> encode(const VideoFrame& frame, const std::atomic<bool>& stop);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
