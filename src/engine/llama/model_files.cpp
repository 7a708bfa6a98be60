#include "engine/llama/model_files.hpp"

#include <ggml.h>
#include <gguf.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <optional>
#include <vector>

#include "base/error.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "engine/messages.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

std::string shown(const fs::path& path) { return "\"" + path.filename().string() + "\""; }

bool is_gguf_name(const fs::path& path) { return lower(path.extension().string()) == ".gguf"; }
bool is_projector_name(const fs::path& path) {
  const std::string name = lower(path.filename().string());
  return name.contains("mmproj") || name.contains("vision");
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code ec;
  for (fs::directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec))
    if (it->is_regular_file(ec)) found.push_back(it->path());
  if (ec && ec != std::errc::no_such_file_or_directory)
    throw Error(ErrorKind::kPermission, "The model's folder cannot be read: let the server's user read it.");
  std::ranges::sort(found);
  return found;
}

fs::path model_in(const fs::path& folder) {
  std::vector<fs::path> models;
  bool other_kind = false;
  for (const fs::path& file : files_in(folder)) {
    if (is_gguf_name(file) && !is_projector_name(file)) models.push_back(file);
    other_kind |= file.extension() == ".safetensors" || file.filename() == "config.json";
  }
  if (models.empty() && other_kind)
    throw Error(ErrorKind::kUnsupported, np::format(messages::kModelOfOtherFormat, messages::kPullAModel));
  if (models.empty()) throw Error(ErrorKind::kNotFound, np::format(messages::kNoModelInFolder, messages::kPullAModel));
  // Of a model in several files llama.cpp wants the first.
  const auto first =
      std::ranges::find_if(models, [](const fs::path& p) { return p.filename().string().contains("-00001-of-"); });
  if (first != models.end()) return *first;
  if (models.size() > 1)
    throw Error(ErrorKind::kInvalid, np::format(messages::kSeveralModels, models.size(), shown(models.front())));
  return models.front();
}

fs::path projector_near(const fs::path& model) {
  const fs::path folder = model.parent_path();
  for (const fs::path& place : {folder, folder / "vision"}) {
    std::vector<fs::path> found;
    if (std::error_code ec; !fs::is_directory(place.empty() ? "." : place, ec)) continue;
    for (const fs::path& file : files_in(place.empty() ? "." : place))
      if (is_gguf_name(file) && is_projector_name(file)) found.push_back(file);
    if (found.size() > 1) throw Error(ErrorKind::kInvalid, np::format(messages::kSeveralProjectors, found.size()));
    if (!found.empty()) return found.front();
  }
  throw Error(ErrorKind::kNotFound, np::format(messages::kNoProjectorBeside, messages::kPullAModel));
}

// A GGUF file's description, without its tensors' data.
class Gguf {
 public:
  Gguf(const fs::path& path, const char* setting) : path_(path) {
    std::error_code ec;
    const auto size = fs::file_size(path, ec);
    if (ec == std::errc::no_such_file_or_directory)
      throw Error(ErrorKind::kNotFound, np::format(messages::kNoModelFile, shown(path), setting));
    std::ifstream in(path, std::ios::binary);
    std::array<char, 4> magic{};
    if (ec || !in)
      throw Error(ErrorKind::kPermission, np::format("{} cannot be read: let the server's user read it.", shown(path)));
    in.read(magic.data(), magic.size());
    if (std::string_view(magic.data(), 4) != "GGUF")
      throw Error(ErrorKind::kUnsupported, np::format(messages::kNoGguf, shown(path), messages::kPullAModel));
    gguf_.reset(gguf_init_from_file(path.c_str(), {.no_alloc = true, .ctx = nullptr}));
    if (!gguf_) throw damaged("its head cannot be read");
    for (std::int64_t i = 0; i < gguf_get_n_tensors(gguf_.get()); ++i) {
      const std::size_t bytes = gguf_get_tensor_size(gguf_.get(), i);
      bytes_ += bytes;
      if (gguf_get_data_offset(gguf_.get()) + gguf_get_tensor_offset(gguf_.get(), i) + bytes > size)
        throw damaged(messages::kFileEndsTooEarly);
    }
  }

