// The models that can be pulled, and which of a repository's files each needs.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/hub.hpp"

namespace np {

struct CatalogModel {
  std::string name;
  std::string repository;
  // <prefix><quantisation>.gguf, at the top. Empty: the repository is not known, and names tell its parts apart.
  std::string language_prefix;
  std::string vision;  // the path of the vision part, or how it begins: then the one in 16 bits
  std::string usual_quant = "Q4_K_M";
  std::uint64_t about_bytes = 0;  // of both files in that quantisation; the hub knows better
};

std::span<const CatalogModel> catalog_models();
// Throws Error that names the models there are.
const CatalogModel& find_model(std::string_view name);

// "owner/name" as a repository of GGUF files, whose vision part has "mmproj" in its name; nullopt: it is not written
// so.
std::optional<CatalogModel> model_of_repository(std::string_view repository);

struct Quant {
  std::string name;  // "Q4_K_M"
  HubFile language;
  std::uint64_t bytes = 0;  // with the vision part
};

// The quantisations that the hub has, the smallest first.
std::vector<Quant> quants_in(const std::vector<HubFile>& listing, const CatalogModel& model);

// The files of a quantisation, in any case: the language part, then the vision part. Throws Error that names the
// quantisations there are, or the file that the hub lacks or cannot vouch for.
std::vector<HubFile> files_in(const std::vector<HubFile>& listing, const CatalogModel& model, std::string_view quant);

}  // namespace np
