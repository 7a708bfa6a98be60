#include <algorithm>
#include <map>

#include "bench/gguf_writer.hpp"
#include "bench/synthetic_parts.hpp"

namespace np {
namespace {

constexpr const char* kChatMl =
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n"
    "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}{% endif %}";
constexpr const char* kQwenVl =
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";
// What comes right behind "User:" is a picture.
constexpr const char* kSmolVlm =
    "<|im_start|>{% for message in messages %}{{ message.role | capitalize }}{% if message.role == 'user' %}{{ ':' }}"
    "{% else %}{{ ': ' }}{% endif %}{{ message.content }}<end_of_utterance>\n{% endfor %}"
    "{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}";
constexpr const char* kGemma =
    "{{ bos_token }}{% if messages[0].role == 'system' %}{% set first = messages[0].content + '\n\n' %}"
    "{% set rest = messages[1:] %}{% else %}{% set first = '' %}{% set rest = messages %}{% endif %}"
    "{% for message in rest %}<start_of_turn>{{ 'model' if message.role == 'assistant' else message.role }}\n"
    "{{ first if loop.first else '' }}{{ message.content | trim }}<end_of_turn>\n{% endfor %}"
    "{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}";

constexpr const char* kGemma4Chat =
    "{{ bos_token }}{% for message in messages %}<|turn>{{ 'model' if message.role == 'assistant' else message.role }}"
    "\n{{ message.content | trim }}<turn|>\n{% endfor %}{% if add_generation_prompt %}<|turn>model\n"
    "{% if not enable_thinking | default(false) %}<|channel>thought\n<channel|>{% endif %}{% endif %}";

// What a family's language part has beside what all have.
struct LanguageParts {
  const char* kind;
  const char* chat;
  const char* end;    // of an answer
  const char* begin;  // of a prompt
  std::vector<const char*> markup;
  bool adds_begin = false;
  bool head_norms = false;
  bool biases = false;
  bool sections = false;
  bool post_norms = false;
};

LanguageParts parts_of(SyntheticShape::Family family) {
  using enum SyntheticShape::Family;
  switch (family) {
    case kMiniCpm:
      return {.kind = "qwen3",
              .chat = kChatMl,
              .end = "<|im_end|>",
              .begin = "<|endoftext|>",
              .markup = {"<unk>", "<image>", "</image>", "<slice>", "</slice>", "<image_id>", "</image_id>", "<unit>",
                         "</unit>", "<|audio_start|>", "<|audio|>", "<|audio_end|>", "<|spk_bos|>", "<|tts_bos|>",
                         "<|tts_eos|>", "<|listen|>", "<|speak|>", "<|tts_pad|>"},
              .head_norms = true};
    case kMiniCpm46:
    case kMiniCpm47:
      return {.kind = "qwen35",
              .chat = kChatMl,
              .end = "<|im_end|>",
              .begin = "<|endoftext|>",
              .markup = {"<unk>", "<image>", "</image>", "<slice>", "</slice>", "<image_id>", "</image_id>"},
              .sections = true};
    case kQwen35:
      return {.kind = "qwen35",
              .chat = kChatMl,
              .end = "<|im_end|>",
              .begin = "<|endoftext|>",
              .markup = {"<|vision_start|>", "<|vision_end|>", "<|image_pad|>"},
              .sections = true};
    case kInternVl3:
      return {.kind = "qwen2",
              .chat = kQwenVl,
              .end = "<|im_end|>",
              .begin = "<|endoftext|>",
              .markup = {"<img>", "</img>", "<IMG_CONTEXT>"},
              .biases = true};
    case kSmolVlm2:
      return {.kind = "llama",
              .chat = kSmolVlm,
              .end = "<end_of_utterance>",
              .begin = "<|im_start|>",
              .markup = {"<end_of_utterance>", "<fake_token_around_image>", "<global-img>", "<row_1_col_1>",
                         "<row_1_col_2>", "<row_2_col_1>", "<row_2_col_2>", "<image>"}};
    case kQwen3Vl:
      return {.kind = "qwen3vl",
              .chat = kQwenVl,
              .end = "<|im_end|>",
              .begin = "<|endoftext|>",
              .markup = {"<|vision_start|>", "<|vision_end|>", "<|image_pad|>"},
              .head_norms = true,
              .sections = true};
    case kQwen25Vl:
      return {.kind = "qwen2vl",
              .chat = kQwenVl,
              .end = "<|im_end|>",
              .begin = "<|endoftext|>",
              .markup = {"<|vision_start|>", "<|vision_end|>", "<|image_pad|>"},
              .biases = true,
              .sections = true};
    case kGemma3:
      return {.kind = "gemma3",
              .chat = kGemma,
              .end = "<end_of_turn>",
              .begin = "<bos>",
              .markup = {"<bos>", "<start_of_turn>", "<end_of_turn>", "<start_of_image>", "<end_of_image>"},
              .adds_begin = true,
              .head_norms = true,
              .post_norms = true};
    case kGemma4:
      return {.kind = "gemma4",
              .chat = kGemma4Chat,
              .end = "<turn|>",
              .begin = "<bos>",
              .markup = {"<bos>", "<|turn>", "<turn|>", "<|channel>", "<channel|>", "<|image>", "<image|>"},
              .adds_begin = true,
              .head_norms = true,
              .post_norms = true};
  }
  return {};
}

// Qwen3.5's layers: every fourth has full attention.
constexpr int kFullAttention = 4;
constexpr int kConvolution = 4;
struct LinearAttention {
  int state = 0;  // the width of a head's keys and values
  int heads = 0;
};

// Gemma 4's layers: two of three see a window of the last tokens with smaller heads; the last third looks into the
// cache of earlier ones; each gets a row of its own with each token.
struct Gemma4Parts {
  int row = 0;
  int head = 0;
  int layers = 0;
  bool sees_a_part(int layer) const { return (layer + 1) % 3 != 0; }
  void write_keys(GgufWriter& w, const std::string& kind) const {
    std::vector<bool> windowed;
    for (int i = 0; i < layers; ++i) windowed.push_back(sees_a_part(i));
    w.key(kind + "attention.sliding_window", 512);
    w.key(kind + "attention.sliding_window_pattern", windowed);
    w.key(kind + "attention.shared_kv_layers", layers - (layers - layers / 3) / 3 * 3);
    w.key(kind + "attention.key_length_swa", head);
    w.key(kind + "attention.value_length_swa", head);
    w.key(kind + "rope.dimension_count_swa", head);
    w.key(kind + "rope.freq_base_swa", 1e4f);
    w.key(kind + "embedding_length_per_layer_input", row);
    w.key(kind + "final_logit_softcapping", 30.0f);
  }
};

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
  std::map<std::string, int> ids;