  Error damaged(std::string_view how) const {
    return Error(ErrorKind::kInvalid, np::format(messages::kModelIsDamaged, shown(path_), how));
  }
  const fs::path& path() const { return path_; }
  std::uint64_t bytes() const { return bytes_; }

  std::string text(const std::string& key) const {
    const auto id = gguf_find_key(gguf_.get(), key.c_str());
    if (id < 0 || gguf_get_kv_type(gguf_.get(), id) != GGUF_TYPE_STRING) return {};
    return gguf_get_val_str(gguf_.get(), id);
  }
  std::optional<std::int64_t> number(const std::string& key) const {
    const auto id = gguf_find_key(gguf_.get(), key.c_str());
    if (id < 0) return std::nullopt;
    switch (gguf_get_kv_type(gguf_.get(), id)) {
      case GGUF_TYPE_UINT16: return gguf_get_val_u16(gguf_.get(), id);
      case GGUF_TYPE_UINT32: return gguf_get_val_u32(gguf_.get(), id);
      case GGUF_TYPE_INT32: return gguf_get_val_i32(gguf_.get(), id);
      default: return std::nullopt;
    }
  }
  // Throws if it is missing, of another type or not between the limits.
  std::int64_t need(const std::string& key, std::int64_t least, std::int64_t most) const {
    const auto value = number(key);
    if (!value || *value < least || *value > most)
      throw damaged("its key " + key + (value ? " is out of range" : " is missing"));
    return *value;
  }
  bool flag(const std::string& key) const {
    const auto id = gguf_find_key(gguf_.get(), key.c_str());
    return id >= 0 && gguf_get_kv_type(gguf_.get(), id) == GGUF_TYPE_BOOL && gguf_get_val_bool(gguf_.get(), id);
  }
  bool has_key(const std::string& key) const { return gguf_find_key(gguf_.get(), key.c_str()) >= 0; }
  bool has_float(const std::string& key) const { return has(key, GGUF_TYPE_FLOAT32); }
  bool has(const std::string& key, gguf_type type) const {
    const auto id = gguf_find_key(gguf_.get(), key.c_str());
    return id >= 0 && gguf_get_kv_type(gguf_.get(), id) == type;
  }
  bool has_array(const std::string& key, gguf_type type, std::size_t least) const {
    const auto id = gguf_find_key(gguf_.get(), key.c_str());
    return id >= 0 && gguf_get_kv_type(gguf_.get(), id) == GGUF_TYPE_ARRAY &&
           gguf_get_arr_type(gguf_.get(), id) == type && gguf_get_arr_n(gguf_.get(), id) >= least;
  }
  std::size_t array_size(const std::string& key) const {
    return gguf_get_arr_n(gguf_.get(), gguf_find_key(gguf_.get(), key.c_str()));
  }
  bool has_tensor(const std::string& name) const { return gguf_find_tensor(gguf_.get(), name.c_str()) >= 0; }
  // Zero stands for any length.
  void need_tensor(const std::string& name, std::vector<std::int64_t> shape) const {
    const auto id = gguf_find_tensor(gguf_.get(), name.c_str());
    if (id < 0) throw damaged("its tensor " + name + " is missing");
    shape.resize(GGML_MAX_DIMS, 1);
    const std::int64_t* actual = gguf_get_tensor_ne(gguf_.get(), id);
    for (int i = 0; i < GGML_MAX_DIMS; ++i)
      if (shape[i] != 0 && shape[i] != actual[i]) throw damaged("its tensor " + name + " has the wrong shape");
  }
  void allow_tensor(const std::string& name, std::vector<std::int64_t> shape) const {
    if (has_tensor(name)) need_tensor(name, std::move(shape));
  }

 private:
  fs::path path_;
  std::uint64_t bytes_ = 0;
  std::unique_ptr<gguf_context, decltype([](gguf_context* g) { gguf_free(g); })> gguf_;
};

