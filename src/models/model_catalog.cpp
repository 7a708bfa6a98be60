#include "models/model_catalog.hpp"

#include <algorithm>
#include <cctype>

#include "base/format.hpp"
#include "base/text.hpp"
#include "models/messages.hpp"

namespace np {
namespace {

constexpr std::string_view kGguf = ".gguf";

// Names outside MiniCPM-o's are those that other projects download; nobody compared MiniCPM-V 4.7's. The first pull
// compares them all with the hub's own listing, which also tells sizes and sums. docs/models.md says what runs where.
const CatalogModel kModels[] = {
    {.name = "minicpm-o-4.5",
     .repository = "openbmb/MiniCPM-o-4_5-gguf",
     .language_prefix = "MiniCPM-o-4_5-",
     .vision = "vision/MiniCPM-o-4_5-vision-F16.gguf",
     .about_bytes = 6'100'000'000},
    {.name = "minicpm-v-4.6",
     .repository = "openbmb/MiniCPM-V-4.6-gguf",
     .language_prefix = "MiniCPM-V-4_6-",
     .vision = "mmproj-model-",
     .about_bytes = 1'600'000'000},
    {.name = "minicpm-v-4.7",
     .repository = "openbmb/MiniCPM-V-4.7-gguf",
     .language_prefix = "MiniCPM-V-4_7-",
     .vision = "mmproj-model-",
     .about_bytes = 1'900'000'000},
    {.name = "smolvlm2-256m",
     .repository = "ggml-org/SmolVLM2-256M-Video-Instruct-GGUF",
     .language_prefix = "SmolVLM2-256M-Video-Instruct-",
     .vision = "mmproj-SmolVLM2-256M-Video-Instruct-",
     .usual_quant = "Q8_0",
     .about_bytes = 400'000'000},
    {.name = "smolvlm2-500m",
     .repository = "ggml-org/SmolVLM2-500M-Video-Instruct-GGUF",
     .language_prefix = "SmolVLM2-500M-Video-Instruct-",
     .vision = "mmproj-SmolVLM2-500M-Video-Instruct-",
     .usual_quant = "Q8_0",
     .about_bytes = 600'000'000},
    {.name = "smolvlm2-2.2b",
     .repository = "ggml-org/SmolVLM2-2.2B-Instruct-GGUF",
     .language_prefix = "SmolVLM2-2.2B-Instruct-",
     .vision = "mmproj-SmolVLM2-2.2B-Instruct-",
     .about_bytes = 2'000'000'000},
    {.name = "qwen3-vl-2b",
     .repository = "Qwen/Qwen3-VL-2B-Instruct-GGUF",
     .language_prefix = "Qwen3VL-2B-Instruct-",
     .vision = "mmproj-Qwen3VL-2B-Instruct-",
     .about_bytes = 2'000'000'000},
    {.name = "qwen3-vl-4b",
     .repository = "Qwen/Qwen3-VL-4B-Instruct-GGUF",
     .language_prefix = "Qwen3VL-4B-Instruct-",
     .vision = "mmproj-Qwen3VL-4B-Instruct-",
     .about_bytes = 3'300'000'000},
    {.name = "qwen3-vl-8b",
     .repository = "Qwen/Qwen3-VL-8B-Instruct-GGUF",
     .language_prefix = "Qwen3VL-8B-Instruct-",
     .vision = "mmproj-Qwen3VL-8B-Instruct-",
     .about_bytes = 6'100'000'000},
    {.name = "qwen2.5-vl-3b",
     .repository = "ggml-org/Qwen2.5-VL-3B-Instruct-GGUF",
     .language_prefix = "Qwen2.5-VL-3B-Instruct-",
     .vision = "mmproj-Qwen2.5-VL-3B-Instruct-",
     .about_bytes = 3'300'000'000},
    {.name = "internvl3-1b",
     .repository = "ggml-org/InternVL3-1B-Instruct-GGUF",
     .language_prefix = "InternVL3-1B-Instruct-",
     .vision = "mmproj-InternVL3-1B-Instruct-",
     .usual_quant = "Q8_0",
     .about_bytes = 1'300'000'000},
    {.name = "internvl3-2b",
     .repository = "ggml-org/InternVL3-2B-Instruct-GGUF",
     .language_prefix = "InternVL3-2B-Instruct-",
     .vision = "mmproj-InternVL3-2B-Instruct-",
     .about_bytes = 1'800'000'000},
    {.name = "gemma-3-4b",
     .repository = "ggml-org/gemma-3-4b-it-GGUF",
     .language_prefix = "gemma-3-4b-it-",
     .vision = "mmproj-model-",
     .about_bytes = 3'300'000'000},
    {.name = "gemma-4-e2b",
     .repository = "ggml-org/gemma-4-E2B-it-GGUF",
     .language_prefix = "gemma-4-E2B-it-",
     .vision = "mmproj-gemma-4-E2B-it-",
     .usual_quant = "Q8_0",
     .about_bytes = 5'500'000'000},
    {.name = "gemma-4-e4b",
     .repository = "ggml-org/gemma-4-E4B-it-GGUF",
     .language_prefix = "gemma-4-E4B-it-",
     .vision = "mmproj-gemma-4-E4B-it-",
     .about_bytes = 6'000'000'000},
};

bool is_quant_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}

bool same_in_any_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

constexpr std::string_view kProjector = "mmproj";

bool is_known(const CatalogModel& model) { return !model.language_prefix.empty(); }

// "Q4_K_M", "IQ3_XS", "BF16": what a name ends with behind a dash or a dot.
std::string_view quant_at_end(std::string_view stem) {
  const auto from = stem.find_last_of("-.");
  const std::string_view quant = from == stem.npos ? stem : stem.substr(from + 1);
  constexpr std::string_view kKinds[]{"q", "iq", "tq", "f", "bf", "mxfp"};
  const auto digit = std::ranges::find_if(quant, [](unsigned char c) { return std::isdigit(c); });
  const std::string_view kind(quant.begin(), digit);
  const bool plain = digit != quant.end() && is_quant_name(quant) &&
                     std::ranges::any_of(kKinds, [&](std::string_view k) { return same_in_any_case(k, kind); });
  return plain ? quant : std::string_view();
}

// The quantisation of a language part; empty: the file is none.
std::string_view quant_of(const HubFile& file, const CatalogModel& model) {
  std::string_view name(file.path);
  if (!name.starts_with(model.language_prefix) || !name.ends_with(kGguf)) return {};
  name.remove_suffix(kGguf.size());
  if (!is_known(model))
    return lower(name).contains(kProjector) || name.contains("-of-") || name.contains('/') ? std::string_view()
                                                                                           : quant_at_end(name);
  name.remove_prefix(std::min(name.size(), model.language_prefix.size()));
  return is_quant_name(name) ? name : std::string_view();
}

// nullptr: the hub has none.
const HubFile* vision_in(const std::vector<HubFile>& listing, const CatalogModel& model) {
  const HubFile* found = nullptr;
  for (const HubFile& file : listing) {
    if (file.path == model.vision) return &file;
    if (!is_known(model)) {
      const std::string name = lower(file.path);
      const bool beside = !name.contains('/') || (name.starts_with("vision/") && std::ranges::count(name, '/') == 1);
      if (!name.contains(kProjector) || !name.ends_with(kGguf) || !beside) continue;
      if (!found || (name.contains("f16") && !name.contains("bf16"))) found = &file;
      continue;
    }
    std::string_view rest(file.path);
    if (!rest.starts_with(model.vision) || !rest.ends_with(kGguf)) continue;
    rest.remove_prefix(model.vision.size());
    rest.remove_suffix(std::min(rest.size(), kGguf.size()));
    if (!is_quant_name(rest)) continue;
    if (!found || same_in_any_case(rest, "f16")) found = &file;
  }
  return found;
}

std::string joined(const auto& items, auto name_of) {
  std::string out;
  for (const auto& item : items) {
    if (!out.empty()) out += ", ";
    out += name_of(item);
  }
  return out;
}

}  // namespace

std::span<const CatalogModel> catalog_models() { return kModels; }

const CatalogModel& find_model(std::string_view name) {
  for (const CatalogModel& model : kModels)
    if (same_in_any_case(model.name, name)) return model;
  throw Error(ErrorKind::kNotFound,
              np::format(messages::kNoSuchModel, name, joined(kModels, [](const CatalogModel& m) { return m.name; })));
}

std::optional<CatalogModel> model_of_repository(std::string_view repository) {
  const auto slash = repository.find('/');
  if (slash == repository.npos) return std::nullopt;
  const auto is_plain = [](std::string_view part) {
    return !part.empty() && part.front() != '.' && std::ranges::all_of(part, [](unsigned char c) {
      return std::isalnum(c) || c == '-' || c == '_' || c == '.';
    });
  };
  const std::string_view name = repository.substr(slash + 1);
  if (!is_plain(repository.substr(0, slash)) || !is_plain(name)) return std::nullopt;
  return CatalogModel{.name = std::string(name),
                      .repository = std::string(repository),
                      .language_prefix = {},
                      .vision = std::string(kProjector)};
}

std::vector<Quant> quants_in(const std::vector<HubFile>& listing, const CatalogModel& model) {
  const HubFile* vision = vision_in(listing, model);
  const std::uint64_t vision_bytes = vision ? vision->bytes : 0;
  std::vector<Quant> quants;
  for (const HubFile& file : listing) {
    if (const auto quant = quant_of(file, model); !quant.empty())
      quants.push_back({std::string(quant), file, file.bytes + vision_bytes});
  }
  std::ranges::sort(quants, {}, [](const Quant& q) { return q.language.bytes; });
  return quants;
}

std::vector<HubFile> files_in(const std::vector<HubFile>& listing, const CatalogModel& model, std::string_view quant) {
  const std::vector<Quant> quants = quants_in(listing, model);
  const auto chosen = std::ranges::find_if(quants, [&](const Quant& q) { return same_in_any_case(q.name, quant); });
  if (chosen == quants.end())
    throw Error(ErrorKind::kNotFound, quants.empty()
                                          ? np::format(messages::kHubHasNoFiles, model.name)
                                          : np::format(messages::kHubHasNoQuant, quant, model.name,
                                                       joined(quants, [](const Quant& q) { return q.name; })));
  const HubFile* vision = vision_in(listing, model);
  if (!vision) throw Error(ErrorKind::kNotFound, np::format(messages::kHubHasNoVision, model.vision, model.name));
  std::vector<HubFile> files{chosen->language, *vision};
  for (const HubFile& file : files)
    if (file.sha256.empty() || file.bytes == 0)
      throw Error(ErrorKind::kUnsupported, np::format(messages::kHubTellsNoSum, file.path));
  return files;
}

}  // namespace np
