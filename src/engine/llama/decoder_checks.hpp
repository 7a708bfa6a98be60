// What the library trusts blindly in a language part's file, and would end the whole process over. Each of these throws
// Error: one sentence with the next step. A family's row in model_family.cpp names the ones that look after it.
#pragma once

#include "engine/llama/gguf_file.hpp"

namespace np {

// The tokenizer of any language part.
void check_tokenizer(const GgufFile& model);

// Language parts, by what their layers have beside attention and a gated feed-forward net.
void check_plain_decoder(const GgufFile& model);    // Llama
void check_qwen2vl_decoder(const GgufFile& model);  // biases, positions in three dimensions
void check_qwen3_decoder(const GgufFile& model);    // norms of the heads
void check_qwen3vl_decoder(const GgufFile& model);  // the same, and positions in three dimensions
void check_gemma3_decoder(const GgufFile& model);   // norms of the heads and behind each part
void check_gemma4_decoder(const GgufFile& model);   // windows, shared caches, a row for each layer; no experts
void check_qwen2_decoder(const GgufFile& model);    // biases
void check_qwen35_decoder(const GgufFile& model);   // three layers in four remember in a state, not in a cache
// For a kind that the library is left to check.
inline void check_no_decoder(const GgufFile&) {}

}  // namespace np