constexpr std::int64_t kMostLayers = 512;
constexpr std::int64_t kWidest = 1 << 20;

// Qwen3, the language part of MiniCPM-o 4.5. Other kinds are left to the library, which refuses them in its own words.
void check_qwen3(const Gguf& g) {
  const auto width = g.need("qwen3.embedding_length", 1, kWidest);
  const auto layers = g.need("qwen3.block_count", 1, kMostLayers);
  const auto feed_forward = g.need("qwen3.feed_forward_length", 1, kWidest);
  const auto heads = g.need("qwen3.attention.head_count", 1, 4096);
  const auto kv_heads = g.number("qwen3.attention.head_count_kv").value_or(heads);
  g.need("qwen3.context_length", 1, 1 << 30);
  if (kv_heads < 1 || kv_heads > heads || heads % kv_heads != 0) throw g.damaged("its heads do not fit together");
  const auto head = g.number("qwen3.attention.key_length").value_or(width / heads);
  if (head < 1 || head > 4096 || head % 2 != 0) throw g.damaged("its key qwen3.attention.key_length is out of range");
  if (g.number("qwen3.attention.value_length").value_or(head) != head)
    throw g.damaged("its key qwen3.attention.value_length is out of range");
  if (!g.has_float("qwen3.attention.layer_norm_rms_epsilon"))
    throw g.damaged("its key qwen3.attention.layer_norm_rms_epsilon is missing");
  const auto vocabulary = static_cast<std::int64_t>(g.array_size("tokenizer.ggml.tokens"));
  g.need_tensor("token_embd.weight", {width, vocabulary});
  g.allow_tensor("output.weight", {width, vocabulary});
  g.need_tensor("output_norm.weight", {width});
  for (std::int64_t i = 0; i < layers; ++i) {
    const std::string b = np::format("blk.{}.", i);
    g.need_tensor(b + "attn_norm.weight", {width});
    g.need_tensor(b + "attn_q.weight", {width, heads * head});
    g.need_tensor(b + "attn_k.weight", {width, kv_heads * head});
    g.need_tensor(b + "attn_v.weight", {width, kv_heads * head});
    g.need_tensor(b + "attn_output.weight", {heads * head, width});
    g.need_tensor(b + "attn_q_norm.weight", {head});
    g.need_tensor(b + "attn_k_norm.weight", {head});
    g.need_tensor(b + "ffn_norm.weight", {width});
    g.need_tensor(b + "ffn_gate.weight", {width, feed_forward});
    g.need_tensor(b + "ffn_up.weight", {width, feed_forward});
    g.need_tensor(b + "ffn_down.weight", {feed_forward, width});
  }
}

void check_tokenizer(const Gguf& g) {
  if (!g.has_array("tokenizer.ggml.tokens", GGUF_TYPE_STRING, 1))
    throw g.damaged("its key tokenizer.ggml.tokens is missing");
  const std::size_t tokens = g.array_size("tokenizer.ggml.tokens");
  if (g.text("tokenizer.ggml.model").empty()) throw g.damaged("its key tokenizer.ggml.model is missing");
  if (g.has("tokenizer.ggml.token_type", GGUF_TYPE_ARRAY) &&
      (!g.has_array("tokenizer.ggml.token_type", GGUF_TYPE_INT32, tokens)))
    throw g.damaged("its key tokenizer.ggml.token_type is out of range");
  if (g.text("tokenizer.ggml.model") == "gpt2" && !g.has_array("tokenizer.ggml.merges", GGUF_TYPE_STRING, 0))
    throw g.damaged("its key tokenizer.ggml.merges is missing");
}

