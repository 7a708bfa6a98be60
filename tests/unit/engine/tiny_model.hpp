// The tiny models, each written once a process.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/format.hpp"
#include "bench/synthetic_model.hpp"
#include "video/frame.hpp"

namespace np {

// `name`: as synthetic_shape() knows it.
[[gnu::no_dangling]] inline const ModelFiles& tiny_model(const std::string& name = "tiny") {
  struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / np::format("nerdpudding-tiny-{}", getpid());
    std::map<std::string, ModelFiles> files;
    ~Folder() { std::filesystem::remove_all(path); }
  };
  static Folder folder;
  if (const auto known = folder.files.find(name); known != folder.files.end()) return known->second;
  const std::filesystem::path own = folder.path / name;
  std::filesystem::create_directories(own);
  return folder.files[name] = write_synthetic_model(synthetic_shape(name).value(), own);
}

// Every family that runs in process, by the name of its tiny model.
inline const std::vector<std::string> kTinyFamilies{
    "tiny",         "tiny-minicpm-v-4.6", "tiny-minicpm-v-4.7", "tiny-smolvlm2", "tiny-qwen3-vl",
    "tiny-qwen3.5", "tiny-qwen2.5-vl",    "tiny-internvl3",     "tiny-gemma-3",  "tiny-gemma-4"};

// One for each kind of cache: places that move, places that stay (M-RoPE), a memory that is one state.
inline const std::vector<std::string> kTinyCaches{"tiny", "tiny-qwen3-vl", "tiny-minicpm-v-4.6"};

// A frame with something in it.
inline FramePtr test_frame(std::uint64_t id, int width = 448, int height = 448, TimePoint at = {}) {
  auto frame = std::make_shared<VideoFrame>();
  frame->id = id;
  frame->captured_at = at;
  frame->width = width;
  frame->height = height;
  frame->rgb.resize(static_cast<std::size_t>(width) * height * 3);
  for (std::size_t i = 0; i < frame->rgb.size(); ++i)
    frame->rgb[i] = static_cast<std::uint8_t>(i / 3 % width * id + i / 3 / width * 3 + i % 3 * 40);
  return frame;
}

}  // namespace np
