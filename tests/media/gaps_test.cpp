// The whole show on a programme in which people speak: the commentator keeps to the gaps. Prints what it reached.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "app/describe.hpp"
#include "app/parts.hpp"
#include "base/manual_loop.hpp"
#include "measure/gaps_kept.hpp"
#include "media/clips.hpp"
#include "speech/speak_to_pcm.hpp"

namespace np {
namespace {

TEST(GapsTest, NobodyInTheProgrammeIsTalkedOver) {
  const measure::SpokenClip clip = measure::spoken_clip(test::scratch(), 45);
  const measure::GapsKept kept = measure::watch_spoken_clip(clip, {.laps = 2});
  std::printf("%.1f s spoken, %.1f %% of them in gaps, which were %.1f s; %d lines\n", kept.spoken_s,
              100 * kept.share(), kept.gaps_s, kept.lines);
  for (const std::string& remark : kept.remarks) std::printf("talked over the programme %s\n", remark.c_str());
  EXPECT_GE(kept.share(), 0.95);
  EXPECT_GE(kept.spoken_s, 6) << "and he does speak";
}

// What `describe` writes has room where it says so: each line is spoken here once more, for its length.
TEST(GapsTest, ADescriptionIsWrittenForTheGaps) {
  const measure::SpokenClip clip = measure::spoken_clip(test::scratch(), 45);
  Settings settings;
  settings.source = clip.path.string();
  settings.talk = "gaps";
  std::vector<DescribedLine> lines;
  describe(settings, "", [&](const DescribedLine& line) { lines.push_back(line); });

  ManualLoop loop;
  const auto voices = make_voices(loop, settings);
  voices->wait_loaded();
  double spoken = 0, over = 0, before = 0;
  for (const DescribedLine& line : lines) {
    const double length = static_cast<double>(speak_to_pcm(*voices, loop, line.text).samples.size()) / kSampleRate;
    EXPECT_GE(line.at_s, before) << line.text;
    EXPECT_LE(line.at_s + length, clip.seconds + 0.5) << "the pause behind the words may be longer: " << line.text;
    before = line.at_s;
    spoken += length;
    for (const measure::Span& speech : clip.speech)
      over += std::max(std::min(line.at_s + length, speech.until) - std::max(line.at_s, speech.from), 0.0);
    std::printf("%.2f s, %.2f s long: %s\n", line.at_s, length, line.text.c_str());
  }
  EXPECT_LE(over, 0.05 * spoken);
  EXPECT_GE(spoken, 3) << "and there is a description";
}

}  // namespace
}  // namespace np