// The library ends the process if one of these has another type.
void check_clip_types(const Gguf& g) {
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
      {"clip.vision.max_slice_nums", GGUF_TYPE_UINT32},
      {"clip.vision.patch_size", GGUF_TYPE_UINT32},
      {"clip.vision.embedding_length", GGUF_TYPE_UINT32},
      {"clip.vision.feed_forward_length", GGUF_TYPE_UINT32},
      {"clip.vision.block_count", GGUF_TYPE_UINT32},
      {"clip.vision.projection_dim", GGUF_TYPE_UINT32},
      {"clip.vision.attention.head_count", GGUF_TYPE_UINT32},
      {"clip.vision.attention.layer_norm_epsilon", GGUF_TYPE_FLOAT32},
      {"clip.vision.image_mean", GGUF_TYPE_ARRAY},
      {"clip.vision.image_std", GGUF_TYPE_ARRAY},
      {"clip.vision.feature_layer", GGUF_TYPE_ARRAY},
  };
  for (const auto& [name, type] : kKeys)
    if (g.has_key(name) && !g.has(name, type)) throw g.damaged(np::format("its key {} has the wrong type", name));
}

// MiniCPM's resampler, which the library trusts blindly.
void check_resampler(const Gguf& g, std::int64_t model_width) {
  const auto version = g.need("clip.minicpmv_version", 0, 1 << 30);
  constexpr std::array<std::int64_t, 5> kKnown{3, 4, 5, 6, 100045};
  if (!std::ranges::contains(kKnown, version))
    throw Error(ErrorKind::kUnsupported,
                np::format("{} is of a MiniCPM version that is not known here ({}): use MiniCPM-o 4.5's.",
                           shown(g.path()), version));
  const auto queries = g.number("clip.minicpmv_query_num").value_or(64);
  if (queries < 1 || queries > 1024) throw g.damaged("its key clip.minicpmv_query_num is out of range");
  const auto image = g.need("clip.vision.image_size", 14, 4096);
  const auto patch = g.need("clip.vision.patch_size", 1, 256);
  if (image < patch) throw g.damaged("its key clip.vision.patch_size is out of range");
  const auto width = g.need("clip.vision.embedding_length", 1, kWidest);
  const auto feed_forward = g.need("clip.vision.feed_forward_length", 1, kWidest);
  const auto layers = g.need("clip.vision.block_count", 1, kMostLayers);
  const auto heads = g.need("clip.vision.attention.head_count", 1, 4096);
  if (width % heads != 0) throw g.damaged("its heads do not fit together");
  if (!g.has_float("clip.vision.attention.layer_norm_epsilon"))
    throw g.damaged("its key clip.vision.attention.layer_norm_epsilon is missing");
  if (!g.number("clip.vision.projection_dim")) throw g.damaged("its key clip.vision.projection_dim is missing");
  for (const char* key : {"clip.vision.image_mean", "clip.vision.image_std"})
    if (!g.has_array(key, GGUF_TYPE_FLOAT32, 3)) throw g.damaged(np::format("its key {} is missing", key));

  g.need_tensor("v.patch_embd.weight", {patch, patch, 3, width});
  g.allow_tensor("v.patch_embd.bias", {width});
  g.need_tensor("v.position_embd.weight", {width, 70 * 70});
  for (std::int64_t i = 0; i < layers; ++i) {
    const std::string b = np::format("v.blk.{}.", i);
    for (const char* part : {"attn_q", "attn_k", "attn_v", "attn_out"}) {
      g.need_tensor(b + part + ".weight", {width, width});
      g.allow_tensor(b + part + ".bias", {width});
    }
    g.need_tensor(b + "ffn_up.weight", {width, feed_forward});
    g.allow_tensor(b + "ffn_up.bias", {feed_forward});
    g.need_tensor(b + "ffn_down.weight", {feed_forward, width});
    g.allow_tensor(b + "ffn_down.bias", {width});
    for (const char* part : {"ln1.weight", "ln1.bias", "ln2.weight", "ln2.bias"}) g.allow_tensor(b + part, {width});
  }
  for (const char* part : {"v.post_ln.weight", "v.post_ln.bias"}) g.allow_tensor(part, {width});

  const std::int64_t e = model_width;
  if (e % 128 != 0) throw g.damaged("its resampler's width is no multiple of 128");
  g.need_tensor("resampler.query", {e, queries});
  g.need_tensor("resampler.pos_embed_k", {e, 0});
  g.need_tensor("resampler.proj.weight", {e, e});
  g.need_tensor("resampler.kv.weight", {width, e});
  for (const char* part : {"q", "k", "v", "out"}) {
    g.need_tensor(np::format("resampler.attn.{}.weight", part), {e, e});
    g.need_tensor(np::format("resampler.attn.{}.bias", part), {e});
  }
  for (const char* part : {"q", "kv", "post"}) {
    g.need_tensor(np::format("resampler.ln_{}.weight", part), {e});
    g.need_tensor(np::format("resampler.ln_{}.bias", part), {e});
  }
}

}  // namespace

