// Measures a model on this machine as a channel would use it: `nerdpudding bench`. The rest of this folder supports
// that: a model of any size without a download, and llama.cpp's own programs for comparison. Tests use both. Blocks;
// the calling thread drives.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "engine/llama/llama_model.hpp"

namespace np {

struct ModelBenchPlan {
  double capture_fps = 5;
  int frames = 4;  // a cycle
  int frame_side = 448;
  int cycles = 12;
  int answer = 16;      // tokens
  bool memory = false;  // as much is remembered as a show remembers at most, and each fourth cycle changes it
};

struct Percentiles {
  double p50 = 0;
  double p95 = 0;
};
Percentiles percentiles(std::vector<double> values);

struct ModelFigures {
  std::string device;
  double encode_ms = 0;  // a frame
  double prefill_tokens_per_s = 0;
  double decode_tokens_per_s = 0;
  double frames_per_s = 0;     // rate of the frames: CAPTURE_FPS, or the highest rate that the device keeps up with
  int prompt_tokens = 0;       // of a cycle
  Percentiles first_piece_ms;  // from the newest frame's capture
  Percentiles cycle_ms;
  double peak_memory_mb = 0;  // of this process
};
ModelFigures measure_model(LlamaModel& model, const ModelBenchPlan& plan);

// Sends the same frames and text in one request each to llama.cpp's own server; llama-bench measures decoding. Both
// programs must be on the PATH. Throws Error.
ModelFigures measure_llama_server(const LlamaOptions& options, const ModelBenchPlan& plan);

// The benchmark's prompt; the caller adds the frames.
CommentRequest bench_request();
FramePtr bench_frame(std::uint64_t id, int side);

}  // namespace np
