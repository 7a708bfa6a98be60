#include "models/model_catalog.hpp"

#include <algorithm>
#include <cctype>

#include "base/format.hpp"
#include "models/messages.hpp"

namespace np {
namespace {

const CatalogModel kModels[] = {
    {.name = "minicpm-o-4.5",
     .repository = "openbmb/MiniCPM-o-4_5-gguf",
     .language_prefix = "MiniCPM-o-4_5-",
     .vision = "vision/MiniCPM-o-4_5-vision-F16.gguf"},
};

bool is_quant_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}

bool same_in_any_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
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

std::vector<Quant> quants_in(const std::vector<HubFile>& listing, const CatalogModel& model) {
  constexpr std::string_view kEnd = ".gguf";
  const auto vision = std::ranges::find(listing, model.vision, &HubFile::path);
  const std::uint64_t vision_bytes = vision == listing.end() ? 0 : vision->bytes;
  std::vector<Quant> quants;
  for (const HubFile& file : listing) {
    std::string_view name(file.path);
    if (!name.starts_with(model.language_prefix) || !name.ends_with(kEnd)) continue;
    name.remove_prefix(model.language_prefix.size());
    if (name.size() <= kEnd.size()) continue;
    name.remove_suffix(kEnd.size());
    if (is_quant_name(name)) quants.push_back({std::string(name), file, file.bytes + vision_bytes});
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
  const auto vision = std::ranges::find(listing, model.vision, &HubFile::path);
  if (vision == listing.end())
    throw Error(ErrorKind::kNotFound, np::format(messages::kHubHasNoVision, model.vision, model.name));
  std::vector<HubFile> files{chosen->language, *vision};
  for (const HubFile& file : files)
    if (file.sha256.empty() || file.bytes == 0)
      throw Error(ErrorKind::kUnsupported, np::format(messages::kHubTellsNoSum, file.path));
  return files;
}

}  // namespace np
