// `tiny_model DIR [NAME]` writes a model of random weights that loads in no time: DIR/tiny.gguf and
// DIR/tiny-mmproj.gguf. NAME is of another family, as in "tiny-qwen3-vl".
#include <cstdio>
#include <filesystem>

#include "bench/synthetic_model.hpp"

int main(int argc, char** argv) {
  if (argc != 2 && argc != 3) {
    std::fprintf(stderr, "usage: tiny_model DIR [NAME]\n");
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  const np::ModelFiles files =
      np::write_synthetic_model(np::synthetic_shape(argc > 2 ? argv[2] : "tiny").value(), folder);
  std::filesystem::rename(files.model, folder / "tiny.gguf");
  std::filesystem::rename(files.projector, folder / "tiny-mmproj.gguf");
}
