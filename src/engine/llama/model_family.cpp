#include "engine/llama/model_family.hpp"

#include <algorithm>
#include <cmath>

#include "base/format.hpp"
#include "engine/llama/decoder_checks.hpp"
#include "engine/llama/vision_checks.hpp"
#include "engine/messages.hpp"

namespace np {
namespace {

// Whole units, and never more than so many pixels.
PictureSize fitted(PictureSize frame, double pixels, int unit) {
  const double scale = std::sqrt(pixels / (static_cast<double>(frame.width) * frame.height));
  const auto whole = [&](int side) { return std::max(unit, static_cast<int>(side * scale / unit + 1e-6) * unit); };
  return {whole(frame.width), whole(frame.height)};
}

// MiniCPM's slices are that large; one pixel more, and one slice more would be made of it.
PictureSize fit_slices(PictureSize frame, int detail, int patch) {
  constexpr int kSlicePixels = 448 * 448;
  return fitted(frame, static_cast<double>(detail) * kSlicePixels, patch);
}

// The same where rows are made of 4 by 4 patches.
PictureSize fit_merged_slices(PictureSize frame, int detail, int patch) { return fit_slices(frame, detail, 4 * patch); }

// As many whole tiles as the detail allows, in the order that is nearest to the frame's shape. InternVL stretches a
// frame over them, too, and adds an overview where there is more than one.
PictureSize fit_tiles(PictureSize frame, int detail, int patch) {
  const int side = 32 * patch;
  const double shape = std::log(static_cast<double>(frame.width) / frame.height);
  PictureSize best{1, 1};
  double least = std::abs(shape);
  for (int across = 1; across <= detail; ++across)
    for (int down = 1; across * down <= detail; ++down) {
      const double off = std::abs(shape - std::log(static_cast<double>(across) / down));
      if (off > least - 1e-9 && (off > least + 1e-9 || across * down <= best.width * best.height)) continue;
      least = off;
      best = {across, down};
    }
  return {best.width * side, best.height * side};
}

// Qwen's encoders make a token of each 2 by 2 patches, whatever the picture's size.
PictureSize fit_tokens(PictureSize frame, int detail, int patch) {
  constexpr int kTokens = 128;
  const int unit = 2 * patch;
  return fitted(frame, static_cast<double>(detail) * kTokens * unit * unit, unit);
}

// Gemma 4's encoder makes a token of each 3 by 3 patches; it was trained with 70, 140, 280 and more of them.
PictureSize fit_pooled(PictureSize frame, int detail, int patch) {
  constexpr int kTokens = 140;
  const int unit = 3 * patch;
  return fitted(frame, static_cast<double>(detail) * kTokens * unit * unit, unit);
}

// The library scales it itself.
PictureSize as_it_is(PictureSize frame, int, int) { return frame; }

constexpr ModelFamily::Decoder kQwen3[] = {{"qwen3", check_qwen3_decoder}};
constexpr ModelFamily::Decoder kLlama[] = {{"llama", check_plain_decoder}};
constexpr ModelFamily::Decoder kQwen3Vl[] = {{"qwen3vl", check_qwen3vl_decoder}, {"qwen35", check_qwen35_decoder}};
constexpr ModelFamily::Decoder kQwen35[] = {{"qwen35", check_qwen35_decoder}};
constexpr ModelFamily::Decoder kQwen2Or3[] = {{"qwen2", check_qwen2_decoder}, {"qwen3", check_qwen3_decoder}};
constexpr ModelFamily::Decoder kQwen2Vl[] = {{"qwen2vl", check_qwen2vl_decoder}};
constexpr ModelFamily::Decoder kGemma3[] = {{"gemma3", check_gemma3_decoder}};
constexpr ModelFamily::Decoder kGemma4[] = {{"gemma4", check_gemma4_decoder}};

constexpr ModelFamily kFamilies[] = {
    {.name = "MiniCPM-o and MiniCPM-V up to 4.5",
     .projector = "resampler",
     .decoders = kQwen3,
     .any_decoder = true,
     .check_vision = check_resampler,
     .output = "resampler.query",
     .frames = {fit_slices, FrameDetail::Overview::kFirst, 1}},
    {.name = "MiniCPM-V 4.6",
     .projector = "minicpmv4_6",
     .decoders = kQwen35,
     .check_vision = check_slice_merger,
     .output = "mm.down.weight",
     .output_dimension = 1,
     .frames = {fit_merged_slices, FrameDetail::Overview::kFirst, 1}},
    // All slices of a picture are one canvas to it, with places of their own.
    {.name = "MiniCPM-V 4.7",
     .projector = "minicpmv4_7",
     .decoders = kQwen35,
     .check_vision = check_canvas,
     .output = "mm.down.weight",
     .output_dimension = 1,
     .frames = {fit_merged_slices}},
    {.name = "SmolVLM2",
     .projector = "idefics3",
     .decoders = kLlama,
     .check_vision = check_pixel_shuffle,
     .output = "mm.model.fc.weight",
     .output_dimension = 1,
     .frames = {as_it_is, FrameDetail::Overview::kLast, 2}},
    {.name = "Qwen3-VL and Qwen3.5",
     .projector = "qwen3vl_merger",
     .decoders = kQwen3Vl,
     .check_vision = check_qwen3_merger,
     .output = "mm.2.bias",
     .frames = {fit_tokens}},
    {.name = "Qwen2.5-VL",
     .projector = "qwen2.5vl_merger",
     .decoders = kQwen2Vl,
     .check_vision = check_qwen25_merger,
     .output = "mm.2.bias",
     .frames = {fit_tokens}},
    {.name = "InternVL3 and 3.5",
     .projector = "internvl",
     .decoders = kQwen2Or3,
     .check_vision = check_tile_shuffle,
     .output = "mm.model.mlp.3.bias",
     .frames = {fit_tiles}},
    {.name = "Gemma 3",
     .projector = "gemma3",
     .decoders = kGemma3,
     .check_vision = check_gemma3_pooling,
     .output = "mm.input_projection.weight",
     .frames = {as_it_is}},
    {.name = "Gemma 4",
     .projector = "gemma4v",
     .decoders = kGemma4,
     .check_vision = check_gemma4_pooling,
     .output = "mm.input_projection.weight",
     .output_dimension = 1,
     .frames = {.fit = fit_pooled, .most_rows = 512}},  // they see each other, so one batch holds them
};

// Names for people of families that are not taken.
struct Stranger {
  std::string_view projector;
  std::string_view name;
};
constexpr Stranger kStrangers[] = {
    {"qwen2vl_merger", "Qwen2-VL"},
    {"qwen2.5o", "Qwen2.5-Omni"},
    {"gemma3nv", "Gemma 3n"},
    {"gemma4uv", "Gemma 4 without an encoder of pictures"},
    {"mlp", "LLaVA"},
    {"pixtral", "Pixtral"},
    {"llama4", "Llama 4"},
    {"lfm2", "LFM2-VL"},
    {"kimivl", "Kimi-VL"},
    {"glm4v", "GLM-4V"},
};

std::string family_names() {
  std::string names;
  for (const ModelFamily& family : kFamilies) names += (names.empty() ? "" : "; ") + std::string(family.name);
  return names;
}

Error not_taken(const GgufFile& file, const std::string& what) {
  return Error(ErrorKind::kUnsupported,
               np::format(messages::kFamilyNotTaken, shown(file.path()), what, family_names()));
}

const ModelFamily& family_of(const GgufFile& projector) {
  std::string type = projector.text("clip.projector_type");
  if (type.empty()) type = projector.text("clip.vision.projector_type");
  if (type.empty()) throw projector.damaged("its key clip.projector_type is missing");
  const auto family = std::ranges::find(kFamilies, type, &ModelFamily::projector);
  if (family != std::end(kFamilies)) return *family;
  const auto stranger = std::ranges::find(kStrangers, type, &Stranger::projector);
  throw not_taken(projector, stranger == std::end(kStrangers)
                                 ? np::format("a family that is not known here (\"{}\")", type)
                                 : std::string(stranger->name));
}

}  // namespace

std::span<const ModelFamily> model_families() { return kFamilies; }

const ModelFamily& check_family(const GgufFile& model, const GgufFile& projector) {
  const ModelFamily& family = family_of(projector);
  const std::string kind = model.text("general.architecture");
  const auto decoder = std::ranges::find(family.decoders, kind, &ModelFamily::Decoder::kind);
  if (decoder == family.decoders.end() && !family.any_decoder)
    throw not_taken(model, np::format("{} with a language part of the kind \"{}\"", family.name, kind));
  // Of a model in several files this is only the first.
  if (decoder != family.decoders.end() && model.number("split.count").value_or(1) <= 1) decoder->check(model);
  const std::int64_t width = model.number(kind + ".embedding_length").value_or(0);
  if (projector.side(std::string(family.output), family.output_dimension).value_or(width) != width)
    throw Error(ErrorKind::kInvalid,
                np::format(messages::kModelPartsDiffer, shown(model.path()), shown(projector.path())));
  family.check_vision(projector, width);
  return family;
}

}  // namespace np
