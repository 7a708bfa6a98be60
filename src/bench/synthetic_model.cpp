#include "bench/synthetic_model.hpp"

#include <ggml.h>
#include <gguf.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <vector>

#include "base/error.hpp"

namespace np {
namespace {

constexpr int kImageSize = 448;
constexpr int kPatchSize = 14;
constexpr int kPositionBuckets = 70;
constexpr int kQueries = 64;
constexpr int kResamplerHead = 128;

constexpr const char* kTemplate =
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n"
    "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}{% endif %}";

// GPT-2's way to write a byte as a printable character.
std::string byte_text(int byte) {
  int code = byte;
  if (byte <= 32) code = 256 + byte;
  if (byte >= 127 && byte <= 160) code = 256 + 33 + (byte - 127);
  if (byte == 173) code = 256 + 33 + 34;
  if (code < 0x80) return {static_cast<char>(code)};
  return {static_cast<char>(0xC0 | (code >> 6)), static_cast<char>(0x80 | (code & 0x3F))};
}

struct Vocabulary {
  std::vector<std::string> texts;
  std::vector<std::int32_t> types;
  std::map<std::string, std::uint32_t> ids;

  explicit Vocabulary(int size) {
    constexpr std::int32_t kNormal = 1, kControl = 3, kUserDefined = 4;
    for (int byte = 0; byte < 256; ++byte) add(byte_text(byte), kNormal);
    add(byte_text(' ') + "t", kNormal);
    for (const char* text :
         {"<|endoftext|>",   "<|im_start|>", "<|im_end|>",    "<unk>",       "<image>",     "</image>",
          "<slice>",         "</slice>",     "<image_id>",    "</image_id>", "<unit>",      "</unit>",
          "<|audio_start|>", "<|audio|>",    "<|audio_end|>", "<|spk_bos|>", "<|tts_bos|>", "<|tts_eos|>",
          "<|listen|>",      "<|speak|>",    "<|tts_pad|>"})
      add(text, kControl);
    for (const char* text : {"<think>", "</think>"}) add(text, kUserDefined);
    while (std::ssize(texts) < size) add("~" + std::to_string(texts.size()), kNormal);
  }
  void add(const std::string& text, std::int32_t type) {
    ids[text] = static_cast<std::uint32_t>(texts.size());
    texts.push_back(text);
    types.push_back(type);
  }
};

// A GGUF file in the making: keys first, then tensors, then write().
class Writer {
 public:
  Writer() : gguf_(gguf_init_empty(), gguf_free), names_(ggml_init({1 << 24, nullptr, true}), ggml_free) {}

  gguf_context* keys() { return gguf_.get(); }
  void key(const std::string& name, const char* value) { gguf_set_val_str(keys(), name.c_str(), value); }
  void key(const std::string& name, int value) { gguf_set_val_u32(keys(), name.c_str(), value); }
  void key(const std::string& name, float value) { gguf_set_val_f32(keys(), name.c_str(), value); }
  void key(const std::string& name, bool value) { gguf_set_val_bool(keys(), name.c_str(), value); }

  // Noise, or all ones for a norm's weights, or zeros for a bias.
  enum class Fill { kNoise, kOnes, kZeros };
  void tensor(const std::string& name, std::vector<std::int64_t> shape, ggml_type type = GGML_TYPE_F32,
              Fill fill = Fill::kNoise) {
    ggml_tensor* t = ggml_new_tensor(names_.get(), type, static_cast<int>(shape.size()), shape.data());
    ggml_set_name(t, name.c_str());
    gguf_add_tensor(keys(), t);
    tensors_.push_back({t, fill});
  }

  void write(const std::filesystem::path& path, const std::function<void(double)>& progress) {
    std::size_t total = 0;
    for (const auto& [t, fill] : tensors_) total += ggml_nbytes(t);
    if (!gguf_write_to_file(keys(), path.c_str(), true)) throw failed();
    std::ofstream out(path, std::ios::binary | std::ios::app);
    std::size_t done = 0;
    std::size_t tensor_number = 0;
    for (const auto& [t, fill] : tensors_) {
      const std::string& block = rows(*t, fill);
      const std::size_t size = ggml_nbytes(t);
      // No two tensors begin alike.
      std::size_t from = ggml_row_size(t->type, t->ne[0]) * (++tensor_number * 37) % block.size();
      for (std::size_t written = 0; written < size; from = 0) {
        const std::size_t now = std::min(block.size() - from, size - written);
        out.write(block.data() + from, static_cast<std::streamsize>(now));
        written += now;
      }
      static constexpr std::array<char, 64> kZeros{};
      out.write(kZeros.data(), static_cast<std::streamsize>(GGML_PAD(size, gguf_get_alignment(keys())) - size));
      if (progress) progress(static_cast<double>(done += size) / static_cast<double>(total));
    }
    if (!out.flush()) throw failed();
  }

 private:
  struct Entry {
    ggml_tensor* tensor;
    Fill fill;
  };

  static Error failed() {
    return Error(ErrorKind::kUnavailable, "The model files cannot be written: free some space and try again.");
  }