  Vocabulary(const LanguageParts& parts, int size) {
    constexpr std::int32_t kNormal = 1, kControl = 3, kUserDefined = 4;
    for (int byte = 0; byte < 256; ++byte) add(byte_text(byte), kNormal);
    add(byte_text(' ') + "t", kNormal);
    add(byte_text('\n') + byte_text('\n'), kNormal);
    for (const char* text : {"<|endoftext|>", "<|im_start|>", "<|im_end|>"}) add(text, kControl);
    for (const char* text : parts.markup) add(text, kControl);
    for (const char* text : {"<think>", "</think>"}) add(text, kUserDefined);
    while (std::ssize(texts) < size) add("~" + std::to_string(texts.size()), kNormal);
  }
  void add(const std::string& text, std::int32_t type) {
    ids[text] = static_cast<int>(texts.size());
    texts.push_back(text);
    types.push_back(type);
  }
};

}  // namespace

bool is_hybrid(SyntheticShape::Family family) {
  return has_slice_merger(family) || family == SyntheticShape::Family::kQwen35;
}

bool has_slice_merger(SyntheticShape::Family family) {
  return family == SyntheticShape::Family::kMiniCpm46 || family == SyntheticShape::Family::kMiniCpm47;
}

int deepstack_layers(const SyntheticShape& s) {
  return s.family == SyntheticShape::Family::kQwen3Vl ? std::min(3, s.vision_layers - 1) : 0;
}

