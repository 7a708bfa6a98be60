// The tiny model, written once a process.
#pragma once

#include <unistd.h>

#include <filesystem>

#include "base/format.hpp"
#include "bench/synthetic_model.hpp"
#include "video/frame.hpp"

namespace np {

inline const ModelFiles& tiny_model() {
  struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / np::format("nerdpudding-tiny-{}", getpid());
    ModelFiles files;
    Folder() {
      std::filesystem::create_directories(path);
      files = write_synthetic_model(synthetic_shape("tiny").value(), path);
    }
    ~Folder() { std::filesystem::remove_all(path); }
  };
  static const Folder folder;
  return folder.files;
}

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
