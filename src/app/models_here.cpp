#include "app/models_here.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <system_error>
#include <thread>
#include <utility>

#include "app/model_fit.hpp"
#include "base/log.hpp"
#include "engine/llama/model_files.hpp"
#include "models/model_catalog.hpp"
#include "models/pull_job.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFolders = 4096, kMostFiles = 64;  // that are looked into, and in each of them
constexpr std::size_t kMostModels = 64;                      // that are offered beside the catalogue's

// A language part with its vision part, in a folder of the folder for models.
struct Pair {
  fs::path model;
  std::uint64_t bytes = 0;
};

std::vector<fs::path> children(const fs::path& folder, std::size_t most, const auto& fits) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end && found.size() < most; it.increment(error))
    if (std::error_code gone; fits(*it, gone)) found.push_back(it->path());
  std::ranges::sort(found);
  return found;
}

// Where the vision part is missing or not plain, there is nothing to choose.
std::vector<Pair> pairs_in(const fs::path& folder) {
  std::vector<Pair> pairs;
  for (const fs::path& file : children(folder, kMostFiles, [](const fs::directory_entry& entry, std::error_code& gone) {
         return is_gguf_name(entry.path()) && entry.is_regular_file(gone);
       })) {
    const std::string name = file.filename().string();
    if (is_projector_name(file) || (name.contains("-of-") && !name.contains("-00001-of-"))) continue;
    try {
      const ModelFiles files = find_model_files(file.string(), "");
      std::error_code gone;
      const auto model = fs::file_size(files.model, gone);
      const auto projector = gone ? 0 : fs::file_size(files.projector, gone);
      if (!gone) pairs.push_back({file, model + projector});
    } catch (const Error& e) {
      log::debug("{} is not offered: {}", file.filename().string(), e.message());
    }
  }
  return pairs;
}

void tell_fit(ModelReport& model, std::span<const ComputeDevice> devices) {
  const Fit fit = fit_of(model.bytes, devices);
  model.fits = fit.where == Fit::Where::kGpu ? "gpu" : fit.where == Fit::Where::kMemory ? "memory" : "no";
  model.device = fit.device;
}

// Where several files are called the same, their folders belong to the names.
void tell_apart(std::vector<ModelReport>& models) {
  std::map<std::string, int> called;
  for (const ModelReport& model : models) ++called[model.name];
  for (ModelReport& model : models)
    if (called[model.name] > 1 && model.quant.empty()) model.name = fs::path(model.file).replace_extension().string();
}

// What is here of a model: the usual quantisation, or whichever there is.
ModelReport report_on(const CatalogModel& one, const fs::path& folder) {
  ModelReport model{.name = one.name, .quant = one.usual_quant, .bytes = one.about_bytes};
  if (folder.empty()) return model;
  model.partial = PullJob::bytes_so_far(folder / one.name);
  for (const Pair& pair : pairs_in(folder / one.name)) {
    const std::string name = pair.model.stem().string();
    const bool usual = name == one.language_prefix + one.usual_quant;
    if (!name.starts_with(one.language_prefix) || (!model.file.empty() && !usual)) continue;
    model.file = file_in(folder, pair.model);
    model.quant = name.substr(one.language_prefix.size());
    model.bytes = pair.bytes;
    model.exact = true;
  }
  return model;
}

}  // namespace

std::string file_in(const fs::path& folder, const fs::path& model) {
  if (folder.empty() || model.empty()) return {};
  const fs::path path = model.lexically_relative(folder);
  return path.empty() || path.native().starts_with("..") ? std::string() : path.string();
}

std::vector<ModelReport> models_here(const fs::path& folder, std::span<const ComputeDevice> devices) {
  const std::string best = recommended_model(devices, std::thread::hardware_concurrency());
  std::vector<ModelReport> models;
  for (const CatalogModel& one : catalog_models()) {
    models.push_back(report_on(one, folder));
    models.back().recommended = one.name == best;
  }
  if (!folder.empty())
    for (const fs::path& place :
         children(folder, kMostFolders,
                  [](const fs::directory_entry& entry, std::error_code& gone) { return entry.is_directory(gone); }))
      for (const Pair& pair : pairs_in(place)) {
        if (models.size() >= catalog_models().size() + kMostModels) break;
        const std::string file = file_in(folder, pair.model);
        if (!std::ranges::contains(models, file, &ModelReport::file))
          models.push_back(
              {.name = pair.model.stem().string(), .quant = {}, .file = file, .bytes = pair.bytes, .exact = true});
      }
  tell_apart(models);
  for (ModelReport& model : models) tell_fit(model, devices);
  return models;
}

}  // namespace np
