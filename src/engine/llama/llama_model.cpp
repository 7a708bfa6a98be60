#include "engine/llama/llama_model.hpp"

#include <ggml-backend.h>
#include <llama.h>

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
#include "engine/llama/chat_format.hpp"
#include "engine/llama/llama_devices.hpp"
#include "engine/llama/model_failure.hpp"
#include "engine/llama/model_family.hpp"
#include "engine/messages.hpp"

namespace np {
namespace {

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

}  // namespace

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
  std::optional<LlamaEyes> eyes;
  const llama_vocab* vocab = nullptr;
  std::vector<ModelToken> unspeakable;
  ChatFormat chat;

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
    if (!model && progress && !progress(0)) throw Error(ErrorKind::kUnavailable, messages::kLoadingStopped);
    if (!model) throw unloadable(options.files.model);
    vocab = llama_model_get_vocab(model.get());

    const char* chat_template = llama_model_chat_template(model.get(), nullptr);
    chat = chat_format(chat_template ? chat_template : "");
    eyes.emplace(model.get(),
                 EyesOptions{.projector = options.files.projector,
                             .frames = facts.family->frames,
                             .detail = options.slices,
                             .patch = facts.patch,
                             .threads = threads,
                             .device = used[0],
                             .plain_math = options.plain_math},
                 [&](double part) { return forward(static_cast<float>(part), &vision); });

    const int total = llama_model_n_layer(model.get());
    where = device ? np::format("{}, {} of {} layers", device->description, std::min(layers, total), total)
                   : np::format(messages::kOnTheProcessor, threads);
    find_special_tokens();
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
  if (!llama_model_chat_template(raw(), nullptr) && tokens("<|im_start|>", true).size() != 1)
    throw Error(ErrorKind::kUnsupported, messages::kChatFormatNotKnown);
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

PromptBlock LlamaModel::head(std::string_view profile) const {
  const ChatFormat& chat = impl_->chat;
  PromptBlock head;
  auto opening = tokens(profile.empty() ? chat.without_profile : chat.before_profile, true);
  const ModelToken first = llama_vocab_bos(impl_->vocab);
  if (llama_vocab_get_add_bos(impl_->vocab) && (opening.empty() || opening.front() != first))
    opening.insert(opening.begin(), first);
  head.add(std::move(opening));
  if (profile.empty()) return head;
  head.add(tokens(profile, false));
  head.add(tokens(chat.after_profile, true));
  return head;
}

PromptBlock LlamaModel::question(std::string_view text) const {
  PromptBlock question;
  question.add(tokens(text, false));
  question.add(tokens(impl_->chat.answer, true));
  return question;
}

LlamaEyes& LlamaModel::eyes() { return *impl_->eyes; }

}  // namespace np
