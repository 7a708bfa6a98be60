// Networks for the detector that see what a test has written into them.
#pragma once

#include <vector>

#include "unit/perception/onnx_file.hpp"

namespace np::test {

inline constexpr int kPlaces = 1917, kColumns = 90;

// What the network says of one place.
struct Seen {
  int column = 0;
  float score = 0;
  float top = 0, left = 0, bottom = 0, right = 0;
};

inline std::vector<float> scores_of(const std::vector<Seen>& seen) {
  std::vector<float> scores(kPlaces * kColumns);
  for (std::size_t place = 0; place < seen.size(); ++place)
    scores[place * kColumns + seen[place].column] = seen[place].score;
  return scores;
}

inline std::vector<float> boxes_of(const std::vector<Seen>& seen) {
  std::vector<float> boxes;
  for (const Seen& s : seen) boxes.insert(boxes.end(), {s.top, s.left, s.bottom, s.right});
  boxes.resize(kPlaces * 4);
  return boxes;
}

// The scores hold for a white picture; they shrink with its brightness.
inline OnnxFile network(const std::vector<Seen>& seen) {
  return OnnxFile()
      .input("picture", {1, 300, 300, 3})
      .constant("white", {}, {255})
      .constant("likely", {1, kPlaces, kColumns}, scores_of(seen))
      .constant("places", {1, kPlaces, 4}, boxes_of(seen))
      .node("ReduceMean", {"picture"}, "mean", "keepdims", 0)
      .node("Div", {"mean", "white"}, "brightness")
      .node("Mul", {"brightness", "likely"}, "scores")
      .node("Identity", {"places"}, "boxes")
      .output("scores", {1, kPlaces, kColumns})
      .output("boxes", {1, kPlaces, 4});
}

}  // namespace np::test
