// Runs llama.cpp's own programs for comparison, in benchmarks and tests. They must be on the PATH. Blocks; throws
// Error.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/llama/llama_model.hpp"

namespace np {

// Runs a program to its end and returns its standard output. Throws if it is missing or fails.
std::string output_of(std::vector<std::string> command);

// A Windows bitmap: other programs decode from it exactly the pixels that our own engine gets.
std::string bitmap_file(const VideoFrame& frame);

// A llama-server with one slot on a free port of 127.0.0.1, ended with the object.
class LlamaServer {
 public:
  explicit LlamaServer(const LlamaOptions& options);
  ~LlamaServer();

  struct Answer {
    std::string text;
    std::vector<ModelToken> tokens;
    double first_ms = 0;  // from the request to the first piece
    double total_ms = 0;
    int prompt_tokens = 0;
    double prefill_tokens_per_s = 0;
  };
  // Sends the prompt unchanged, markup and all, with each frame on its own line between the two parts. Asks for `count`
  // tokens, always the likeliest one, never one of `banned` or an end. Without `stream`, the answer comes at once, and
  // includes tokens that are no whole character.
  Answer ask(const std::string& before, const std::vector<FramePtr>& frames, const std::string& after, int count,
             const std::vector<ModelToken>& banned = {}, bool stream = true);
  // What the server makes of a profile and a question by the model's own template: the text before the frames, and that
  // after them.
  std::pair<std::string, std::string> prompt_around_frames(const std::string& profile, const std::string& question);
  double peak_memory_mb() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
