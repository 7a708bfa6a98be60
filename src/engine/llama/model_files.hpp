// Finds the files of a model, and checks that the library can load them: some files that it cannot load would make it
// end the whole process. Blocks on the disk; throws Error.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace np {

struct ModelFiles {
  std::filesystem::path model;
  std::filesystem::path projector;  // the vision part
};

// By its name, a file is a GGUF file; holds a vision part.
bool is_gguf_name(const std::filesystem::path& path);
bool is_projector_name(const std::filesystem::path& path);

// `model_path` is a GGUF file, or a folder that holds one. If `projector_path` is empty, it looks beside the model and
// in vision/ for a file with that kind of name (mmproj, vision).
ModelFiles find_model_files(const std::string& model_path, const std::string& projector_path);

struct ModelFamily;

struct ModelFacts {
  const ModelFamily* family = nullptr;
  std::string name;                // from the file, otherwise the file's name
  std::uint64_t bytes = 0;         // of both files' tensors
  std::uint64_t vision_bytes = 0;  // of these, the projector's
  std::uint64_t kv_bytes_per_token = 0;
  int width = 0;
  int layers = 0;
  int patch = 1;  // pixels, of the vision part
};

// Refuses files that would crash the library or that it is certain to refuse.
ModelFacts check_model_files(const ModelFiles& files);

}  // namespace np
