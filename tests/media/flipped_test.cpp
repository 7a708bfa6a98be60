// Five hundred damaged files, made of small whole ones by turning bits over: whatever comes of each, it is a picture or
// a sentence, and it has an end. Most is to be learned where memory is watched (the preset asan).
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <random>
#include <string>

#include "media/clips.hpp"
#include "media/source_run.hpp"

namespace np::test {
namespace {

using std::chrono::seconds;

constexpr int kOfEach = 50;
constexpr const char* kKinds[] = {"a.mp4", "a.mkv", "a.webm", "a.ts",  "a.avi",
                                  "a.mov", "a.flv", "a.gif",  "a.png", "a.jpg"};

std::string whole(const std::string& name) {
  const fs::path path = scratch() / ("whole-" + name);
  const std::string command = "ffmpeg -nostdin -v error -y -f lavfi -i testsrc2=size=160x120:rate=10:duration=0.8 " +
                              std::string(name == "a.avi"                      ? "-c:v mjpeg -pix_fmt yuvj420p "
                                          : name == "a.mov"                    ? "-c:v mpeg4 "
                                          : name == "a.jpg" || name == "a.png" ? "-frames:v 1 -update 1 "
                                                                               : "") +
                              path.string();
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  return read_file(path);
}

// Some in the head, where sizes and counts stand; the same for the same number.
std::string flipped(std::string bytes, unsigned number) {
  std::minstd_rand random(number + 1);
  const auto flips = 1 + random() % 24;
  for (unsigned i = 0; i < flips; ++i) {
    const std::size_t reach = i % 3 == 0 ? std::min<std::size_t>(bytes.size(), 512) : bytes.size();
    bytes[random() % reach] ^= static_cast<char>(1 << random() % 8);
  }
  return bytes;
}

class Flipped : public ::testing::TestWithParam<const char*> {};

TEST_P(Flipped, IsAPictureOrASentence) {
  const std::string name = GetParam(), good = whole(name);
  std::map<std::string, int> outcomes;
  for (unsigned n = 0; n < kOfEach; ++n) {
    const fs::path path = scratch() / ("flipped-" + name);
    write_file(path, flipped(good, n));
    SourceOptions options;
    options.loop = options.paced = false;
    options.open_timeout = seconds(8);
    SourceRun run(path, options, {.frames = true, .pictures = true});
    run.recorder.keep_pixels = false;
    run.start();
    ASSERT_TRUE(run.wait_end(seconds(60))) << name << " " << n;
    EXPECT_TRUE(run.ended->message().ends_with(".")) << run.ended->message();
    ++outcomes[run.recorder.frames().empty() ? run.ended->message() : "shown"];
  }
  for (const auto& [outcome, count] : outcomes) std::cout << count << " x " << outcome << "\n";
}

INSTANTIATE_TEST_SUITE_P(Kinds, Flipped, ::testing::ValuesIn(kKinds),
                         [](const auto& info) { return std::string(info.param).substr(2); });

}  // namespace
}  // namespace np::test
