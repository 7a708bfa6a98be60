// Files that are part of the binary (made by np_embed in cmake/module.cmake).
#pragma once

#include <span>
#include <string_view>

namespace np {

struct Asset {
  std::string_view name;  // the file's name, without folders
  std::string_view bytes;
};

std::span<const Asset> web_assets();
std::span<const Asset> library_assets();  // of others, for the page
std::span<const Asset> profiles_assets();

}  // namespace np
