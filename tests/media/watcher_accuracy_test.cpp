// The watcher on the sample clip, against what a person saw in it (tests/data/vtest_truth.json), and on altered copies:
// what it can do must not hang on this one picture. Prints what it reached.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "checkout.hpp"
#include "engine/engine.hpp"
#include "engine/watcher/narrator.hpp"
#include "media/source_run.hpp"
#include "perception/detector/detector.hpp"
#include "perception/observer.hpp"
#include "score/claims.hpp"
#include "score/scorecard.hpp"
#include "score/truth.hpp"

namespace np {
namespace {

using watcher::Narrator;

constexpr double kTolerance = 2.0;  // seconds

std::string sample() {
  if (const char* path = std::getenv("NP_SAMPLE")) return path;
  const char* home = std::getenv("HOME");
  return std::string(home ? home : "") + "/.cache/nerdpudding/sample/vtest.avi";
}

struct Passage {
  bool entry = false;
  double at = 0;
  std::string side;  // left, right, top, bottom, inside
};

struct Truth {
  std::vector<Passage> passages;
  std::map<int, int> people;  // by second

  static Truth load() {
    Truth truth;
    const score::Truth file = score::load_truth(std::string(kCheckout) + "/tests/data/vtest_truth.json");
    for (const score::Event& e : file.events)
      truth.passages.push_back({e.what == score::What::kEnters, e.at, score::to_string(e.side)});
    for (std::size_t second = 0; second < file.people.size(); ++second)
      truth.people[static_cast<int>(second)] = file.people[second].value();
    return truth;
  }
  // As it is when the clip begins at `start`; what is over by then, or on its way, does not count.
  Truth from(double start) const {
    Truth rest;
    for (Passage p : passages) {
      if (p.at < start + 1) continue;
      p.at -= start;
      rest.passages.push_back(p);
    }
    for (const auto& [at, n] : people) {
      if (at >= start + 3) rest.people[at - static_cast<int>(start)] = n;
    }
    return rest;
  }
  Truth mirrored() const {
    Truth other = *this;
    for (Passage& p : other.passages) p.side = p.side == "left" ? "right" : p.side == "right" ? "left" : p.side;
    return other;
  }
};

struct Score {
  int right = 0;
  int wrong = 0;
  int missed = 0;
  double precision() const { return right / std::max(1.0, static_cast<double>(right + wrong)); }
  double recall() const { return right / std::max(1.0, static_cast<double>(right + missed)); }
};

Score compared(const std::vector<Passage>& told, const std::vector<Passage>& truth) {
  struct Pair {
    double apart;
    std::size_t told, truth;
  };
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < told.size(); ++i) {
    for (std::size_t j = 0; j < truth.size(); ++j) {
      const double apart = std::abs(told[i].at - truth[j].at);
      if (told[i].entry == truth[j].entry && told[i].side == truth[j].side && apart <= kTolerance)
        pairs.push_back({apart, i, j});
    }
  }
  std::ranges::sort(pairs, {}, &Pair::apart);
  std::set<std::size_t> right, borne_out;
  for (const Pair& p : pairs) {
    if (right.contains(p.told) || borne_out.contains(p.truth)) continue;
    right.insert(p.told);
    borne_out.insert(p.truth);
  }
  for (std::size_t i = 0; i < told.size(); ++i) {
    if (!right.contains(i))
      std::printf("  not in the truth: %s at %.1f, %s\n", told[i].entry ? "entry" : "exit", told[i].at,
                  told[i].side.c_str());
  }
  for (std::size_t j = 0; j < truth.size(); ++j) {
    if (!borne_out.contains(j))
      std::printf("  missed: %s at %.1f, %s\n", truth[j].entry ? "entry" : "exit", truth[j].at, truth[j].side.c_str());
  }
  const int n = static_cast<int>(right.size());
  return {n, static_cast<int>(told.size()) - n, static_cast<int>(truth.size()) - n};
}

std::string side_of(const Occurrence& e) { return e.side == Side::kNone ? "inside" : to_string(e.side); }

using Change = std::function<void(VideoFrame&)>;

// Sees the clip at 5 frames a second and is asked for a comment every half second, with no voice that takes its time.
class Viewing {
 public:
  void see(double start = 0, FrameLimit limit = {768, 768}, const Change& change = {}) {
    SourceOptions options;
    options.paced = false;
    options.loop = false;
    options.frame_limit = limit;
    test::SourceRun run(sample(), options, {.frames = true});
    run.recorder.keep_pixels = false;
    const double offset = length;
    run.recorder.on_frame_hook = [&](const VideoFrame& seen) {
      const double at = to_seconds(seen.captured_at - kUnpacedEpoch) - start;
      if (at < -0.01) return;
      VideoFrame frame = seen;
      if (change) change(frame);
      frame.discontinuity = frames == 0 || (offset > 0 && length == offset);
      frame.captured_at = kUnpacedEpoch + from_seconds(offset + at);
      show(frame, offset + at);
    };
    run.start();
    ASSERT_TRUE(run.wait_end(std::chrono::seconds(600))) << "the clip has no end";
    // The last frames may still be on their way when the clip has ended.
    int before = -1;
    while (std::exchange(before, frames.load()) != before)
      run.wait([] { return false; }, std::chrono::milliseconds(300));
    run.destroy();
    ASSERT_GT(frames, 100) << "Set NP_SAMPLE to the sample clip (./dev run fetches it): "
                           << (run.ended ? run.ended->message() : "");
  }

