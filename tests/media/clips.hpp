// Clips for tests, made once by the ffmpeg program and kept in the folder for temporary files.
#pragma once

#include <filesystem>
#include <string>

namespace np::test {

namespace fs = std::filesystem;

// 25 pictures a second; what is not said here is 320x240, H.264, without sound.
struct Clip {
  std::string name;  // its ending chooses the container
  double seconds = 3;
  int width = 320;
  int height = 240;
  std::string video = "-c:v libx264 -preset veryfast -g 25";  // the encoder's arguments
  bool sound = false;
  std::string extra;  // any more arguments
};

// Blocks while it is made. Throws std::runtime_error.
fs::path clip(const Clip& clip);
// A folder of this run's own, gone at its end.
fs::path scratch();
void write_file(const fs::path& path, const std::string& bytes);
std::string read_file(const fs::path& path);

}  // namespace np::test
