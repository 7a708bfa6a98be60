#include "bench/gguf_writer.hpp"
#include "bench/synthetic_parts.hpp"

namespace np {
namespace {

using enum SyntheticShape::Family;
using Fill = GgufWriter::Fill;

constexpr int kPositionBuckets = 70;  // of MiniCPM's tower
constexpr int kQueries = 64;
constexpr int kShuffled = 2;    // patches to a row's side in SmolVLM2 and InternVL
constexpr int kPooled = 3;      // patches to a row in each direction, in Gemma 4
constexpr int kSeparators = 4;  // between the slices on MiniCPM-V 4.7's canvas
constexpr int kMerged = 4;      // patches to a row in Qwen

const char* projector_of(SyntheticShape::Family family) {
  switch (family) {
    case kMiniCpm: return "resampler";
    case kMiniCpm46: return "minicpmv4_6";
    case kMiniCpm47: return "minicpmv4_7";
    case kSmolVlm2: return "idefics3";
    case kQwen3Vl:
    case kQwen35: return "qwen3vl_merger";
    case kQwen25Vl: return "qwen2.5vl_merger";
    case kInternVl3: return "internvl";
    case kGemma3: return "gemma3";
    case kGemma4: return "gemma4v";
  }
  return "";
}

void write_keys(GgufWriter& w, const SyntheticShape& s) {
  w.key("general.architecture", "clip");
  w.key("clip.has_vision_encoder", true);
  w.key("clip.projector_type", projector_of(s.family));
  w.key(s.family == kQwen25Vl ? "clip.use_silu" : "clip.use_gelu", true);
  w.key("clip.vision.image_size", s.image);
  w.key("clip.vision.patch_size", s.patch);
  w.key("clip.vision.embedding_length", s.vision_width);
  w.key("clip.vision.feed_forward_length", s.vision_feed_forward);
  w.key("clip.vision.projection_dim", s.family == kMiniCpm ? 0 : s.width);
  w.key("clip.vision.attention.head_count", s.vision_heads);
  w.key("clip.vision.attention.layer_norm_epsilon", 1e-6f);
  w.key("clip.vision.block_count", s.vision_layers);
  for (const char* key : {"clip.vision.image_mean", "clip.vision.image_std"})
    w.key(key, std::vector<float>{0.5f, 0.5f, 0.5f});
  switch (s.family) {
    case kMiniCpm:
      gguf_set_val_i32(w.keys(), "clip.minicpmv_version", 100045);
      w.key("clip.minicpmv_query_num", kQueries);
      break;
    case kSmolVlm2:
      w.key("clip.vision.projector.scale_factor", kShuffled);
      w.key("clip.vision.preproc_image_size", s.image < 512 ? 2 * s.image : 4 * s.image);
      break;
    case kMiniCpm46:
    case kMiniCpm47:
      w.key("clip.vision.projector.scale_factor", 4);
      w.key("clip.vision.wa_layer_indexes", std::vector<std::int32_t>{s.vision_layers / 3});
      break;
    case kInternVl3: w.key("clip.vision.projector.scale_factor", kShuffled); break;
    case kQwen25Vl: w.key("clip.vision.n_wa_pattern", 2); [[fallthrough]];
    case kQwen3Vl:
    case kQwen35: w.key("clip.vision.spatial_merge_size", 2); break;
    case kGemma4: w.key("clip.vision.projector.scale_factor", kPooled); break;
    case kGemma3: break;
  }
}

void write_tower(GgufWriter& w, const SyntheticShape& s, ggml_type matrix) {
  const int width = s.vision_width;
  const bool qwen3 = s.family == kQwen3Vl || s.family == kQwen35;
  const bool qwen = qwen3 || s.family == kQwen25Vl;
  const bool minicpm = s.family == kMiniCpm || has_slice_merger(s.family);
  const bool gemma4 = s.family == kGemma4;
  w.tensor("v.patch_embd.weight", {s.patch, s.patch, 3, width}, matrix);
  if (qwen) w.tensor("v.patch_embd.weight.1", {s.patch, s.patch, 3, width}, matrix);
  const int side = minicpm ? kPositionBuckets : s.image / s.patch;
  const int classes = s.family == kInternVl3 ? 1 : 0;
  if (classes) w.tensor("v.class_embd", {width});
  if (gemma4) {
    w.tensor("v.position_embd.weight", {width, 10240, 2});
  } else if (s.family != kQwen25Vl) {
    w.tensor("v.patch_embd.bias", {width}, GGML_TYPE_F32, Fill::kZeros);
    w.tensor("v.position_embd.weight", {width, side * side + classes});
  }
  const bool plain_norms = s.family == kQwen25Vl || gemma4;
  for (int i = 0; i < s.vision_layers; ++i) {
    const std::string b = "v.blk." + std::to_string(i) + ".";
    for (const char* part : {"ln1", "ln2"}) w.norm(b + part, width, !plain_norms);
    const auto linear = [&](const char* part, int in, int out) {
      if (gemma4)
        w.tensor(b + part + ".weight", {in, out}, matrix);
      else
        w.linear(b + part, in, out, matrix);
    };
    if (qwen3)
      linear("attn_qkv", width, 3 * width);
    else
      for (const char* part : {"attn_q", "attn_k", "attn_v"}) linear(part, width, width);
    linear("attn_out", width, width);
    if (s.family == kQwen25Vl || gemma4) linear("ffn_gate", width, s.vision_feed_forward);
    linear("ffn_up", width, s.vision_feed_forward);
    linear("ffn_down", s.vision_feed_forward, width);
    if (gemma4) {
      for (const char* part : {"attn_q_norm", "attn_k_norm"}) w.norm(b + part, width / s.vision_heads, false);
      for (const char* part : {"attn_post_norm", "ffn_post_norm"}) w.norm(b + part, width, false);
    }
    if (s.family == kInternVl3)
      for (const char* part : {"ls1.weight", "ls2.weight"}) w.tensor(b + part, {width}, GGML_TYPE_F32, Fill::kOnes);
  }
  if (s.family != kInternVl3 && !gemma4) w.norm("v.post_ln", width, !plain_norms);
}

void write_resampler(GgufWriter& w, const SyntheticShape& s, ggml_type matrix) {
  const int e = s.width;
  w.tensor("resampler.pos_embed_k", {e, kPositionBuckets * kPositionBuckets});
  w.tensor("resampler.query", {e, kQueries});
  w.tensor("resampler.proj.weight", {e, e}, matrix);
  w.tensor("resampler.kv.weight", {s.vision_width, e}, matrix);
  for (const char* part : {"q", "k", "v", "out"}) w.linear(std::string("resampler.attn.") + part, e, e, matrix);
  for (const char* part : {"q", "kv", "post"}) w.norm(std::string("resampler.ln_") + part, e);
}

void write_slice_merger(GgufWriter& w, const SyntheticShape& s, ggml_type matrix) {
  const int width = s.vision_width, four = kMerged * width;
  const std::string m = "v.vit_merger.";
  w.norm(m + "ln1", width);
  for (const char* part : {"attn_q", "attn_k", "attn_v", "attn_out"}) w.linear(m + part, width, width, matrix);
  w.norm(m + "ds_ln", four);
  w.linear(m + "ds_ffn_up", four, s.vision_feed_forward, matrix);
  w.linear(m + "ds_ffn_down", s.vision_feed_forward, width, matrix);
  w.norm("mm.input_norm", four);
  w.linear("mm.up", four, four, matrix);
  w.linear("mm.down", four, s.width, matrix);
}

void write_tile_shuffle(GgufWriter& w, const SyntheticShape& s, ggml_type matrix) {
  const int shuffled = s.vision_width * kShuffled * kShuffled;
  w.norm("mm.model.mlp.0", shuffled);
  w.linear("mm.model.mlp.1", shuffled, s.width, matrix);
  w.linear("mm.model.mlp.3", s.width, s.width, matrix);
}

void write_merger(GgufWriter& w, const SyntheticShape& s, ggml_type matrix) {
  const int in = kMerged * s.vision_width;
  w.linear("mm.0", in, in, matrix);
  w.linear("mm.2", in, s.width, matrix);
  const int stacked = deepstack_layers(s);
  for (int i = 0; i < stacked; ++i) {
    const std::string d = "v.deepstack." + std::to_string((i + 1) * s.vision_layers / (stacked + 1)) + ".";
    w.norm(d + "norm", in);
    w.linear(d + "fc1", in, in, matrix);
    w.linear(d + "fc2", in, s.width, matrix);
  }
}

}  // namespace

void write_synthetic_vision(const SyntheticShape& s, const std::filesystem::path& path,
                            const std::function<void(double)>& progress) {
  GgufWriter w;
  const ggml_type matrix = s.weights == SyntheticShape::Weights::kF32 ? GGML_TYPE_F32 : GGML_TYPE_F16;
  write_keys(w, s);
  write_tower(w, s, matrix);
  switch (s.family) {
    case kMiniCpm: write_resampler(w, s, matrix); break;
    case kSmolVlm2: w.tensor("mm.model.fc.weight", {s.vision_width * kShuffled * kShuffled, s.width}, matrix); break;
    case kMiniCpm47: w.tensor("v.tok_embd_sep", {s.width, kSeparators}); [[fallthrough]];
    case kMiniCpm46: write_slice_merger(w, s, matrix); break;
    case kInternVl3: write_tile_shuffle(w, s, matrix); break;
    case kQwen3Vl:
    case kQwen35:
    case kQwen25Vl: write_merger(w, s, matrix); break;
    case kGemma3:
      w.tensor("mm.input_projection.weight", {s.width, s.vision_width}, matrix);
      w.tensor("mm.soft_emb_norm.weight", {s.vision_width}, GGML_TYPE_F32, Fill::kOnes);
      break;
    case kGemma4: w.tensor("mm.input_projection.weight", {s.vision_width, s.width}, matrix); break;
  }
  w.write(path, progress);
}

}  // namespace np
