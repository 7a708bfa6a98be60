// Which files a model is made of, and whether they are what the library can load: it ends the whole process on some
// that are not, so each is checked before it is given to it. Blocks on the disk; throws Error.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace np {

struct ModelFiles {
  std::filesystem::path model;
  std::filesystem::path projector;  // the vision part
};

// `model_path` is a GGUF file, or a folder that holds one; `projector_path` may be empty: then it is looked for beside
// the model and in vision/, by its name (mmproj, vision).
ModelFiles find_model_files(const std::string& model_path, const std::string& projector_path);

struct ModelFacts {
  std::string name;         // what the file calls itself, else the file's name
  std::uint64_t bytes = 0;  // of both files' tensors
  std::uint64_t vision_bytes = 0;  // of those, the projector's
  std::uint64_t kv_bytes_per_token = 0;
  int width = 0;
  int layers = 0;
};

// Refuses what would crash the library or what it is certain to refuse.
ModelFacts check_model_files(const ModelFiles& files);

}  // namespace np