  std::vector<Passage> passages;
  std::vector<score::SpokenLine> lines;
  std::vector<Occurrence> others;  // of the picture as a whole
  std::map<int, int> people;       // by second
  std::atomic<int> frames = 0;
  double length = 0;
  double seconds_spent = 0;

 private:
  void show(const VideoFrame& frame, double at) {
    const TimePoint begun = Clock::now();
    const FactsPtr facts = observer_.observe(frame);
    for (const Occurrence& e : facts->events) {
      using What = Occurrence::What;
      const bool entry = e.what == What::kEnters || e.what == What::kAppears;
      if (entry || e.what == What::kLeaves || e.what == What::kVanishes) {
        passages.push_back({entry, at, side_of(e)});
      } else if (e.actor == 0) {
        others.push_back(e);
      }
    }
    narrator_.see(facts);
    seconds_spent += to_seconds(Clock::now() - begun);
    ++frames;
    length = at + 0.2;
    if (at >= next_comment_) {
      next_comment_ += 0.5;
      const std::string text = narrator_.comment({.anew = lines.empty() && at < 1});
      if (!text.empty()) lines.push_back({at, text});
    }
    if (std::abs(at - std::round(at)) < 0.05) {
      people[static_cast<int>(std::lround(at))] =
          static_cast<int>(std::ranges::count(facts->actors, Kind::kPerson, &Actor::kind));
    }
  }

  static const Detector& detector() {
    static const Detector one(detector_file(""));
    one.wait_loaded();
    return one;
  }

