#include "engine/llama/decoder_checks.hpp"

#include <algorithm>
#include <numeric>

#include "base/format.hpp"
#include "engine/messages.hpp"

namespace np {
namespace {

constexpr std::int64_t kMostLayers = 512;
constexpr std::int64_t kWidest = 1 << 20;

struct DecoderParts {
  bool head_norms = false;
  bool biases = false;
  bool sections = false;      // of a position's dimensions
  bool part_of_head = false;  // may be all that a position turns
  bool post_norms = false;    // behind attention and feed-forward
};

struct Decoder {
  std::string kind;  // in front of its keys
  std::int64_t width, layers, feed_forward, heads, kv_heads, head;
};

Decoder check_decoder_frame(const GgufFile& g, DecoderParts has) {
  Decoder d;
  d.kind = g.text("general.architecture") + ".";
  d.width = g.need(d.kind + "embedding_length", 1, kWidest);
  d.layers = g.need(d.kind + "block_count", 1, kMostLayers);
  d.feed_forward = g.need(d.kind + "feed_forward_length", 1, kWidest);
  d.heads = g.need(d.kind + "attention.head_count", 1, 4096);
  d.kv_heads = g.number(d.kind + "attention.head_count_kv").value_or(d.heads);
  g.need(d.kind + "context_length", 1, 1 << 30);
  if (d.kv_heads < 1 || d.kv_heads > d.heads || d.heads % d.kv_heads != 0)
    throw g.damaged("its heads do not fit together");
  d.head = g.number(d.kind + "attention.key_length").value_or(d.width / d.heads);
  if (d.head < 1 || d.head > 4096 || d.head % 2 != 0)
    throw g.damaged("its key " + d.kind + "attention.key_length is out of range");
  if (g.number(d.kind + "attention.value_length").value_or(d.head) != d.head)
    throw g.damaged("its key " + d.kind + "attention.value_length is out of range");
  const auto turned = g.number(d.kind + "rope.dimension_count").value_or(d.head);
  if (turned != d.head && (!has.part_of_head || turned < 2 || turned > d.head || turned % 2 != 0))
    throw g.damaged("its key " + d.kind + "rope.dimension_count is out of range");
  g.need_float(d.kind + "attention.layer_norm_rms_epsilon");
  if (has.sections) {
    const auto sections = g.numbers(d.kind + "rope.dimension_sections");
    if (sections.size() < 3 || sections.size() > 4 || std::ranges::any_of(sections, [](auto s) { return s < 0; }) ||
        std::accumulate(sections.begin(), sections.end(), std::int64_t{0}) != turned / 2)
      throw g.damaged("its key " + d.kind + "rope.dimension_sections is " +
                      (sections.empty() ? "missing" : "out of range"));
  }
  const auto vocabulary = static_cast<std::int64_t>(g.array_size("tokenizer.ggml.tokens"));
  g.need_tensor("token_embd.weight", {d.width, vocabulary});
  g.allow_tensor("output.weight", {d.width, vocabulary});
  g.need_tensor("output_norm.weight", {d.width});
  return d;
}

void check_decoder(const GgufFile& g, DecoderParts has) {
  const Decoder d = check_decoder_frame(g, has);
  const auto [kind, width, layers, feed_forward, heads, kv_heads, head] = d;
  for (std::int64_t i = 0; i < layers; ++i) {
    const std::string b = np::format("blk.{}.", i);
    const auto linear = [&](const char* name, std::int64_t in, std::int64_t out, bool bias) {
      g.need_tensor(b + name + ".weight", {in, out});
      if (bias)
        g.need_tensor(b + name + ".bias", {out});
      else
        g.allow_tensor(b + name + ".bias", {out});
    };
    g.need_tensor(b + "attn_norm.weight", {width});
    linear("attn_q", width, heads * head, has.biases);
    linear("attn_k", width, kv_heads * head, has.biases);
    linear("attn_v", width, kv_heads * head, has.biases);
    linear("attn_output", heads * head, width, false);
    g.need_tensor(b + "ffn_norm.weight", {width});
    linear("ffn_gate", width, feed_forward, false);
    linear("ffn_up", width, feed_forward, false);
    linear("ffn_down", feed_forward, width, false);
    if (has.head_norms)
      for (const char* part : {"attn_q_norm.weight", "attn_k_norm.weight"}) g.need_tensor(b + part, {head});
    if (has.post_norms)
      for (const char* part : {"post_attention_norm.weight", "post_ffw_norm.weight"}) g.need_tensor(b + part, {width});
  }
}

// Layers of linear attention (gated delta net), and every so often one of full attention, whose output has a gate.
void check_hybrid_decoder(const GgufFile& g) {
  const Decoder d = check_decoder_frame(g, {.sections = true, .part_of_head = true});
  const auto state = g.need(d.kind + "ssm.state_size", 1, 4096);
  const auto groups = g.need(d.kind + "ssm.group_count", 1, 4096);
  const auto values = g.need(d.kind + "ssm.time_step_rank", 1, 4096);  // heads
  const auto kernel = g.need(d.kind + "ssm.conv_kernel", 2, 64);
  if (values % groups != 0 || g.need(d.kind + "ssm.inner_size", 1, kWidest) != state * values)
    throw g.damaged("its key " + d.kind + "ssm.inner_size is out of range");
  std::int64_t interval = 4;
  if (const std::string key = d.kind + "full_attention_interval"; g.has_key(key)) interval = g.need(key, 2, d.layers);
  if (const std::string key = d.kind + "attention.recurrent_layers"; g.has_key(key))
    throw g.damaged("its key " + key + " is not known here");
  // Layers at the end that guess further tokens; nobody asks them here, and the library looks after their files.
  std::int64_t guessing = 0;
  if (const std::string key = d.kind + "nextn_predict_layers"; g.has_key(key))
    guessing = g.need(key, 0, d.layers - interval);  // one layer of full attention is left
  for (std::int64_t i = 0; i < d.layers - guessing; ++i) {
    const std::string b = np::format("blk.{}.", i);
    const auto matrix = [&](const char* name, std::int64_t in, std::int64_t out) {
      g.need_tensor(b + name + ".weight", {in, out});
    };
    for (const char* norm : {"attn_norm", "post_attention_norm"}) g.need_tensor(b + norm + ".weight", {d.width});
    if ((i + 1) % interval == 0) {
      matrix("attn_q", d.width, 2 * d.heads * d.head);
      matrix("attn_k", d.width, d.kv_heads * d.head);
      matrix("attn_v", d.width, d.kv_heads * d.head);
      matrix("attn_output", d.heads * d.head, d.width);
      for (const char* norm : {"attn_q_norm", "attn_k_norm"}) g.need_tensor(b + norm + ".weight", {d.head});
    } else {
      const auto mixed = (2 * groups + values) * state;
      matrix("attn_qkv", d.width, mixed);
      matrix("attn_gate", d.width, values * state);
      matrix("ssm_conv1d", kernel, mixed);
      matrix("ssm_beta", d.width, values);
      matrix("ssm_alpha", d.width, values);
      matrix("ssm_out", values * state, d.width);
      g.need_tensor(b + "ssm_norm.weight", {state});
      for (const char* name : {"ssm_dt.bias", "ssm_a"}) g.need_tensor(b + name, {values});
    }
    matrix("ffn_gate", d.width, d.feed_forward);
    matrix("ffn_up", d.width, d.feed_forward);
    matrix("ffn_down", d.feed_forward, d.width);
  }
}

// A number of each layer, or one of them all.
std::vector<std::int64_t> by_layer(const GgufFile& g, const std::string& key, std::int64_t layers, std::int64_t most) {
  std::vector<std::int64_t> all = g.numbers(key);
  if (const auto one = g.number(key)) all.assign(layers, *one);
  if (std::ssize(all) < layers || std::ranges::any_of(all, [&](auto n) { return n < 1 || n > most; }))
    throw g.damaged("its key " + key + (all.empty() ? " is missing" : " is out of range"));
  return all;
}

// What Gemma 4's layers share: most see a window of the last tokens with small heads, some see everything with large
// ones; the last ones look into the cache of earlier ones; each may get a row of its own with each token.
struct Gemma4 {
  std::int64_t width, layers, own_caches, head, window_head, row;
  std::vector<std::int64_t> windowed, heads, kv_heads, feed_forward;
};

Gemma4 check_gemma4_keys(const GgufFile& g) {
  const std::string kind = "gemma4.";
  Gemma4 d;
  d.width = g.need(kind + "embedding_length", 1, kWidest);
  d.layers = g.need(kind + "block_count", 1, kMostLayers);
  g.need(kind + "context_length", 1, 1 << 30);
  g.need(kind + "attention.sliding_window", 1, 1 << 30);
  g.need_float(kind + "attention.layer_norm_rms_epsilon");
  d.row = g.need(kind + "embedding_length_per_layer_input", 0, kWidest);
  const auto head = [&](const std::string& suffix, std::int64_t usually_turned) {
    const auto size = g.need(kind + "attention.key_length" + suffix, 2, 4096);
    if (size % 2 != 0 || g.need(kind + "attention.value_length" + suffix, 2, 4096) != size ||
        g.number(kind + "rope.dimension_count" + suffix).value_or(usually_turned ? usually_turned : size) != size)
      throw g.damaged("its heads do not fit together");
    return size;
  };
  d.head = head("", 0);
  d.window_head = head("_swa", d.head);
  d.heads = by_layer(g, kind + "attention.head_count", d.layers, 4096);
  d.kv_heads = by_layer(g, kind + "attention.head_count_kv", d.layers, 4096);
  for (std::int64_t i = 0; i < d.layers; ++i)
    if (d.heads[i] % d.kv_heads[i] != 0) throw g.damaged("its heads do not fit together");
  d.feed_forward = by_layer(g, kind + "feed_forward_length", d.layers, kWidest);
  const std::string pattern = kind + "attention.sliding_window_pattern";
  d.windowed = g.numbers(pattern);
  if (std::ssize(d.windowed) < d.layers) throw g.damaged("its key " + pattern + " is missing");
  const std::string shared = kind + "attention.shared_kv_layers";
  d.own_caches = d.layers - g.number(shared).value_or(0);
  // Of the last two layers with a cache, the first has a window and the second has none: the library counts on it.
  if (d.own_caches != d.layers &&
      (d.own_caches < 2 || d.own_caches > d.layers || !d.windowed[d.own_caches - 2] || d.windowed[d.own_caches - 1]))
    throw g.damaged("its key " + shared + " is out of range");
  return d;
}

}  // namespace

void check_gemma4_decoder(const GgufFile& g) {
  const Gemma4 d = check_gemma4_keys(g);
  const auto vocabulary = static_cast<std::int64_t>(g.array_size("tokenizer.ggml.tokens"));
  g.need_tensor("token_embd.weight", {d.width, vocabulary});
  g.allow_tensor("output.weight", {d.width, vocabulary});
  g.need_tensor("output_norm.weight", {d.width});
  if (d.row > 0) {
    g.need_tensor("per_layer_token_embd.weight", {d.row * d.layers, vocabulary});
    g.need_tensor("per_layer_model_proj.weight", {d.width, d.row * d.layers});
    g.need_tensor("per_layer_proj_norm.weight", {d.row});
  }
  for (std::int64_t i = 0; i < d.layers; ++i) {
    const std::string b = np::format("blk.{}.", i);
    const std::int64_t head = d.windowed[i] ? d.window_head : d.head;
    const auto need = [&](const char* name, std::vector<std::int64_t> shape) {
      g.need_tensor(b + name + ".weight", std::move(shape));
    };
    const auto cached = [&](const char* name, std::vector<std::int64_t> shape) {
      if (i < d.own_caches)
        g.need_tensor(b + name + ".weight", std::move(shape));
      else
        g.allow_tensor(b + name + ".weight", std::move(shape));
    };
    if (g.has_tensor(b + "ffn_gate_inp.weight"))
      throw Error(ErrorKind::kUnsupported, np::format(messages::kExpertsNotTaken, shown(g.path())));
    for (const char* norm : {"attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm"}) need(norm, {d.width});
    need("attn_q", {d.width, d.heads[i] * head});
    cached("attn_k", {d.width, d.kv_heads[i] * head});
    g.allow_tensor(b + "attn_v.weight", {d.width, d.kv_heads[i] * head});
    need("attn_output", {d.heads[i] * head, d.width});
    need("attn_q_norm", {head});
    cached("attn_k_norm", {head});
    if (!d.windowed[i]) g.need_tensor("rope_freqs.weight", {head / 2});
    need("ffn_gate", {d.width, d.feed_forward[i]});
    need("ffn_up", {d.width, d.feed_forward[i]});
    need("ffn_down", {d.feed_forward[i], d.width});
    g.allow_tensor(b + "layer_output_scale.weight", {1});
    if (d.row == 0) continue;
    need("inp_gate", {d.width, d.row});
    need("proj", {d.row, d.width});
    need("post_norm", {d.width});
  }
}

void check_plain_decoder(const GgufFile& g) { check_decoder(g, {}); }
void check_qwen2vl_decoder(const GgufFile& g) { check_decoder(g, {.biases = true, .sections = true}); }
void check_qwen3_decoder(const GgufFile& g) { check_decoder(g, {.head_norms = true}); }
void check_qwen3vl_decoder(const GgufFile& g) { check_decoder(g, {.head_norms = true, .sections = true}); }
void check_gemma3_decoder(const GgufFile& g) { check_decoder(g, {.head_norms = true, .post_norms = true}); }
void check_qwen2_decoder(const GgufFile& g) { check_decoder(g, {.biases = true}); }
void check_qwen35_decoder(const GgufFile& g) { check_hybrid_decoder(g); }

void check_tokenizer(const GgufFile& g) {
  if (!g.has_array("tokenizer.ggml.tokens", GGUF_TYPE_STRING, 1))
    throw g.damaged("its key tokenizer.ggml.tokens is missing");
  const std::size_t tokens = g.array_size("tokenizer.ggml.tokens");
  const std::string model = g.text("tokenizer.ggml.model");
  if (model.empty()) throw g.damaged("its key tokenizer.ggml.model is missing");
  if (g.has("tokenizer.ggml.token_type", GGUF_TYPE_ARRAY) &&
      !g.has_array("tokenizer.ggml.token_type", GGUF_TYPE_INT32, tokens))
    throw g.damaged("its key tokenizer.ggml.token_type is out of range");
  if ((model == "gpt2" || model == "gemma4") && !g.has_array("tokenizer.ggml.merges", GGUF_TYPE_STRING, 0))
    throw g.damaged("its key tokenizer.ggml.merges is missing");
}

}  // namespace np