  // Some rows in the tensor's type; a large tensor repeats them, so that billions of weights take seconds.
  const std::string& rows(const ggml_tensor& t, Fill fill) {
    constexpr std::int64_t kWeights = 1 << 19;
    const std::int64_t width = t.ne[0];
    const std::int64_t count = std::max<std::int64_t>(64, kWeights / width);
    std::string& block = blocks_[{static_cast<int>(t.type), width, static_cast<int>(fill)}];
    if (!block.empty()) return block;
    std::vector<float> values(static_cast<std::size_t>(width * count), fill == Fill::kOnes ? 1.0f : 0.0f);
    std::minstd_rand random(7);
    // Sums of uniform numbers are normal enough, and the same everywhere; 0.05 keeps activations in range.
    if (fill == Fill::kNoise)
      for (float& v : values)
        for (int i = 0; i < 4; ++i) v += (static_cast<float>(random() % 2001) - 1000) / 1000 * 0.05f / 1.15f;
    block.resize(ggml_row_size(t.type, width) * count);
    if (t.type == GGML_TYPE_F32)
      std::memcpy(block.data(), values.data(), block.size());
    else
      ggml_quantize_chunk(t.type, values.data(), block.data(), 0, count, width, nullptr);
    return block;
  }

  std::unique_ptr<gguf_context, void (*)(gguf_context*)> gguf_;
  std::unique_ptr<ggml_context, void (*)(ggml_context*)> names_;
  std::vector<Entry> tensors_;
  std::map<std::array<std::int64_t, 3>, std::string> blocks_;
};

void write_language_part(const SyntheticShape& s, const std::filesystem::path& path,
                         const std::function<void(double)>& progress) {
  Writer w;
  w.key("general.architecture", "qwen3");
  w.key("general.name", "synthetic");
  w.key("general.file_type", s.weights == SyntheticShape::Weights::kF32 ? 0 : 15);
  w.key("qwen3.context_length", 40960);
  w.key("qwen3.embedding_length", s.width);
  w.key("qwen3.block_count", s.layers);
  w.key("qwen3.feed_forward_length", s.feed_forward);
  w.key("qwen3.attention.head_count", s.heads);
  w.key("qwen3.attention.head_count_kv", s.kv_heads);
  w.key("qwen3.attention.key_length", s.head_width);
  w.key("qwen3.attention.value_length", s.head_width);
  w.key("qwen3.attention.layer_norm_rms_epsilon", 1e-6f);
  w.key("qwen3.rope.freq_base", 1e6f);

  const Vocabulary v(s.vocabulary);
  std::vector<const char*> texts;
  for (const std::string& text : v.texts) texts.push_back(text.c_str());
  const std::string merge = byte_text(' ') + " t";
  const char* merges[] = {merge.c_str()};
  w.key("tokenizer.ggml.model", "gpt2");
  w.key("tokenizer.ggml.pre", "qwen2");
  gguf_set_arr_str(w.keys(), "tokenizer.ggml.tokens", texts.data(), texts.size());
  gguf_set_arr_data(w.keys(), "tokenizer.ggml.token_type", GGUF_TYPE_INT32, v.types.data(), v.types.size());
  gguf_set_arr_str(w.keys(), "tokenizer.ggml.merges", merges, 1);
  w.key("tokenizer.ggml.eos_token_id", static_cast<int>(v.ids.at("<|im_end|>")));
  w.key("tokenizer.ggml.bos_token_id", static_cast<int>(v.ids.at("<|endoftext|>")));
  w.key("tokenizer.ggml.padding_token_id", static_cast<int>(v.ids.at("<|endoftext|>")));
  w.key("tokenizer.ggml.add_bos_token", false);
  w.key("tokenizer.chat_template", kTemplate);

  const bool plain = s.weights == SyntheticShape::Weights::kF32;
  const ggml_type usual = plain ? GGML_TYPE_F32 : GGML_TYPE_Q4_K;
  const ggml_type fine = plain ? GGML_TYPE_F32 : GGML_TYPE_Q6_K;
  const auto norm = [&w](const std::string& name, int width) {
    w.tensor(name, {width}, GGML_TYPE_F32, Writer::Fill::kOnes);
  };
  const int vocabulary = static_cast<int>(v.texts.size());
  w.tensor("token_embd.weight", {s.width, vocabulary}, s.tied ? fine : usual);
  for (int i = 0; i < s.layers; ++i) {
    // llama.cpp's own choice of the layers that Q4_K_M keeps finer.
    const int eighth = s.layers / 8;
    const bool more_bits = i < eighth || i >= 7 * eighth || (i - eighth) % 3 == 2;
    const std::string b = "blk." + std::to_string(i) + ".";
    norm(b + "attn_norm.weight", s.width);
    w.tensor(b + "attn_q.weight", {s.width, s.heads * s.head_width}, usual);
    w.tensor(b + "attn_k.weight", {s.width, s.kv_heads * s.head_width}, usual);
    w.tensor(b + "attn_v.weight", {s.width, s.kv_heads * s.head_width}, more_bits ? fine : usual);
    w.tensor(b + "attn_output.weight", {s.heads * s.head_width, s.width}, usual);
    norm(b + "attn_q_norm.weight", s.head_width);
    norm(b + "attn_k_norm.weight", s.head_width);
    norm(b + "ffn_norm.weight", s.width);
    w.tensor(b + "ffn_gate.weight", {s.width, s.feed_forward}, usual);
    w.tensor(b + "ffn_up.weight", {s.width, s.feed_forward}, usual);
    w.tensor(b + "ffn_down.weight", {s.feed_forward, s.width}, more_bits ? fine : usual);
  }
  norm("output_norm.weight", s.width);
  if (!s.tied) w.tensor("output.weight", {s.width, vocabulary}, fine);
  w.write(path, progress);
}

void write_vision_part(const SyntheticShape& s, const std::filesystem::path& path,
                       const std::function<void(double)>& progress) {
  Writer w;
  w.key("general.architecture", "clip");
  w.key("clip.has_vision_encoder", true);
  w.key("clip.projector_type", "resampler");
  gguf_set_val_i32(w.keys(), "clip.minicpmv_version", 100045);
  w.key("clip.minicpmv_query_num", kQueries);
  w.key("clip.use_gelu", true);
  w.key("clip.vision.image_size", kImageSize);
  w.key("clip.vision.patch_size", kPatchSize);
  w.key("clip.vision.embedding_length", s.vision_width);
  w.key("clip.vision.feed_forward_length", s.vision_feed_forward);
  w.key("clip.vision.projection_dim", 0);
  w.key("clip.vision.attention.head_count", s.vision_heads);
  w.key("clip.vision.attention.layer_norm_epsilon", 1e-6f);
  w.key("clip.vision.block_count", s.vision_layers);
  constexpr std::array<float, 3> kHalf{0.5f, 0.5f, 0.5f};
  gguf_set_arr_data(w.keys(), "clip.vision.image_mean", GGUF_TYPE_FLOAT32, kHalf.data(), 3);
  gguf_set_arr_data(w.keys(), "clip.vision.image_std", GGUF_TYPE_FLOAT32, kHalf.data(), 3);

  const ggml_type matrix = s.weights == SyntheticShape::Weights::kF32 ? GGML_TYPE_F32 : GGML_TYPE_F16;
  const auto norm = [&w](const std::string& name, int width) {
    w.tensor(name + ".weight", {width}, GGML_TYPE_F32, Writer::Fill::kOnes);
    w.tensor(name + ".bias", {width}, GGML_TYPE_F32, Writer::Fill::kZeros);
  };
  const auto linear = [&](const std::string& name, int in, int out) {
    w.tensor(name + ".weight", {in, out}, matrix);
    w.tensor(name + ".bias", {out}, GGML_TYPE_F32, Writer::Fill::kZeros);
  };
  const int vw = s.vision_width;
  w.tensor("v.patch_embd.weight", {kPatchSize, kPatchSize, 3, vw}, matrix);
  w.tensor("v.patch_embd.bias", {vw}, GGML_TYPE_F32, Writer::Fill::kZeros);
  w.tensor("v.position_embd.weight", {vw, kPositionBuckets * kPositionBuckets});
  for (int i = 0; i < s.vision_layers; ++i) {
    const std::string b = "v.blk." + std::to_string(i) + ".";
    norm(b + "ln1", vw);
    norm(b + "ln2", vw);
    for (const char* part : {"attn_q", "attn_k", "attn_v", "attn_out"}) linear(b + part, vw, vw);
    linear(b + "ffn_up", vw, s.vision_feed_forward);
    linear(b + "ffn_down", s.vision_feed_forward, vw);
  }
  norm("v.post_ln", vw);
  const int e = s.width;
  w.tensor("resampler.pos_embed_k", {e, kPositionBuckets * kPositionBuckets});
  w.tensor("resampler.query", {e, kQueries});
  w.tensor("resampler.proj.weight", {e, e}, matrix);
  w.tensor("resampler.kv.weight", {vw, e}, matrix);
  for (const char* part : {"q", "k", "v", "out"}) linear(std::string("resampler.attn.") + part, e, e);
  for (const char* part : {"q", "kv", "post"}) norm(std::string("resampler.ln_") + part, e);
  w.write(path, progress);
}

}  // namespace

std::optional<SyntheticShape> synthetic_shape(std::string_view name) {
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
  static_assert(kResamplerHead == 128);
  if (name == "tiny")
    return SyntheticShape{.width = kResamplerHead,
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

ModelFiles write_synthetic_model(const SyntheticShape& shape, const std::filesystem::path& folder,
                                 const std::function<void(double)>& progress) {
  const ModelFiles files{folder / "model.gguf", folder / "mmproj.gguf"};
  // The vision part is about a sixth of it all.
  write_vision_part(shape, files.projector, [&](double p) {
    if (progress) progress(p / 6);
  });
  write_language_part(shape, files.model, [&](double p) {
    if (progress) progress((1 + p * 5) / 6);
  });
  return files;
}

}  // namespace np
