#include "engine/llama/vision_checks.hpp"

#include <algorithm>

#include "base/format.hpp"

namespace np {
namespace {

constexpr std::int64_t kMostLayers = 512;
constexpr std::int64_t kWidest = 1 << 20;

// A vision transformer.
struct Tower {
  std::int64_t image, patch, width, feed_forward, layers, heads;
  std::int64_t side() const { return image / patch; }  // in patches
};

Tower check_tower_keys(const GgufFile& g) {
  Tower t;
  t.image = g.need("clip.vision.image_size", 14, 4096);
  t.patch = g.need("clip.vision.patch_size", 1, 256);
  if (t.image < t.patch) throw g.damaged("its key clip.vision.patch_size is out of range");
  t.width = g.need("clip.vision.embedding_length", 1, kWidest);
  t.feed_forward = g.need("clip.vision.feed_forward_length", 1, kWidest);
  t.layers = g.need("clip.vision.block_count", 1, kMostLayers);
  t.heads = g.need("clip.vision.attention.head_count", 1, 4096);
  if (t.width % t.heads != 0) throw g.damaged("its heads do not fit together");
  g.need_float("clip.vision.attention.layer_norm_epsilon");
  if (!g.number("clip.vision.projection_dim")) throw g.damaged("its key clip.vision.projection_dim is missing");
  for (const char* key : {"clip.vision.image_mean", "clip.vision.image_std"})
    if (!g.has_array(key, GGUF_TYPE_FLOAT32, 3)) throw g.damaged(np::format("its key {} is missing", key));
  return t;
}

struct TowerParts {
  bool fused = false;    // queries, keys and values in one matrix
  bool gate = false;     // of the feed-forward net
  bool biases = false;   // must be there
  bool norms = false;    // must be there
  bool may_swap = true;  // older converters exchange the names of the feed-forward net's two matrices
};

void check_tower_layers(const GgufFile& g, const Tower& t, TowerParts has) {
  for (std::int64_t i = 0; i < t.layers; ++i) {
    const std::string b = np::format("v.blk.{}.", i);
    const auto linear = [&](const std::string& name, std::int64_t in, std::int64_t out) {
      g.need_tensor(b + name + ".weight", {in, out});
      if (has.biases)
        g.need_tensor(b + name + ".bias", {out});
      else
        g.allow_tensor(b + name + ".bias", {out});
    };
    if (has.fused)
      linear("attn_qkv", t.width, 3 * t.width);
    else
      for (const char* part : {"attn_q", "attn_k", "attn_v"}) linear(part, t.width, t.width);
    linear("attn_out", t.width, t.width);
    const bool swapped =
        has.may_swap && t.width != t.feed_forward && g.has_shape(b + "ffn_down.weight", {t.width, t.feed_forward});
    linear(swapped ? "ffn_down" : "ffn_up", t.width, t.feed_forward);
    linear(swapped ? "ffn_up" : "ffn_down", t.feed_forward, t.width);
    if (has.gate) linear("ffn_gate", t.width, t.feed_forward);
    for (const char* part : {"ln1", "ln2"}) {
      if (has.norms)
        g.need_tensor(b + part + ".weight", {t.width});
      else
        g.allow_tensor(b + part + ".weight", {t.width});
      g.allow_tensor(b + part + ".bias", {t.width});
    }
  }
  for (const char* part : {"v.post_ln.weight", "v.post_ln.bias"}) g.allow_tensor(part, {t.width});
}

void need_linear(const GgufFile& g, const std::string& name, std::int64_t in, std::int64_t out) {
  g.need_tensor(name + ".weight", {in, out});
  g.need_tensor(name + ".bias", {out});
}

// Qwen's encoders read two pictures at a time and make one row of four patches.
constexpr std::int64_t kMerged = 4;

void check_qwen_keys(const GgufFile& g, const Tower& t) {
  if (g.number("clip.vision.spatial_merge_size").value_or(2) != 2)
    throw g.damaged("its key clip.vision.spatial_merge_size is out of range");
  if (t.width / t.heads % 4 != 0) throw g.damaged("its heads do not fit together");
  for (const char* name : {"v.patch_embd.weight", "v.patch_embd.weight.1"})
    g.need_tensor(name, {t.patch, t.patch, 3, t.width});
}

std::int64_t check_scale(const GgufFile& g, const Tower& t, std::int64_t usual) {
  const auto scale = g.number("clip.vision.projector.scale_factor").value_or(usual);
  if (scale < 1 || scale > 64 || t.image % t.patch != 0 || t.side() % scale != 0)
    throw g.damaged("its key clip.vision.projector.scale_factor is out of range");
  return scale;
}

void check_siglip(const GgufFile& g, const Tower& t, std::int64_t positions) {
  g.need_tensor("v.patch_embd.weight", {t.patch, t.patch, 3, t.width});
  g.allow_tensor("v.patch_embd.bias", {t.width});
  g.need_tensor("v.position_embd.weight", {t.width, positions});
  check_tower_layers(g, t, {});
}

void check_siglip(const GgufFile& g, const Tower& t) { check_siglip(g, t, t.side() * t.side()); }

// MiniCPM's towers know a place by its share of the picture.
constexpr std::int64_t kPlaces = 70 * 70;

}  // namespace

void check_projector_keys(const GgufFile& g) {
  struct Key {
    const char* name;
    gguf_type type;
  };
  constexpr Key kKeys[] = {
      {"general.architecture", GGUF_TYPE_STRING},
      {"general.name", GGUF_TYPE_STRING},
      {"general.description", GGUF_TYPE_STRING},
      {"clip.projector_type", GGUF_TYPE_STRING},
      {"clip.vision.projector_type", GGUF_TYPE_STRING},
      {"clip.has_vision_encoder", GGUF_TYPE_BOOL},
      {"clip.has_audio_encoder", GGUF_TYPE_BOOL},
      {"clip.use_gelu", GGUF_TYPE_BOOL},
      {"clip.use_silu", GGUF_TYPE_BOOL},
      {"clip.minicpmv_version", GGUF_TYPE_INT32},
      {"clip.minicpmv_query_num", GGUF_TYPE_UINT32},
      {"clip.vision.image_size", GGUF_TYPE_UINT32},
      {"clip.vision.preproc_image_size", GGUF_TYPE_UINT32},
      {"clip.vision.image_crop_resolution", GGUF_TYPE_UINT32},
      {"clip.vision.image_min_pixels", GGUF_TYPE_UINT32},
      {"clip.vision.image_max_pixels", GGUF_TYPE_UINT32},
      {"clip.vision.max_slice_nums", GGUF_TYPE_UINT32},
      {"clip.vision.preproc_min_tiles", GGUF_TYPE_UINT32},
      {"clip.vision.preproc_max_tiles", GGUF_TYPE_UINT32},
      {"clip.vision.patch_size", GGUF_TYPE_UINT32},
      {"clip.vision.embedding_length", GGUF_TYPE_UINT32},
      {"clip.vision.feed_forward_length", GGUF_TYPE_UINT32},
      {"clip.vision.block_count", GGUF_TYPE_UINT32},
      {"clip.vision.projection_dim", GGUF_TYPE_UINT32},
      {"clip.vision.projector.scale_factor", GGUF_TYPE_UINT32},
      {"clip.vision.spatial_merge_size", GGUF_TYPE_UINT32},
      {"clip.vision.n_wa_pattern", GGUF_TYPE_UINT32},
      {"clip.vision.window_size", GGUF_TYPE_UINT32},
      {"clip.vision.attention.head_count", GGUF_TYPE_UINT32},
      {"clip.vision.attention.layer_norm_epsilon", GGUF_TYPE_FLOAT32},
      {"clip.vision.image_mean", GGUF_TYPE_ARRAY},
      {"clip.vision.image_std", GGUF_TYPE_ARRAY},
      {"clip.vision.feature_layer", GGUF_TYPE_ARRAY},
      {"clip.vision.is_deepstack_layers", GGUF_TYPE_ARRAY},
      {"clip.vision.wa_layer_indexes", GGUF_TYPE_ARRAY},
      {"clip.vision.image_grid_pinpoints", GGUF_TYPE_ARRAY},
  };
  for (const auto& [name, type] : kKeys)
    if (g.has_key(name) && !g.has(name, type)) throw g.damaged(np::format("its key {} has the wrong type", name));
}

void check_resampler(const GgufFile& g, std::int64_t width) {
  const auto version = g.need("clip.minicpmv_version", 0, 1 << 30);
  constexpr std::int64_t kKnown[]{3, 4, 5, 6, 100045};
  if (!std::ranges::contains(kKnown, version))
    throw Error(ErrorKind::kUnsupported,
                np::format("{} is of a MiniCPM version that is not known here ({}): use MiniCPM-o 4.5's.",
                           shown(g.path()), version));
  constexpr std::int64_t kUsualQueries = 64;
  auto queries = g.number("clip.minicpmv_query_num").value_or(kUsualQueries);
  if (queries == 0) queries = kUsualQueries;
  if (queries < 1 || queries > 1024) throw g.damaged("its key clip.minicpmv_query_num is out of range");
  const Tower t = check_tower_keys(g);
  check_siglip(g, t, kPlaces);
  if (width % 128 != 0) throw g.damaged("its resampler's width is no multiple of 128");
  g.need_tensor("resampler.query", {width, queries});
  g.need_tensor("resampler.pos_embed_k", {width, 0});
  g.need_tensor("resampler.proj.weight", {width, width});
  g.need_tensor("resampler.kv.weight", {t.width, width});
  for (const char* part : {"q", "k", "v", "out"}) need_linear(g, np::format("resampler.attn.{}", part), width, width);
  for (const char* part : {"q", "kv", "post"})
    for (const char* what : {"weight", "bias"}) g.need_tensor(np::format("resampler.ln_{}.{}", part, what), {width});
}

void check_pixel_shuffle(const GgufFile& g, std::int64_t width) {
  const Tower t = check_tower_keys(g);
  const auto scale = check_scale(g, t, 0);
  const auto longest = g.number("clip.vision.preproc_image_size").value_or(t.image);
  if (longest < t.image || longest > 16 * t.image)
    throw g.damaged("its key clip.vision.preproc_image_size is out of range");
  check_siglip(g, t);
  g.need_tensor("mm.model.fc.weight", {t.width * scale * scale, width});
}

void check_slice_merger(const GgufFile& g, std::int64_t width) {
  const Tower t = check_tower_keys(g);
  if (g.number("clip.vision.projector.scale_factor").value_or(4) != 4 || t.image % (4 * t.patch) != 0)
    throw g.damaged("its key clip.vision.projector.scale_factor is out of range");
  const auto merged_behind = g.numbers("clip.vision.wa_layer_indexes");
  if (merged_behind.size() != 1 || merged_behind[0] < 0 || merged_behind[0] >= t.layers)
    throw g.damaged("its key clip.vision.wa_layer_indexes is out of range");
  check_siglip(g, t, kPlaces);
  const std::int64_t four = 4 * t.width;
  const std::string m = "v.vit_merger.";
  for (const char* what : {"weight", "bias"}) {
    g.need_tensor(m + "ln1." + what, {t.width});
    g.need_tensor(m + "ds_ln." + what, {four});
  }
  const auto linear = [&](const std::string& name, std::int64_t in, std::int64_t out) {
    g.need_tensor(name + ".weight", {in, out});
    g.allow_tensor(name + ".bias", {out});
  };
  for (const char* part : {"attn_q", "attn_k", "attn_v", "attn_out"}) linear(m + part, t.width, t.width);
  const auto hidden = [&](const std::string& up) { return g.side(up + ".weight", 1).value_or(four); };
  linear(m + "ds_ffn_up", four, hidden(m + "ds_ffn_up"));
  linear(m + "ds_ffn_down", hidden(m + "ds_ffn_up"), t.width);
  g.need_tensor("mm.input_norm.weight", {four});
  g.allow_tensor("mm.input_norm.bias", {four});
  linear("mm.up", four, hidden("mm.up"));
  linear("mm.down", hidden("mm.up"), width);
}

void check_canvas(const GgufFile& g, std::int64_t width) {
  check_slice_merger(g, width);
  g.need_tensor("v.tok_embd_sep", {width, 4});  // before and behind slices, and at the ends of their rows
}

void check_tile_shuffle(const GgufFile& g, std::int64_t width) {
  const Tower t = check_tower_keys(g);
  const auto scale = check_scale(g, t, 0);
  const auto least = g.number("clip.vision.preproc_min_tiles").value_or(1);
  const auto most = g.number("clip.vision.preproc_max_tiles").value_or(12);
  if (least < 1 || most < least || most > 64) throw g.damaged("its key clip.vision.preproc_max_tiles is out of range");
  g.need_tensor("v.class_embd", {t.width});
  check_siglip(g, t, t.side() * t.side() + 1);
  for (std::int64_t i = 0; i < t.layers; ++i) {
    const std::string b = np::format("v.blk.{}.", i);
    for (const char* part : {"ls1", "ls2", "attn_q_norm", "attn_k_norm"})
      g.allow_tensor(b + part + ".weight", {t.width});
  }
  const auto shuffled = t.width * scale * scale;
  for (const char* what : {"weight", "bias"}) g.need_tensor(std::string("mm.model.mlp.0.") + what, {shuffled});
  need_linear(g, "mm.model.mlp.1", shuffled, width);
  need_linear(g, "mm.model.mlp.3", width, width);
}

void check_gemma3_pooling(const GgufFile& g, std::int64_t width) {
  const Tower t = check_tower_keys(g);
  check_scale(g, t, 4);
  check_siglip(g, t);
  g.need_tensor("mm.input_projection.weight", {width, t.width});
  g.need_tensor("mm.soft_emb_norm.weight", {t.width});
}

void check_gemma4_pooling(const GgufFile& g, std::int64_t width) {
  const Tower t = check_tower_keys(g);
  if (g.number("clip.vision.projector.scale_factor").value_or(3) != 3)
    throw g.damaged("its key clip.vision.projector.scale_factor is out of range");
  const auto head = t.width / t.heads;
  if (head % 4 != 0) throw g.damaged("its heads do not fit together");
  g.need_tensor("v.patch_embd.weight", {t.patch, t.patch, 3, t.width});
  // A table for columns and one for rows. A picture of as many tokens as are read at once may be one row of them.
  g.need_tensor("v.position_embd.weight", {t.width, 0, 2});
  if (*g.side("v.position_embd.weight", 1) < 512 * 3 * 3)
    throw g.damaged("its tensor v.position_embd.weight has the wrong shape");
  check_tower_layers(g, t, {.gate = true, .norms = true, .may_swap = false});
  for (std::int64_t i = 0; i < t.layers; ++i) {
    const std::string b = np::format("v.blk.{}.", i);
    for (const char* part : {"attn_q_norm", "attn_k_norm"}) g.allow_tensor(b + part + ".weight", {head});
    for (const char* part : {"attn_post_norm", "ffn_post_norm"}) g.allow_tensor(b + part + ".weight", {t.width});
    g.allow_tensor(b + "out_scale.weight", {1});
  }
  for (const char* part : {"v.std_bias", "v.std_scale"}) g.allow_tensor(part, {t.width});
  g.need_tensor("mm.input_projection.weight", {t.width, width});
}

void check_qwen25_merger(const GgufFile& g, std::int64_t width) {
  const Tower t = check_tower_keys(g);
  check_qwen_keys(g, t);
  g.need("clip.vision.n_wa_pattern", 1, kMostLayers);
  if (g.need("clip.vision.projection_dim", 1, kWidest) != width)
    throw g.damaged("its key clip.vision.projection_dim is out of range");
  for (const char* name : {"v.patch_embd.bias", "v.class_embd"})
    if (g.has_tensor(name)) throw g.damaged(np::format("its tensor {} does not belong there", name));
  check_tower_layers(g, t, {.gate = true, .biases = true, .norms = true});
  need_linear(g, "mm.0", kMerged * t.width, kMerged * t.width);
  need_linear(g, "mm.2", kMerged * t.width, width);
}

void check_qwen3_merger(const GgufFile& g, std::int64_t width) {
  const Tower t = check_tower_keys(g);
  check_qwen_keys(g, t);
  g.need_tensor("v.patch_embd.bias", {t.width});
  g.need_tensor("v.position_embd.weight", {t.width, t.side() * t.side()});
  if (g.has_tensor("v.class_embd")) throw g.damaged("its tensor v.class_embd does not belong there");
  check_tower_layers(g, t, {.fused = true, .biases = true, .norms = true, .may_swap = false});
  need_linear(g, "mm.0", kMerged * t.width, kMerged * t.width);
  need_linear(g, "mm.2", kMerged * t.width, width);
  for (std::int64_t i = 0; i < t.layers; ++i) {
    const std::string d = np::format("v.deepstack.{}.", i);
    if (!g.has_tensor(d + "fc1.weight")) continue;
    for (const char* what : {"norm.weight", "norm.bias"}) g.need_tensor(d + what, {kMerged * t.width});
    need_linear(g, d + "fc1", kMerged * t.width, kMerged * t.width);
    need_linear(g, d + "fc2", kMerged * t.width, width);
  }
}

}  // namespace np