void write_synthetic_language(const SyntheticShape& s, const std::filesystem::path& path,
                              const std::function<void(double)>& progress) {
  const LanguageParts parts = parts_of(s.family);
  GgufWriter w;
  const bool plain = s.weights == SyntheticShape::Weights::kF32;
  const std::string kind = std::string(parts.kind) + ".";
  w.key("general.architecture", parts.kind);
  w.key("general.name", "synthetic");
  w.key("general.file_type", plain ? 0 : 15);
  w.key(kind + "context_length", 40960);
  w.key(kind + "embedding_length", s.width);
  w.key(kind + "block_count", s.layers);
  w.key(kind + "feed_forward_length", s.feed_forward);
  w.key(kind + "attention.head_count", s.heads);
  w.key(kind + "attention.head_count_kv", s.kv_heads);
  w.key(kind + "attention.key_length", s.head_width);
  w.key(kind + "attention.value_length", s.head_width);
  w.key(kind + "attention.layer_norm_rms_epsilon", 1e-6f);
  w.key(kind + "rope.freq_base", 1e6f);
  const bool hybrid = is_hybrid(s.family);
  if (parts.sections) {
    const int turned = hybrid ? s.head_width / 4 : s.head_width;
    if (hybrid) w.key(kind + "rope.dimension_count", turned);
    const int eighth = turned / 16;
    w.key(kind + "rope.dimension_sections", std::vector<std::int32_t>{2 * eighth, 3 * eighth, 3 * eighth, 0});
  }
  const LinearAttention linear{.state = s.head_width / 2, .heads = s.heads * 2};
  if (hybrid) {
    w.key(kind + "full_attention_interval", kFullAttention);
    w.key(kind + "ssm.conv_kernel", kConvolution);
    w.key(kind + "ssm.state_size", linear.state);
    w.key(kind + "ssm.group_count", linear.heads);
    w.key(kind + "ssm.time_step_rank", linear.heads);
    w.key(kind + "ssm.inner_size", linear.state * linear.heads);
  }
  if (const int layers = deepstack_layers(s)) w.key(kind + "n_deepstack_layers", layers);
  if (s.family == SyntheticShape::Family::kGemma3) w.key(kind + "attention.sliding_window", 1024);

  const bool gemma4 = s.family == SyntheticShape::Family::kGemma4;
  const Gemma4Parts window{.row = !gemma4 ? 0 : plain ? 16 : 256, .head = s.head_width / 2, .layers = s.layers};
  if (gemma4) window.write_keys(w, kind);

  const Vocabulary v(parts, s.vocabulary);
  w.key("tokenizer.ggml.model", "gpt2");
  w.key("tokenizer.ggml.pre", "qwen2");
  w.key("tokenizer.ggml.tokens", v.texts);
  w.key("tokenizer.ggml.token_type", v.types);
  w.key("tokenizer.ggml.merges", std::vector{byte_text(' ') + " t", byte_text('\n') + " " + byte_text('\n')});
  w.key("tokenizer.ggml.eos_token_id", v.ids.at(parts.end));
  w.key("tokenizer.ggml.bos_token_id", v.ids.at(parts.begin));
  w.key("tokenizer.ggml.padding_token_id", v.ids.at("<|endoftext|>"));
  w.key("tokenizer.ggml.add_bos_token", parts.adds_begin);
  w.key("tokenizer.chat_template", parts.chat);

  const ggml_type usual = plain ? GGML_TYPE_F32 : GGML_TYPE_Q4_K;
  const ggml_type fine = plain ? GGML_TYPE_F32 : GGML_TYPE_Q6_K;
  const int vocabulary = static_cast<int>(v.texts.size());
  const auto norm = [&w](const std::string& name, int width) { w.norm(name, width, false); };
  w.tensor("token_embd.weight", {s.width, vocabulary}, s.tied ? fine : usual);
  if (gemma4) {
    w.tensor("per_layer_token_embd.weight", {window.row * s.layers, vocabulary}, fine);
    w.tensor("per_layer_model_proj.weight", {s.width, window.row * s.layers}, usual);
    norm("per_layer_proj_norm", window.row);
    w.tensor("rope_freqs.weight", {s.head_width / 2}, GGML_TYPE_F32, GgufWriter::Fill::kOnes);
  }
  for (int i = 0; i < s.layers; ++i) {
    // llama.cpp's own choice of the layers that Q4_K_M keeps finer.
    const int eighth = s.layers / 8;
    const bool more_bits = i < eighth || i >= 7 * eighth || (i - eighth) % 3 == 2;
    const std::string b = "blk." + std::to_string(i) + ".";
    const auto attention = [&](const char* name, int out, ggml_type type) {
      if (parts.biases)
        w.linear(b + name, s.width, out, type);
      else
        w.tensor(b + name + ".weight", {s.width, out}, type);
    };
    norm(b + "attn_norm", s.width);
    if (hybrid) norm(b + "post_attention_norm", s.width);
    if (hybrid && (i + 1) % kFullAttention != 0) {
      const int inner = linear.state * linear.heads;
      w.tensor(b + "attn_qkv.weight", {s.width, 3 * inner}, usual);
      w.tensor(b + "attn_gate.weight", {s.width, inner}, usual);
      w.tensor(b + "ssm_conv1d.weight", {kConvolution, 3 * inner});
      w.tensor(b + "ssm_dt.bias", {linear.heads}, GGML_TYPE_F32, GgufWriter::Fill::kZeros);
      w.tensor(b + "ssm_a", {linear.heads}, GGML_TYPE_F32, GgufWriter::Fill::kMinusOnes);
      for (const char* part : {"ssm_beta.weight", "ssm_alpha.weight"})
        w.tensor(b + part, {s.width, linear.heads}, usual);
      norm(b + "ssm_norm", linear.state);
      w.tensor(b + "ssm_out.weight", {inner, s.width}, usual);
    } else {
      const int head = gemma4 && window.sees_a_part(i) ? window.head : s.head_width;
      attention("attn_q", (hybrid ? 2 : 1) * s.heads * head, usual);
      attention("attn_k", s.kv_heads * head, usual);
      attention("attn_v", s.kv_heads * head, more_bits ? fine : usual);
      w.tensor(b + "attn_output.weight", {s.heads * head, s.width}, usual);
      if (parts.head_norms)
        for (const char* part : {"attn_q_norm", "attn_k_norm"}) norm(b + part, head);
      if (hybrid)
        for (const char* part : {"attn_q_norm", "attn_k_norm"}) norm(b + part, s.head_width);
    }
    if (parts.post_norms)
      for (const char* part : {"post_attention_norm", "post_ffw_norm"}) norm(b + part, s.width);
    if (!hybrid) norm(b + "ffn_norm", s.width);
    w.tensor(b + "ffn_gate.weight", {s.width, s.feed_forward}, usual);
    w.tensor(b + "ffn_up.weight", {s.width, s.feed_forward}, usual);
    w.tensor(b + "ffn_down.weight", {s.feed_forward, s.width}, more_bits ? fine : usual);
    if (!gemma4) continue;
    w.tensor(b + "inp_gate.weight", {s.width, window.row}, usual);
    w.tensor(b + "proj.weight", {window.row, s.width}, usual);
    norm(b + "post_norm", s.width);
    w.tensor(b + "layer_output_scale.weight", {1}, GGML_TYPE_F32, GgufWriter::Fill::kOnes);
  }
  norm("output_norm", s.width);
  if (!s.tied) w.tensor("output.weight", {s.width, vocabulary}, fine);
  w.write(path, progress);
}

}  // namespace np
