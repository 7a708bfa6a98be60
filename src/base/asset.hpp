// Files that are part of the binary. np_embed in cmake/module.cmake makes a function of each folder's, which the folder
// that has it declares.
#pragma once

#include <string_view>

namespace np {

struct Asset {
  std::string_view name;  // the file's name, without folders
  std::string_view bytes;
};

}  // namespace np