  perception::Observer observer_{&detector()};
  Narrator narrator_;
  double next_comment_ = 0.3;
};

// How many of the counted seconds are off by one at most.
double count_accuracy(const std::map<int, int>& counted, const std::map<int, int>& truth) {
  int near = 0, all = 0;
  for (const auto& [second, n] : truth) {
    const auto c = counted.find(second);
    if (c == counted.end()) continue;
    near += std::abs(c->second - n) <= 1;
    ++all;
  }
  return near / std::max(1.0, static_cast<double>(all));
}

void expect_good(const char* what, const Viewing& viewing, const Truth& truth, double least_precision = 0.9,
                 double least_recall = 0.75) {
  const Score s = compared(viewing.passages, truth.passages);
  const double counts = count_accuracy(viewing.people, truth.people);
  std::printf("%-22s precision %.2f, recall %.2f, counts within one %.2f, %.1f ms a frame\n", what, s.precision(),
              s.recall(), counts, 1000 * viewing.seconds_spent / viewing.frames);
  EXPECT_GE(s.precision(), least_precision) << what;
  EXPECT_GE(s.recall(), least_recall) << what;
  EXPECT_GE(counts, 0.75) << what;
  EXPECT_TRUE(viewing.others.empty()) << what << ": the sample has neither cuts nor changes of light";
}

TEST(WatcherAccuracy, TheTruthIsWhole) {
  const Truth truth = Truth::load();
  EXPECT_EQ(truth.passages.size(), 31u);
  EXPECT_EQ(truth.people.size(), 80u);
  int people = truth.people.at(0);
  // What came and went explains how many there are (the one on the border counts already, or no more).
  for (int second = 1; second < 80; ++second) {
    for (const Passage& p : truth.passages) {
      if (p.at > second - 1 && p.at <= second) people += p.entry ? 1 : -1;
    }
    EXPECT_LE(std::abs(truth.people.at(second) - people), 1) << second;
  }
}

TEST(WatcherAccuracy, EntriesExitsAndCountsOfTheSample) {
  Viewing viewing;
  ASSERT_NO_FATAL_FAILURE(viewing.see());
  expect_good("as it is", viewing, Truth::load(), 0.95, 0.85);
}

TEST(WatcherAccuracy, LinesOfTheSample) {
  Viewing viewing;
  ASSERT_NO_FATAL_FAILURE(viewing.see());
  const score::Truth truth = score::load_truth(std::string(kCheckout) + "/tests/data/vtest_truth.json");
  const score::Scorecard card = score::score(viewing.lines, truth);
  for (std::size_t i = 0; i < viewing.lines.size(); ++i)
    std::printf("%6.1f  %s%s\n", viewing.lines[i].at, viewing.lines[i].text.c_str(),
                card.verdicts[i].wrong > 0 ? "  <- not so" : "");
  std::printf(
      "lines: %zu, precision %.2f, recall %.2f, repetition %.2f, only counts or directions %.2f, counts within one %d "
      "of %d\n",
      card.lines, card.trigger.precision(), card.trigger.recall(), card.repetition, card.only_counts_or_directs,
      card.counts_near, card.counts);
  EXPECT_GE(card.wide_trigger.precision(), 0.9);
  EXPECT_GE(card.wide_trigger.recall(), 0.7);
  EXPECT_LE(card.repetition, 0.03);
  EXPECT_LE(card.only_counts_or_directs, 0.2);
  EXPECT_GE(card.lines, 20u);
}

TEST(WatcherAccuracy, NothingIsSaidOfTheLap) {
  Viewing viewing;
  ASSERT_NO_FATAL_FAILURE(viewing.see());
  const double lap = viewing.length;
  ASSERT_NEAR(lap, 79.6, 0.3);
  const std::size_t before = viewing.passages.size();
  ASSERT_NO_FATAL_FAILURE(viewing.see());
  for (const Passage& p : viewing.passages)
    EXPECT_FALSE(p.at >= lap && p.at < lap + 0.9) << "somebody entered or left at the lap";
  EXPECT_TRUE(viewing.others.empty());
  for (const score::SpokenLine& line : viewing.lines) {
    EXPECT_TRUE(line.at < lap || line.at > lap + 0.9 || score::claims_in(line.text).empty()) << line.text;
  }
  std::vector<Passage> second(viewing.passages.begin() + static_cast<std::ptrdiff_t>(before), viewing.passages.end());
  for (Passage& p : second) p.at -= lap;
  const Score s = compared(second, Truth::load().passages);
  std::printf("second lap             precision %.2f, recall %.2f\n", s.precision(), s.recall());
  EXPECT_GE(s.precision(), 0.9);
  EXPECT_GE(s.recall(), 0.7);
}

// One viewing and a lap are enough for a sanitizer.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

TEST(WatcherAccuracy, TheMirroredSampleSwapsTheSides) {
  Viewing viewing;
  ASSERT_NO_FATAL_FAILURE(viewing.see(0, {768, 768}, [](VideoFrame& frame) {
    for (int y = 0; y < frame.height; ++y) {
      std::uint8_t* row = &frame.rgb[static_cast<std::size_t>(y) * frame.width * 3];
      for (int l = 0, r = frame.width - 1; l < r; ++l, --r) std::swap_ranges(row + 3 * l, row + 3 * l + 3, row + 3 * r);
    }
  }));
  expect_good("mirrored", viewing, Truth::load().mirrored());
}

TEST(WatcherAccuracy, HalfTheSizeIsEnough) {
  Viewing viewing;
  ASSERT_NO_FATAL_FAILURE(viewing.see(0, {384, 384}));
  expect_good("half the size", viewing, Truth::load());
}

TEST(WatcherAccuracy, BeginningInTheMiddle) {
  Viewing viewing;
  ASSERT_NO_FATAL_FAILURE(viewing.see(20));
  expect_good("from 20 s on", viewing, Truth::load().from(20));
}

TEST(WatcherAccuracy, DarkerAndBrighter) {
  for (const double light : {0.55, 1.3}) {
    Viewing viewing;
    ASSERT_NO_FATAL_FAILURE(viewing.see(0, {768, 768}, [&](VideoFrame& frame) {
      for (std::uint8_t& v : frame.rgb) v = static_cast<std::uint8_t>(std::min(255.0, v * light));
    }));
    expect_good(light < 1 ? "darker" : "brighter", viewing, Truth::load());
  }
}

TEST(WatcherAccuracy, ANoisyCamera) {
  std::minstd_rand random(5);
  Viewing viewing;
  ASSERT_NO_FATAL_FAILURE(viewing.see(0, {768, 768}, [&](VideoFrame& frame) {
    for (std::uint8_t& v : frame.rgb)
      v = static_cast<std::uint8_t>(std::clamp(v + static_cast<int>(random() % 25) - 12, 0, 255));
  }));
  expect_good("noisy", viewing, Truth::load());
}

#endif

}  // namespace
}  // namespace np
