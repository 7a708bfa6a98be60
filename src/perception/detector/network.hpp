// The detector's network. One thread at a time; a run takes one core.
#pragma once

#include <filesystem>
#include <memory>
#include <span>

namespace np::perception {

class Network {
 public:
  static constexpr int kSide = 300;     // of the square picture that it takes
  static constexpr int kPlaces = 1917;  // the number of places that it examines
  static constexpr int kColumns = 90;   // column k is the kind with COCO's number k + 1

  // Reads the file, a tenth of a second. Throws Error: it is not there, not to be read, or not this network.
  explicit Network(const std::filesystem::path& file);
  ~Network();

  struct Answer {
    std::span<const float> scores;  // kPlaces rows of kColumns, 0 to 1
    std::span<const float> boxes;   // kPlaces rows of top, left, bottom, right, 0 to 1 of the picture
  };
  // To be filled before each run: kSide rows of kSide pixels, RGB, 0 to 255.
  std::span<float> picture();
  // The answer is valid until the next run. Throws Error.
  Answer run();

 private:
  struct Session;
  std::unique_ptr<Session> session_;
};

}  // namespace np::perception
