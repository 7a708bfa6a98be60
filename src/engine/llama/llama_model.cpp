#include "engine/llama/llama_model.hpp"

#include <ggml-backend.h>
#include <llama.h>
#include <mtmd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <optional>
#include <set>
#include <thread>

#include "base/error.hpp"
#include "base/format.hpp"
#include "base/freed.hpp"
#include "base/log.hpp"
#include "engine/llama/llama_devices.hpp"
#include "engine/llama/model_failure.hpp"
#include "engine/messages.hpp"
#include "video/area_scaler.hpp"

namespace np {
namespace {

constexpr int kSlicePixels = 448 * 448;
constexpr int kPatch = 14;
// Memory that the libraries allocate beside weights and cache: for batches, the vision part's work, the output. With
// MiniCPM-o 4.5's shape CUDA takes half of it.
constexpr std::uint64_t kWorkspace = 700ull << 20;
// Of that, what each context takes: above all a batch's output.
constexpr std::uint64_t kContextWorkspace = 350ull << 20;
// A device with some of the layers also computes long batches of the others, and is lent their weights for that; the
// largest is the output's matrix.
constexpr std::uint64_t kLentWeights = 600ull << 20;
constexpr double kGiB = 1 << 30;

int physical_cores() {
  std::set<std::string> cores;
  for (int cpu = 0; cpu < 1024; ++cpu) {
    std::ifstream in(np::format("/sys/devices/system/cpu/cpu{}/topology/thread_siblings_list", cpu));
    std::string siblings;
    if (!std::getline(in, siblings)) break;
    cores.insert(siblings);
  }
  const int usable = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  return cores.empty() ? usable : std::min(usable, static_cast<int>(cores.size()));
}

// "MemAvailable:   16384 kB" in bytes.
std::optional<std::uint64_t> memory_line(const char* file, std::string_view name) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(name)) return std::stoull(line.substr(name.size())) << 10;
  return std::nullopt;
}

// The system would give away the pages of our own files as well, which are the weights.
std::uint64_t available_memory() {
  const auto available = memory_line("/proc/meminfo", "MemAvailable:");
  const auto weights = memory_line("/proc/self/status", "RssFile:").value_or(0);
  return available ? *available - std::min(*available, weights) : UINT64_MAX;
}

