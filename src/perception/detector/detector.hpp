// The network that names things: SSDLite-MobileNetV2 by ONNX Runtime, 80 kinds. One for all shows: a worker of its own
// loads the file and runs the network, one picture after the other in the order asked, one picture of a show at a time.
// A look takes 10 to 25 ms of one core, all together 65 MB of memory. Any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "perception/facts/kind.hpp"
#include "perception/picture/image.hpp"

namespace np {

struct Detection {
  Kind kind = Kind::kThing;
  float score = 0;      // 0 to 1
  perception::Box box;  // in pixels of the picture that was looked at, and inside it
};

class Detector {
 public:
  // Loads beside; the first look may come before it is ready. A file that is missing or no such network is told once in
  // the log, in one sentence with the next step, and in status(). Empty path: there is none.
  explicit Detector(std::filesystem::path file);
  ~Detector();  // waits for the look under way, some 25 ms, or for loading, some 200 ms

  // Finds things in the picture (RGB or grey, any size): only those of at least `least`, the surest first, at most
  // kMost, without doubles of one kind. Blocks until it is this picture's turn. nullopt: not ready, broken, or more
  // than kMostWaiting wait.
  std::optional<std::vector<Detection>> look(const perception::Image& rgb, float least) const;
  // Blocks until loaded or failed: for a run without a clock.
  void wait_loaded() const;

  struct Status {
    bool ready = false;
    bool loading = false;
    std::string detail;  // one sentence when neither
  };
  Status status() const;

  static constexpr std::size_t kMost = 100;
  static constexpr std::size_t kMostWaiting = 64;

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;
};

// The file that the setting DETECTOR_MODEL means. Empty: the one that came with the program, in share/nerdpudding
// beside it or one folder up. "off": none, an empty path.
std::filesystem::path detector_file(std::string_view setting);
// Throws Error with the sentence that a Detector of this file would have, if it were not ready. Blocks as long as it
// loads.
void check_detector(const std::filesystem::path& file);

}  // namespace np
