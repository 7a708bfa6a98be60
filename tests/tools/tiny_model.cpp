// `tiny_model DIR` writes a model of random weights that loads in no time: DIR/tiny.gguf and DIR/tiny-mmproj.gguf.
#include <cstdio>
#include <filesystem>

#include "bench/synthetic_model.hpp"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: tiny_model DIR\n");
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  const np::ModelFiles files = np::write_synthetic_model(np::synthetic_shape("tiny").value(), folder);
  std::filesystem::rename(files.model, folder / "tiny.gguf");
  std::filesystem::rename(files.projector, folder / "tiny-mmproj.gguf");
}
