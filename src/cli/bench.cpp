#include <boost/json.hpp>
#include <filesystem>
#include <iostream>

#include "base/format.hpp"
#include "base/log.hpp"
#include "bench/model_bench.hpp"
#include "bench/synthetic_model.hpp"
#include "cli/commands.hpp"
#include "config/user_folder.hpp"

namespace np::command {
namespace {

namespace json = boost::json;

std::filesystem::path cache_folder() {
  const auto cache = user_folder(process_environment(), "XDG_CACHE_HOME", ".cache");
  return (cache.empty() ? std::filesystem::temp_directory_path() : cache) / "nerdpudding/synthetic";
}

// Written once: a finished one has its final name.
ModelFiles synthetic_files(const std::string& name) {
  const auto shape = synthetic_shape(name);
  if (!shape) throw WrongUsage("There is no synthetic model \"" + name + "\": there are " + synthetic_names() + ".");
  const auto folder = cache_folder() / name;
  if (!std::filesystem::exists(folder)) {
    const std::filesystem::path making = folder.string() + ".part";
    std::filesystem::remove_all(making);
    std::filesystem::create_directories(making);
    std::cerr << "Writing a model of random weights, once: " << name << "\n";
    write_synthetic_model(*shape, making);
    std::filesystem::rename(making, folder);
  }
  return find_model_files(folder, "");
}

json::object as_json(const ModelFigures& f) {
  return {{"device", f.device},
          {"encode_ms", f.encode_ms},
          {"prefill_tokens_per_s", f.prefill_tokens_per_s},
          {"decode_tokens_per_s", f.decode_tokens_per_s},
          {"frames_per_s", f.frames_per_s},
          {"prompt_tokens", f.prompt_tokens},
          {"first_piece_ms", {{"p50", f.first_piece_ms.p50}, {"p95", f.first_piece_ms.p95}}},
          {"cycle_ms", {{"p50", f.cycle_ms.p50}, {"p95", f.cycle_ms.p95}}},
          {"peak_memory_mb", f.peak_memory_mb}};
}

void print_row(const char* what, const std::string& ours, const std::string& theirs = {}) {
  std::cout << np::format("{:<38} {:<34} {}\n", what, ours, theirs);
}

}  // namespace

void bench(const Settings& s, const BenchArguments& arguments) {
  if (arguments.model.empty() == arguments.synthetic.empty())
    throw WrongUsage("Name one model: --model FILE or --synthetic 8b, 0.5b or tiny.");
  if (!arguments.against.empty() && arguments.against != "llama-server")
    throw WrongUsage("--against knows llama-server only.");
  LlamaOptions options{.files = arguments.model.empty() ? synthetic_files(arguments.synthetic)
                                                        : find_model_files(arguments.model, s.mmproj_path),
                       .device = s.gpu_device,
                       .gpu_layers = s.gpu_layers,
                       .threads = s.model_threads,
                       .slices = arguments.slices,
                       .context = 4096};
  const ModelBenchPlan plan{.capture_fps = s.capture_fps, .frames = s.frames_per_inference, .cycles = arguments.cycles};
  ModelFigures ours;
  std::optional<ModelFigures> remembering;
  {
    LlamaModel model(options, {});
    options.threads = model.threads();
    ours = measure_model(model, plan);
    if (arguments.memory) {
      ModelBenchPlan with = plan;
      with.memory = true;
      remembering = measure_model(model, with);
    }
  }
  json::object out = as_json(ours);
  if (remembering) out["with_memory"] = as_json(*remembering);
  std::optional<ModelFigures> theirs;
  if (!arguments.against.empty()) {
    if (arguments.slices != 1)
      throw WrongUsage("llama-server is compared at one slice only: it cuts pictures otherwise.");
    theirs = measure_llama_server(options, plan);
    json::object against = as_json(*theirs);
    against["server"] = arguments.against;
    out["against"] = against;
  }
  if (arguments.as_json) {
    std::cout << json::serialize(out) << std::endl;
    return;
  }
  const auto both = [&](const char* what, auto text) { print_row(what, text(ours), theirs ? text(*theirs) : ""); };
  print_row("", "here", theirs ? "llama-server" : "");
  print_row("device", ours.device);
  print_row("a frame encoded", np::format("{:.1f} ms", ours.encode_ms));
  both("prompt read", [](const ModelFigures& f) { return np::format("{:.1f} tokens/s", f.prefill_tokens_per_s); });
  both("answer written", [](const ModelFigures& f) { return np::format("{:.1f} tokens/s", f.decode_tokens_per_s); });
  print_row("frames came at", np::format("{:.2f} a second", ours.frames_per_s));
  both("tokens of a cycle's prompt", [](const ModelFigures& f) { return std::to_string(f.prompt_tokens); });
  both("newest frame -> first piece", [](const ModelFigures& f) {
    return np::format("p50 {:.0f} ms, p95 {:.0f} ms", f.first_piece_ms.p50, f.first_piece_ms.p95);
  });
  both("a whole cycle", [](const ModelFigures& f) {
    return np::format("p50 {:.0f} ms, p95 {:.0f} ms", f.cycle_ms.p50, f.cycle_ms.p95);
  });
  both("peak memory", [](const ModelFigures& f) { return np::format("{:.0f} MB", f.peak_memory_mb); });
  if (remembering) {
    const Percentiles& first = remembering->first_piece_ms;
    print_row("with a full memory: tokens", std::to_string(remembering->prompt_tokens));
    print_row("with a full memory: first piece",
              np::format("p50 {:.0f} ms ({:.2f} x), p95 {:.0f} ms ({:.2f} x)", first.p50,
                         first.p50 / ours.first_piece_ms.p50, first.p95, first.p95 / ours.first_piece_ms.p95));
  }
  if (theirs)
    print_row("ratio of the first piece",
              np::format("p50 {:.2f} x, p95 {:.2f} x", ours.first_piece_ms.p50 / theirs->first_piece_ms.p50,
                         ours.first_piece_ms.p95 / theirs->first_piece_ms.p95));
}

}  // namespace np::command
