#include "measure/marked.hpp"

#include <unistd.h>

#include <boost/json.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>

#include "base/format.hpp"
#include "checkout.hpp"
#include "score/lexicon.hpp"

namespace np::measure {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("there is no " + file.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

json::object object_of(const fs::path& file) { return json::parse(text_of(file)).as_object(); }

PictureBox box(const json::value& v) {
  const auto side = [&](std::size_t i) { return static_cast<float>(v.as_array().at(i).to_number<double>()); };
  return {side(0), side(1), side(2), side(3)};
}

std::vector<PictureBox> boxes(const json::value& v) {
  std::vector<PictureBox> all;
  for (const json::value& b : v.as_array()) all.push_back(box(b));
  return all;
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

fs::path maker() { return fs::path(kCheckout) / "tests/tools/make_scenes.py"; }

// Another way of making a scene is another folder.
fs::path scenes_folder(int seconds) {
  const std::size_t way = std::hash<std::string>{}(text_of(maker()) + text_of(test_data("cutouts.json")));
  return fs::temp_directory_path() / np::format("nerdpudding-scenes-{}-{:016x}-{}", getuid(), way, seconds);
}

SceneTrack track_of(const json::object& o, double rate) {
  SceneTrack t;
  const auto who = score::kind_called(std::string(o.at("kind").as_string()));
  t.kind = who && !who->kinds.empty() ? who->kinds.front() : Kind::kThing;
  t.rate = rate;
  t.full_from = o.at("full_from").to_number<double>();
  t.full_to = o.at("full_to").to_number<double>();
  for (const json::value& b : o.at("boxes").as_array())
    t.boxes.push_back(b.is_null() ? std::nullopt : std::optional(box(b)));
  return t;
}

}  // namespace

std::optional<PictureBox> SceneTrack::at(double second) const {
  const auto i = static_cast<std::size_t>(std::lround(second * rate));
  return i < boxes.size() ? boxes[i] : std::nullopt;
}

fs::path test_data(const std::string& name) { return fs::path(kCheckout) / "tests/data" / name; }

std::vector<MarkedPicture> marked_pictures() {
  const json::object root = object_of(test_data("vtest_people.json"));
  std::vector<MarkedPicture> all;
  for (const json::value& v : root.at("pictures").as_array()) {
    const json::object& o = v.as_object();
    all.push_back({o.at("at").to_number<double>(), boxes(o.at("people")), boxes(o.at("partly"))});
  }
  return all;
}

std::vector<Crossing> crossings() {
  const json::object root = object_of(test_data("vtest_crossings.json"));
  std::vector<Crossing> all;
  for (const json::value& v : root.at("crossings").as_array()) {
    const json::object& o = v.as_object();
    Crossing c{.from = o.at("from").to_number<double>(), .to = o.at("to").to_number<double>()};
    for (std::size_t i = 0; i < 2; ++i) {
      c.who[i] = std::string(o.at("who").as_array().at(i).as_string());
      c.before[i] = box(o.at("before").as_array().at(i));
      c.after[i] = box(o.at("after").as_array().at(i));
    }
    all.push_back(std::move(c));
  }
  return all;
}

Scene scene(const std::string& name, int seconds) {
  const fs::path folder = scenes_folder(seconds);
  Scene s{.name = name, .clip = folder / (name + ".mp4"), .truth = folder / (name + ".json"), .tracks = {}};
  if (!fs::exists(s.clip)) {
    const std::string command =
        np::format("python3 '{}' '{}' {} --seconds {}", maker().string(), folder.string(), name, seconds);
    if (std::system(command.c_str()) != 0)
      throw std::runtime_error(
          "the scene " + name +
          " could not be made: run `./dev test` once where there is a network, it fetches the pictures");
  }
  const json::object tracks = object_of(folder / (name + ".tracks.json"));
  for (const json::value& t : tracks.at("tracks").as_array())
    s.tracks.push_back(track_of(t.as_object(), tracks.at("rate").to_number<double>()));
  return s;
}

std::vector<std::string> moving_scenes() {
  return {"cat-1",    "cat-2",    "cat-3",    "cat-4",        "dog-1",          "dog-2",        "dog-3",
          "bus-1",    "bus-2",    "bus-3",    "motorcycle-1", "motorcycle-2",   "motorcycle-3", "player-1",
          "player-2", "player-3", "player-4", "cat-dog",      "bus-motorcycle", "player-dog"};
}

std::vector<std::string> empty_scenes() { return {"still", "noise", "leaves", "testcard", "black", "frozen"}; }

fs::path sample() {
  const std::string file = environment("NP_SAMPLE");
  if (file.empty() || !fs::exists(file))
    throw std::runtime_error("set NP_SAMPLE to the sample clip: ./dev run fetches it");
  return file;
}

fs::path clip(const std::string& name) {
  const fs::path file = fs::path(environment("NP_CLIPS")) / name;
  if (!fs::exists(file))
    throw std::runtime_error("NP_CLIPS has no " + name + ": `./dev test` fetches it where there is a network");
  return file;
}

}  // namespace np::measure