// The device that the user named, or the first real GPU; nullptr: the processor.
const ComputeDevice* choose(const std::vector<ComputeDevice>& devices, const LlamaOptions& options) {
  if (options.device == "cpu" || options.gpu_layers == 0) return nullptr;
  if (options.device.empty()) {
    const auto gpu = std::ranges::find_if(devices, [](const ComputeDevice& d) { return d.gpu && !d.software; });
    return gpu == devices.end() ? nullptr : &*gpu;
  }
  const auto named = std::ranges::find_if(devices, [&](const ComputeDevice& d) {
    return std::ranges::equal(d.name, options.device,
                              [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
  });
  if (named == devices.end()) throw Error(ErrorKind::kNotFound, np::format(messages::kNoSuchDevice, options.device));
  return named->gpu ? &*named : nullptr;
}

PictureSize fitted_to_slices(int width, int height, int slices) {
  // Whole patches, and never a pixel more than the slices hold: one more slice would be made of it.
  const double scale = std::sqrt(static_cast<double>(slices) * kSlicePixels / (static_cast<double>(width) * height));
  const auto whole = [&](int side) {
    return std::max(kPatch, static_cast<int>(side * scale / kPatch + 1e-6) * kPatch);
  };
  return {whole(width), whole(height)};
}

}  // namespace

void PromptBlock::add(std::vector<ModelToken> tokens) {
  if (tokens.empty()) return;
  const int count = static_cast<int>(tokens.size());
  size += count;
  runs.push_back({std::move(tokens), {}, count});
}

void PromptBlock::add_rows(std::vector<float> rows, int count) {
  size += count;
  runs.push_back({{}, std::move(rows), count});
}

std::uint64_t device_bytes(const ModelFacts& facts, int context, int layers) {
  const std::uint64_t language = facts.bytes - facts.vision_bytes + facts.kv_bytes_per_token * context;
  const std::uint64_t part =
      layers >= facts.layers ? language : language / std::max(1, facts.layers) * layers + kLentWeights;
  return facts.vision_bytes + kWorkspace + part;
}

int layers_that_fit(const ModelFacts& facts, int context, std::uint64_t free, int wanted) {
  int layers = wanted;
  while (layers > 0 && device_bytes(facts, context, layers) > free) --layers;
  return layers;
}

struct LlamaModel::Impl {
  LlamaOptions options;
  ModelFacts facts;
  std::string where;
  int threads = 1;
  std::string device;  // empty: the processor
  int layers_on_device = 0;
  std::unique_ptr<llama_model, Freed<llama_model_free>> model;
  std::unique_ptr<mtmd_context, Freed<mtmd_free>> eyes;
  const llama_vocab* vocab = nullptr;
  std::vector<ModelToken> unspeakable;
  std::vector<ModelToken> image_end;
  std::vector<ModelToken> new_line;
  AreaScaler scaler;

  Error too_little(std::uint64_t needed, std::uint64_t free, const std::string& where) const {
    return Error(ErrorKind::kUnavailable, np::format(messages::kModelNeedsMemory, static_cast<double>(needed) / kGiB,
                                                     static_cast<double>(free) / kGiB, where,
                                                     static_cast<double>(facts.kv_bytes_per_token) * 1000 / kGiB));
  }

  // How many layers go to the device, before anything is loaded.
  int layers_for(const ComputeDevice& device) const {
    const int wanted = options.gpu_layers < 0 ? facts.layers : std::min(options.gpu_layers, facts.layers);
    const int some = layers_that_fit(facts, options.context, device.free_bytes, wanted);
    if (some == wanted) return some;
    const std::uint64_t needed = device_bytes(facts, options.context, wanted);
    if (some * 10 < wanted) throw too_little(needed, device.free_bytes, " on " + device.description);
    log::warn(
        "{} has {:.1f} GB free and the model needs {:.1f} GB: {} of {} layers go there, the rest runs on the "
        "processor.",
        device.description, static_cast<double>(device.free_bytes) / kGiB, static_cast<double>(needed) / kGiB, some,
        facts.layers);
    return some;
  }

  void check_room_for_context() const {
    const auto check = [this](std::uint64_t needed, std::uint64_t free, const std::string& where) {
      if (options.free_memory) free = options.free_memory();
      if (needed <= free) return;
      throw ModelFailure(ModelFailure::Of::kMemory,
                         np::format(messages::kContextNeedsMemory, static_cast<double>(needed) / kGiB,
                                    static_cast<double>(free) / kGiB, where));
    };
    const std::uint64_t cache = facts.kv_bytes_per_token * options.context;
    const std::uint64_t on_device = cache / std::max(1, facts.layers) * layers_on_device;
    for (const ComputeDevice& d : compute_devices())
      if (d.name == device) check(on_device + kContextWorkspace, d.free_bytes, " on " + d.description);
    check(cache - std::min(cache, on_device) + (device.empty() ? kContextWorkspace : 0), available_memory(), "");
  }

  void load(const ProgressFn& progress) {
    facts = check_model_files(options.files);
    const std::vector<ComputeDevice> devices = compute_devices();
    const ComputeDevice* device = choose(devices, options);
    threads = options.threads > 0 ? options.threads : physical_cores();
    constexpr int kAll = 999;
    int layers = 0;
    if (device) {
      layers = layers_for(*device);
      this->device = device->name;
      layers_on_device = layers;
      if (layers == facts.layers) layers = kAll;  // the output layer as well
    } else {
      const std::uint64_t needed = facts.bytes + facts.kv_bytes_per_token * options.context + kWorkspace;
      if (const std::uint64_t free = available_memory(); needed > free) throw too_little(needed, free, "");
    }

    struct Part {
      const ProgressFn& progress;
      double from, to;
    };
    const auto forward = [](float part, void* user) {
      const auto& p = *static_cast<const Part*>(user);
      return !p.progress || p.progress(p.from + (p.to - p.from) * part);
    };
    Part language{progress, 0, 0.85};
    Part vision{progress, 0.85, 1};

    llama_model_params mp = llama_model_default_params();
    ggml_backend_dev_t used[] = {device ? ggml_backend_dev_by_name(device->name.c_str()) : nullptr, nullptr};
    mp.devices = used;
    mp.n_gpu_layers = layers;
    mp.progress_callback = forward;
    mp.progress_callback_user_data = &language;
    model.reset(llama_model_load_from_file(options.files.model.c_str(), mp));
    if (!model && progress && !progress(0)) throw Error(ErrorKind::kUnavailable, "Loading the model was stopped.");
    if (!model) throw unloadable(options.files.model);
    vocab = llama_model_get_vocab(model.get());

    mtmd_context_params ep = mtmd_context_params_default();
    ep.use_gpu = device != nullptr;
    ep.device = used[0];
    ep.print_timings = false;
    ep.n_threads = threads;
    ep.warmup = device != nullptr;  // kernels are made at the first use; on a processor it would only take time
    if (options.plain_math) ep.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
    ep.progress_callback = forward;
    ep.progress_callback_user_data = &vision;
    eyes.reset(mtmd_init_from_file(options.files.projector.c_str(), model.get(), ep));
    if (!eyes && progress && !progress(0)) throw Error(ErrorKind::kUnavailable, "Loading the model was stopped.");
    if (!eyes || !mtmd_support_vision(eyes.get()) || mtmd_decode_use_mrope(eyes.get()) ||
        mtmd_decode_use_non_causal(eyes.get(), nullptr))
      throw unloadable(options.files.projector);

    const int total = llama_model_n_layer(model.get());
    where = device ? np::format("{}, {} of {} layers", device->description, std::min(layers, total), total)
                   : np::format(messages::kOnTheProcessor, threads);
    find_special_tokens();
  }

  static Error unloadable(const std::filesystem::path& file) {
    return Error(ErrorKind::kUnsupported, np::format("\"{}\" cannot be loaded: it is damaged, or of a kind that this "
                                                     "llama.cpp does not know; LOG_LEVEL=debug shows what it said.",
                                                     file.filename().string()));
  }

  void find_special_tokens() {
    constexpr auto kMarkup =
        LLAMA_TOKEN_ATTR_CONTROL | LLAMA_TOKEN_ATTR_USER_DEFINED | LLAMA_TOKEN_ATTR_UNKNOWN | LLAMA_TOKEN_ATTR_UNUSED;
    for (ModelToken t = 0; t < llama_vocab_n_tokens(vocab); ++t)
      if ((llama_vocab_get_attr(vocab, t) & kMarkup) && !llama_vocab_is_eog(vocab, t)) unspeakable.push_back(t);
  }
};

LlamaModel::LlamaModel(const LlamaOptions& options, const ProgressFn& progress) : impl_(std::make_unique<Impl>()) {
  impl_->options = options;
  load_compute_backends();
  impl_->load(progress);
  impl_->image_end = tokens("</image>", true);
  impl_->new_line = tokens("\n", false);
  if (tokens("<|im_start|>", true).size() != 1)
    throw Error(ErrorKind::kUnsupported,
                "The model speaks another chat format than ChatML: use MiniCPM-o 4.5, or run it behind ENGINE_URL.");
}

LlamaModel::~LlamaModel() = default;

const ModelFacts& LlamaModel::facts() const { return impl_->facts; }
const LlamaOptions& LlamaModel::options() const { return impl_->options; }
const std::string& LlamaModel::where() const { return impl_->where; }
int LlamaModel::threads() const { return impl_->threads; }
void LlamaModel::check_room_for_context() const { impl_->check_room_for_context(); }
llama_model* LlamaModel::raw() const { return impl_->model.get(); }
const llama_vocab* LlamaModel::vocabulary() const { return impl_->vocab; }
const std::vector<ModelToken>& LlamaModel::unspeakable() const { return impl_->unspeakable; }
bool LlamaModel::ends_answer(ModelToken token) const { return llama_vocab_is_eog(impl_->vocab, token); }

std::vector<ModelToken> LlamaModel::tokens(std::string_view text, bool special) const {
  std::vector<ModelToken> out(text.size() + 8);
  const auto n = llama_tokenize(impl_->vocab, text.data(), static_cast<std::int32_t>(text.size()), out.data(),
                                static_cast<std::int32_t>(out.size()), false, special);
  if (n < 0) throw Error(ErrorKind::kInvalid, "The prompt cannot be read by the model: shorten it.");
  out.resize(n);
  return out;
}

std::string LlamaModel::text(ModelToken token) const {
  std::string out(64, '\0');
  auto n = llama_token_to_piece(impl_->vocab, token, out.data(), static_cast<std::int32_t>(out.size()), 0, false);
  if (n < 0) {
    out.resize(-n);
    n = llama_token_to_piece(impl_->vocab, token, out.data(), static_cast<std::int32_t>(out.size()), 0, false);
  }
  out.resize(std::max(0, n));
  return out;
}

namespace {

using Bitmap = std::unique_ptr<mtmd_bitmap, Freed<mtmd_bitmap_free>>;
using Chunks = std::unique_ptr<mtmd_input_chunks, Freed<mtmd_input_chunks_free>>;

// The frame's markup and pictures in their order; `rgb` may be nullptr if only their number matters.
Chunks chunks_of(const mtmd_context* eyes, PictureSize size, const std::uint8_t* rgb) {
  const Bitmap bitmap(mtmd_bitmap_init(size.width, size.height, rgb));
  Chunks chunks(mtmd_input_chunks_init());
  const std::string_view marker = mtmd_get_marker(eyes);
  const mtmd_input_text text{marker.data(), marker.size(), false, true};
  const mtmd_bitmap* bitmaps[] = {bitmap.get()};
  if (mtmd_tokenize(eyes, chunks.get(), &text, bitmaps, 1) != 0)
    throw Error(ErrorKind::kInternal, "A frame cannot be prepared for the model.");
  return chunks;
}

// The chunks that one slice needs: without the grid that the library adds to any picture with a side over 448 pixels.
std::size_t used_chunks(const mtmd_input_chunks* chunks, int slices) {
  const std::size_t all = mtmd_input_chunks_size(chunks);
  if (slices > 1) return all;
  for (std::size_t i = 0; i < all; ++i)
    if (mtmd_input_chunk_get_type(mtmd_input_chunks_get(chunks, i)) == MTMD_INPUT_CHUNK_TYPE_IMAGE) return i + 1;
  return all;
}

}  // namespace

int LlamaModel::frame_tokens(int width, int height) const {
  const auto chunks = chunks_of(impl_->eyes.get(), fitted_to_slices(width, height, impl_->options.slices), nullptr);
  int count = 0;
  const std::size_t used = used_chunks(chunks.get(), impl_->options.slices);
  for (std::size_t i = 0; i < used; ++i)
    count += static_cast<int>(mtmd_input_chunk_get_n_tokens(mtmd_input_chunks_get(chunks.get(), i)));
  if (used < mtmd_input_chunks_size(chunks.get())) count += static_cast<int>(impl_->image_end.size());
  return count + static_cast<int>(impl_->new_line.size());
}

PromptBlockPtr LlamaModel::encode(const VideoFrame& frame, const std::atomic<bool>& stop) {
  const PictureSize size = fitted_to_slices(frame.width, frame.height, impl_->options.slices);
  std::vector<std::uint8_t> scaled;
  const std::uint8_t* rgb = frame.rgb.data();
  if (size.width != frame.width || size.height != frame.height) {
    scaled.resize(static_cast<std::size_t>(size.width) * size.height * 3);
    impl_->scaler.scale({rgb, frame.width * 3, frame.width, frame.height},
                        {scaled.data(), size.width * 3, size.width, size.height}, 3);
    rgb = scaled.data();
  }
  const auto chunks = chunks_of(impl_->eyes.get(), size, rgb);
  const std::size_t used = used_chunks(chunks.get(), impl_->options.slices);
  const std::size_t width = llama_model_n_embd_inp(raw());
  auto block = std::make_shared<PromptBlock>();
  for (std::size_t i = 0; i < used; ++i) {
    if (stop) return nullptr;
    const mtmd_input_chunk* chunk = mtmd_input_chunks_get(chunks.get(), i);
    if (mtmd_input_chunk_get_type(chunk) == MTMD_INPUT_CHUNK_TYPE_TEXT) {
      std::size_t n = 0;
      const llama_token* first = mtmd_input_chunk_get_tokens_text(chunk, &n);
      block->add({first, first + n});
      continue;
    }
    if (mtmd_encode_chunk(impl_->eyes.get(), chunk) != 0)
      throw ModelFailure(ModelFailure::Of::kDevice,
                         "The model could not look at a frame; if this goes on, restart the server.");
    const std::size_t n = mtmd_input_chunk_get_n_tokens(chunk);
    const float* rows = mtmd_get_output_embd(impl_->eyes.get());
    block->add_rows({rows, rows + n * width}, static_cast<int>(n));
  }
  if (used < mtmd_input_chunks_size(chunks.get())) block->add(impl_->image_end);
  block->add(impl_->new_line);
  return block;
}

}  // namespace np
