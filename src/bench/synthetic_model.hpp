// Model files with random weights in the shape of real ones: their words are noise, their cost is real. For benchmarks
// without a download and for tests with the real library.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/llama/model_files.hpp"

namespace np {

struct SyntheticShape {
  enum class Weights { kF32, kQ4KM };
  enum class Family {
    kMiniCpm,
    kMiniCpm46,
    kMiniCpm47,
    kSmolVlm2,
    kQwen3Vl,
    kQwen35,
    kQwen25Vl,
    kInternVl3,
    kGemma3,
    kGemma4
  };

  Family family = Family::kMiniCpm;
  // The language part.
  int width = 0;
  int layers = 0;
  int feed_forward = 0;
  int heads = 0;
  int kv_heads = 0;
  int head_width = 0;
  int vocabulary = 0;  // at least the bytes and the special tokens
  bool tied = false;   // the output matrix is the embeddings'
  Weights weights = Weights::kF32;
  // The vision part.
  int vision_width = 0;
  int vision_layers = 0;
  int vision_feed_forward = 0;
  int vision_heads = 0;
  int image = 448;  // pixels
  int patch = 14;   // pixels
};

// "8b": MiniCPM-o 4.5 in Q4_K_M; "0.5b": Qwen3-0.6B with a SigLIP-base; "tiny": loads in no time. Behind a dash follows
// another family, as in "tiny-qwen3-vl"; synthetic_names() lists them all.
std::optional<SyntheticShape> synthetic_shape(std::string_view name);
std::string synthetic_names();

// Blocks; "8b" takes 6 GB and some time. The same shape gives the same bytes. Writes model.gguf and mmproj.gguf into
// the folder, which exists; `progress` gets 0 to 1. Throws Error.
ModelFiles write_synthetic_model(const SyntheticShape& shape, const std::filesystem::path& folder,
                                 const std::function<void(double)>& progress = {});

}  // namespace np
