// What the library trusts blindly in a vision part's file, and would end the whole process over. Each of these throws
// Error: one sentence with the next step. A family's row in model_family.cpp names the ones that look after it.
#pragma once

#include <cstdint>

#include "engine/llama/gguf_file.hpp"

namespace np {

// The types of all keys that a projector may have.
void check_projector_keys(const GgufFile& projector);

// Vision parts; `width` is the language part's.
void check_resampler(const GgufFile& projector, std::int64_t width);      // MiniCPM
void check_pixel_shuffle(const GgufFile& projector, std::int64_t width);  // Idefics 3
void check_qwen25_merger(const GgufFile& projector, std::int64_t width);
void check_qwen3_merger(const GgufFile& projector, std::int64_t width);
void check_slice_merger(const GgufFile& projector, std::int64_t width);  // MiniCPM-V 4.6
void check_canvas(const GgufFile& projector, std::int64_t width);        // MiniCPM-V 4.7
void check_tile_shuffle(const GgufFile& projector, std::int64_t width);  // InternVL
void check_gemma3_pooling(const GgufFile& projector, std::int64_t width);
void check_gemma4_pooling(const GgufFile& projector, std::int64_t width);

}  // namespace np
