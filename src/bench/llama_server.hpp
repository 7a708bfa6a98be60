// llama.cpp's own programs as somebody to compare with: benchmarks and tests. They must be on the PATH. Blocks; throws
// Error.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/llama/llama_model.hpp"

namespace np {

// Runs a program to its end: what it wrote on standard output. Throws where it is not there or fails.
std::string output_of(std::vector<std::string> command);

// A Windows bitmap: what others decode from it is to the bit what our own engine is given.
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
  // The prompt as it is, markup and all, with the frames between its two parts, each on a line of its own. Always the
  // likeliest token; `count` of them; never one of `banned`, nor an end. Without `stream` the answer comes at once,
  // with the tokens that are no whole character, too.
  Answer ask(const std::string& before, const std::vector<FramePtr>& frames, const std::string& after, int count,
             const std::vector<ModelToken>& banned = {}, bool stream = true);
  double peak_memory_mb() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
