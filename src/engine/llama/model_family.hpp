// The families of vision models that run in process: one row each in model_family.cpp holds what differs between them.
// What else differs is asked of the library and of the model's own file: the markup around a picture (LlamaEyes), the
// words around a turn (ChatFormat), whether positions can be moved (LlamaContext). Plain values; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/llama/gguf_file.hpp"
#include "video/frame.hpp"

namespace np {

// How a frame becomes the pictures that the vision part looks at.
struct FrameDetail {
  // The size that a frame is brought to before the library cuts it. `detail` is MAX_SLICE_NUMS, `patch` the vision
  // part's patch size in pixels.
  PictureSize (*fit)(PictureSize frame, int detail, int patch) = nullptr;
  // Of the pictures that the library cuts a frame into: which one shows all of it.
  enum class Overview { kNone, kFirst, kLast };
  Overview overview = Overview::kNone;
  int overview_alone_up_to = 0;  // the detail up to which the other pictures are left out
  int most_rows = 0;             // that a picture may become; 0: the library knows
};

struct ModelFamily {
  struct Decoder {
    std::string_view kind;  // general.architecture
    void (*check)(const GgufFile& model);
  };

  std::string_view name;              // for people
  std::string_view projector;         // clip.projector_type
  std::span<const Decoder> decoders;  // language parts that it has
  bool any_decoder = false;           // others are left to the library
  void (*check_vision)(const GgufFile& projector, std::int64_t width) = nullptr;
  // Where the projector's file shows how wide the rows are that it makes, which is the width of the language part.
  std::string_view output;
  int output_dimension = 0;
  FrameDetail frames;
};

// The family of these two files, which are checked as its row says. Throws Error: one that is not taken is named, with
// the way out; so are a damaged file and two files that do not belong together.
const ModelFamily& check_family(const GgufFile& model, const GgufFile& projector);

std::span<const ModelFamily> model_families();

}  // namespace np
