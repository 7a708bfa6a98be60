// What somebody marked in clips, and what is known of those that were made: tests/data and tests/tools/make_scenes.py.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "perception/facts/facts.hpp"

namespace np::measure {

struct MarkedPicture {
  double at = 0;  // seconds
  std::vector<PictureBox> people;
  std::vector<PictureBox> partly;  // less than half of them is visible: neither to be found nor wrong
};
std::vector<MarkedPicture> marked_pictures();

// Two people who go past each other.
struct Crossing {
  double from = 0;
  double to = 0;
  std::string who[2];
  PictureBox before[2];
  PictureBox after[2];
};
std::vector<Crossing> crossings();

// Something that moves through a made scene.
struct SceneTrack {
  Kind kind = Kind::kThing;
  double full_from = 0;  // seconds: fully in view
  double full_to = 0;
  double rate = 10;  // boxes a second
  std::vector<std::optional<PictureBox>> boxes;

  std::optional<PictureBox> at(double second) const;
};

struct Scene {
  std::string name;
  std::filesystem::path clip;
  std::filesystem::path truth;  // for score::load_truth
  std::vector<SceneTrack> tracks;
};
// Made when it is asked for the first time, and kept; blocks for some seconds, `seconds` long where nothing moves.
// Throws std::runtime_error where the pictures for it are not there.
Scene scene(const std::string& name, int seconds = 600);
std::vector<std::string> moving_scenes();
std::vector<std::string> empty_scenes();

// The clip of the environment's NP_SAMPLE. Throws std::runtime_error where that is not set.
std::filesystem::path sample();
// One of those that tools/fetch-clips brings: "roof.mp4". Likewise.
std::filesystem::path clip(const std::string& name);
std::filesystem::path test_data(const std::string& name);

}  // namespace np::measure
