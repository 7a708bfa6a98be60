#include "engine/llama/model_files.hpp"

#include <algorithm>
#include <vector>

#include "base/error.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "engine/llama/decoder_checks.hpp"
#include "engine/llama/model_family.hpp"
#include "engine/llama/vision_checks.hpp"
#include "engine/messages.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

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

}  // namespace

bool is_gguf_name(const fs::path& path) { return lower(path.extension().string()) == ".gguf"; }

bool is_projector_name(const std::filesystem::path& path) {
  const std::string name = lower(path.filename().string());
  return name.contains("mmproj") || name.contains("vision");
}

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
  const GgufFile model(files.model, "MODEL_PATH");
  const std::string kind = model.text("general.architecture");
  if (kind.empty()) throw model.damaged("its key general.architecture is missing");
  if (kind == "clip") throw Error(ErrorKind::kInvalid, np::format(messages::kIsAProjector, shown(files.model)));
  check_tokenizer(model);

  const GgufFile projector(files.projector, "MMPROJ_PATH");
  check_projector_keys(projector);
  if (projector.text("general.architecture") != "clip")
    throw Error(ErrorKind::kInvalid, np::format(messages::kIsNoProjector, shown(files.projector)));
  if (!projector.flag("clip.has_vision_encoder"))
    throw Error(ErrorKind::kInvalid, np::format("{} has no vision part: MMPROJ_PATH names a projector for pictures.",
                                                shown(files.projector)));

  ModelFacts facts;
  facts.family = &check_family(model, projector);
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
  facts.patch = static_cast<int>(projector.number("clip.vision.patch_size").value_or(1));
  // Where most layers remember in a state, only the others have a cache.
  const auto interval = std::max<std::int64_t>(1, model.number(kind + ".full_attention_interval").value_or(1));
  facts.kv_bytes_per_token = static_cast<std::uint64_t>(facts.layers / interval * kv_heads * head * 2 * 2);
  return facts;
}

}  // namespace np