ModelFiles find_model_files(const std::string& model_path, const std::string& projector_path) {
  ModelFiles files{model_path, projector_path};
  std::error_code ec;
  if (fs::is_directory(files.model, ec)) files.model = model_in(files.model);
  const bool there = fs::exists(files.model, ec);
  if (ec == std::errc::permission_denied) throw Error(ErrorKind::kPermission, messages::kModelNotReadable);
  if (!there) throw Error(ErrorKind::kNotFound, np::format(messages::kNoModelThere, messages::kPullAModel));
  if (files.projector.empty()) files.projector = projector_near(files.model);
  if (fs::is_directory(files.projector, ec))
    throw Error(ErrorKind::kInvalid, "MMPROJ_PATH names a folder: name the projector's file in it.");
  return files;
}

ModelFacts check_model_files(const ModelFiles& files) {
  const Gguf model(files.model, "MODEL_PATH");
  const std::string kind = model.text("general.architecture");
  if (kind.empty()) throw model.damaged("its key general.architecture is missing");
  if (kind == "clip") throw Error(ErrorKind::kInvalid, np::format(messages::kIsAProjector, shown(files.model)));
  check_tokenizer(model);
  const bool whole =
      model.number("split.count").value_or(1) <= 1;  // of a model in several files this is only the first
  if (kind == "qwen3" && whole) check_qwen3(model);

  const Gguf projector(files.projector, "MMPROJ_PATH");
  check_clip_types(projector);
  if (projector.text("general.architecture") != "clip")
    throw Error(ErrorKind::kInvalid, np::format(messages::kIsNoProjector, shown(files.projector)));
  if (!projector.flag("clip.has_vision_encoder"))
    throw Error(ErrorKind::kInvalid, np::format("{} has no vision part: MMPROJ_PATH names a projector for pictures.",
                                                shown(files.projector)));
  std::string type = projector.text("clip.projector_type");
  if (type.empty()) type = projector.text("clip.vision.projector_type");

  ModelFacts facts;
  facts.name = model.text("general.name");
  if (facts.name.empty()) facts.name = files.model.stem().string();
  facts.vision_bytes = projector.bytes();
  facts.bytes = model.bytes() + facts.vision_bytes;
  const auto width = model.number(kind + ".embedding_length").value_or(0);
  const auto heads = std::max<std::int64_t>(1, model.number(kind + ".attention.head_count").value_or(1));
  const auto kv_heads = model.number(kind + ".attention.head_count_kv").value_or(heads);
  const auto head = model.number(kind + ".attention.key_length").value_or(width / heads);
  facts.width = static_cast<int>(width);
  facts.layers = static_cast<int>(model.number(kind + ".block_count").value_or(0));
  facts.kv_bytes_per_token = static_cast<std::uint64_t>(facts.layers * kv_heads * head * 2 * 2);
  if (type == "resampler") {
    const std::string query = "resampler.query";
    if (projector.has_tensor(query)) {
      try {
        projector.need_tensor(query, {width, 0});
      } catch (const Error&) {
        throw Error(ErrorKind::kInvalid,
                    np::format(messages::kModelPartsDiffer, shown(files.model), shown(files.projector)));
      }
    }
    check_resampler(projector, width);
  }
  return facts;
}

}  // namespace np
