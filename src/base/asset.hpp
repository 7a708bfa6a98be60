// Files that are embedded in the binary. np_embed in cmake/module.cmake generates one function for each folder of
// files; the folder of code that owns them declares it.
#pragma once

#include <string_view>

namespace np {

struct Asset {
  std::string_view name;  // the file's name, without folders
  std::string_view bytes;
  std::string_view packed = {};  // the same by gzip; empty: not packed
};

}  // namespace np
