#include "media/clips.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>

#include "base/format.hpp"

namespace np::test {
namespace {

fs::path cache() {
  const fs::path folder = fs::temp_directory_path() / np::format("nerdpudding-clips-{}", getuid());
  fs::create_directories(folder);
  return folder;
}

struct Scratch {
  fs::path path = fs::temp_directory_path() / np::format("nerdpudding-media-{}", getpid());
  Scratch() { fs::create_directories(path); }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

}  // namespace

fs::path clip(const Clip& c) {
  const std::string ending = fs::path(c.name).extension();
  const std::string sound =
      c.sound ? np::format("-f lavfi -i sine=frequency=440:duration={}:sample_rate=44100", c.seconds) : std::string();
  const std::string sound_codec = !c.sound ? "-an" : ending == ".avi" ? "-c:a libmp3lame" : "-c:a aac";
  const std::string arguments =
      np::format("-f lavfi -i testsrc2=size={}x{}:rate=25:duration={} {} {} -pix_fmt yuv420p {} {}", c.width, c.height,
                 c.seconds, sound, c.video, sound_codec, c.extra);
  // Another way of making it is another file.
  const fs::path made = cache() / np::format("{:016x}-{}", std::hash<std::string>{}(arguments), c.name);
  if (fs::exists(made)) return made;
  const fs::path partial = made.parent_path() / np::format("{}-{}", getpid(), made.filename().string());
  const std::string command = np::format("ffmpeg -nostdin -v error -y {} '{}'", arguments, partial.string());
  if (std::system(command.c_str()) != 0) throw std::runtime_error("ffmpeg cannot make the clip: " + command);
  fs::rename(partial, made);
  return made;
}

fs::path scratch() {
  static const Scratch folder;
  return folder.path;
}

void write_file(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace np::test
