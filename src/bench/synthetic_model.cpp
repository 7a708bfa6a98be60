#include "bench/synthetic_model.hpp"

#include <algorithm>

#include "bench/synthetic_parts.hpp"

namespace np {

namespace {

std::optional<SyntheticShape> plain_shape(std::string_view name) {
  using enum SyntheticShape::Weights;
  if (name == "8b")
    return SyntheticShape{.width = 4096,
                          .layers = 36,
                          .feed_forward = 12288,
                          .heads = 32,
                          .kv_heads = 8,
                          .head_width = 128,
                          .vocabulary = 151748,
                          .tied = false,
                          .weights = kQ4KM,
                          .vision_width = 1152,
                          .vision_layers = 27,
                          .vision_feed_forward = 4304,
                          .vision_heads = 16};
  if (name == "0.5b")
    return SyntheticShape{.width = 1024,
                          .layers = 28,
                          .feed_forward = 3072,
                          .heads = 16,
                          .kv_heads = 8,
                          .head_width = 128,
                          .vocabulary = 151748,
                          .tied = true,
                          .weights = kQ4KM,
                          .vision_width = 768,
                          .vision_layers = 12,
                          .vision_feed_forward = 3072,
                          .vision_heads = 12};
  if (name == "tiny")
    return SyntheticShape{.width = 128,  // a head of MiniCPM's resampler
                          .layers = 2,
                          .feed_forward = 256,
                          .heads = 2,
                          .kv_heads = 1,
                          .head_width = 64,
                          .vocabulary = 0,
                          .tied = false,
                          .weights = kF32,
                          .vision_width = 64,
                          .vision_layers = 2,
                          .vision_feed_forward = 128,
                          .vision_heads = 2};
  return std::nullopt;
}

constexpr struct {
  std::string_view name;
  SyntheticShape::Family family;
} kOtherFamilies[] = {
    {"minicpm-v-4.6", SyntheticShape::Family::kMiniCpm46}, {"minicpm-v-4.7", SyntheticShape::Family::kMiniCpm47},
    {"smolvlm2", SyntheticShape::Family::kSmolVlm2},       {"qwen3-vl", SyntheticShape::Family::kQwen3Vl},
    {"qwen3.5", SyntheticShape::Family::kQwen35},          {"qwen2.5-vl", SyntheticShape::Family::kQwen25Vl},
    {"internvl3", SyntheticShape::Family::kInternVl3},     {"gemma-3", SyntheticShape::Family::kGemma3},
    {"gemma-4", SyntheticShape::Family::kGemma4},
};
constexpr std::string_view kSizes[] = {"tiny", "0.5b", "8b"};

}  // namespace

std::optional<SyntheticShape> synthetic_shape(std::string_view name) {
  const std::size_t dash = name.find('-');
  auto shape = plain_shape(name.substr(0, dash));
  if (!shape || dash == name.npos) return shape;
  const auto other = std::ranges::find(kOtherFamilies, name.substr(dash + 1), [](const auto& f) { return f.name; });
  if (other == std::end(kOtherFamilies)) return std::nullopt;
  shape->family = other->family;
  const bool tiny = name.starts_with("tiny");
  using enum SyntheticShape::Family;
  if (is_hybrid(other->family)) {
    shape->layers = tiny ? 4 : shape->layers / 4 * 4;  // one in four has full attention
    if (!tiny) {
      // A part of a head's dimensions turns with the position, so heads are large.
      shape->heads = shape->heads / 2;
      shape->kv_heads = shape->kv_heads / 4;
      shape->head_width = 2 * shape->head_width;
    }
  }
  switch (other->family) {
    case kSmolVlm2:
      shape->image = tiny ? 64 : 512;
      shape->patch = 16;
      break;
    case kQwen3Vl:
    case kQwen35:
      shape->image = tiny ? 64 : 768;
      shape->patch = 16;
      break;
    case kGemma3:
      shape->image = tiny ? 112 : 896;
      if (tiny) shape->layers = 6;  // one in six sees everything
      break;
    case kGemma4:
      shape->patch = tiny ? 8 : 16;
      if (tiny) shape->layers = 6;
      break;
    default: break;
  }
  return shape;
}

std::string synthetic_names() {
  std::string names;
  for (const std::string_view size : kSizes) {
    names += (names.empty() ? "" : ", ") + std::string(size);
    for (const auto& other : kOtherFamilies) names += ", " + std::string(size) + "-" + std::string(other.name);
  }
  return names;
}

ModelFiles write_synthetic_model(const SyntheticShape& shape, const std::filesystem::path& folder,
                                 const std::function<void(double)>& progress) {
  const ModelFiles files{folder / "model.gguf", folder / "mmproj.gguf"};
  // The vision part is about a sixth of it all.
  write_synthetic_vision(shape, files.projector, [&](double p) {
    if (progress) progress(p / 6);
  });
  write_synthetic_language(shape, files.model, [&](double p) {
    if (progress) progress((1 + p * 5) / 6);
  });
  return files;
}

}  // namespace np
