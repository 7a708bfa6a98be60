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
#include "perception/scene.hpp"
#include "media/source_run.hpp"
#include "score/truth.hpp"

namespace np {
namespace {

using watcher::Focus;
using watcher::Narrator;
using perception::Scene;
using perception::SceneEvent;
using perception::Side;

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

struct Line {
  double at = 0;
  std::string text;
};

struct Score {
  int right = 0;
  int wrong = 0;
  int missed = 0;
  double precision() const { return right / std::max(1.0, static_cast<double>(right + wrong)); }
  double recall() const { return right / std::max(1.0, static_cast<double>(right + missed)); }
};

Score compared(const std::vector<Passage>& told, std::vector<Passage> truth) {
  Score s;
  for (const Passage& p : told) {
    const auto fits = [&](const Passage& t) {
      return t.entry == p.entry && t.side == p.side && std::abs(t.at - p.at) <= kTolerance;
    };
    auto best = truth.end();
    for (auto t = truth.begin(); t != truth.end(); ++t) {
      if (fits(*t) && (best == truth.end() || std::abs(t->at - p.at) < std::abs(best->at - p.at))) best = t;
    }
    if (best == truth.end()) {
      ++s.wrong;
      std::printf("  not in the truth: %s at %.1f, %s\n", p.entry ? "entry" : "exit", p.at, p.side.c_str());
      continue;
    }
    ++s.right;
    truth.erase(best);
  }
  s.missed = static_cast<int>(truth.size());
  return s;
}

int number_of(std::string word) {
  static const std::map<std::string, int> kNumbers{{"one", 1},  {"two", 2},  {"three", 3},   {"four", 4},
                                                   {"five", 5}, {"six", 6},  {"seven", 7},   {"eight", 8},
                                                   {"nine", 9}, {"ten", 10}, {"eleven", 11}, {"twelve", 12}};
  std::ranges::transform(word, word.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto n = kNumbers.find(word);
  return n == kNumbers.end() ? 1 : n->second;
}

std::vector<std::string> sentences_of(const std::string& line) {
  std::vector<std::string> sentences;
  std::stringstream rest(line);
  for (std::string s; std::getline(rest, s, '.');) {
    s.erase(0, s.find_first_not_of(' '));
    if (!s.empty()) sentences.push_back(s);
  }
  return sentences;
}

// The entries and exits that the words claim.
std::vector<Passage> passages_in(const Line& line) {
  static const std::regex kEntry(
      "(in from|enters?|into view on|into view at) (?:on |at )?(?:the )?(left|right|top|bottom)");
  static const std::regex kExit("(leaves?|picture|out|left) (?:on|at) the (left|right|top|bottom)");
  static const std::regex kInside("(comes into view|appears|there is someone) (in|on|at)");
  std::vector<Passage> passages;
  for (const std::string& s : sentences_of(line.text)) {
    std::smatch match;
    const int n = number_of(s.substr(0, s.find(' ')));
    if (std::regex_search(s, match, kInside)) {
      passages.push_back({true, line.at, "inside"});
    } else if (std::regex_search(s, match, kEntry)) {
      passages.insert(passages.end(), n, {true, line.at, match[2]});
    } else if (std::regex_search(s, match, kExit)) {
      passages.insert(passages.end(), n, {false, line.at, match[2]});
    }
  }
  return passages;
}

// The number of people in view that the words claim; 0: they claim none.
int people_in(const std::string& text) {
  static const std::regex kCount(
      "(?:I count|I see|There are|^) ?(\\w+) (?:people|person)(?: (?:are|is) in view| now|\\.|;| in view|$)");
  std::smatch match;
  return std::regex_search(text, match, kCount) ? number_of(match[1]) : 0;
}

std::string name(const SceneEvent& e) {
  if (e.kind == SceneEvent::Kind::kAppearance) return "inside";
  switch (e.side) {
    case Side::kLeft: return "left";
    case Side::kRight: return "right";
    case Side::kTop: return "top";
    case Side::kBottom: return "bottom";
    default: return "inside";
  }
}

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
  std::vector<Line> lines;
  std::vector<SceneEvent> others;  // neither entry nor exit
  std::map<int, int> people;       // by second
  std::atomic<int> frames = 0;
  double length = 0;
  double seconds_spent = 0;

 private:
  void show(const VideoFrame& frame, double at) {
    const TimePoint begun = Clock::now();
    scene_.observe(frame);
    std::vector<SceneEvent> events = scene_.take_events();
    for (const SceneEvent& e : events) {
      const bool entry = e.kind == SceneEvent::Kind::kEntry || e.kind == SceneEvent::Kind::kAppearance;
      if (entry || e.kind == SceneEvent::Kind::kExit) {
        passages.push_back({entry, at, name(e)});
      } else {
        others.push_back(e);
      }
    }
    narrator_.see(std::move(events), scene_.view());
    seconds_spent += to_seconds(Clock::now() - begun);
    ++frames;
    length = at + 0.2;
    if (at >= next_comment_) {
      next_comment_ += 0.5;
      const std::string text = lines.empty() && at < 1 ? narrator_.overview({}) : narrator_.comment({});
      if (!text.empty()) lines.push_back({at, text});
    }
    if (std::abs(at - std::round(at)) < 0.05) {
      people[static_cast<int>(std::lround(at))] =
          static_cast<int>(std::ranges::count_if(scene_.view().actors, &perception::Actor::person));
    }
  }

  Scene scene_;
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

void expect_good(const char* what, const Viewing& viewing, const Truth& truth, double least_counts = 0.8) {
  const Score s = compared(viewing.passages, truth.passages);
  const double counts = count_accuracy(viewing.people, truth.people);
  std::printf("%-22s precision %.2f, recall %.2f, counts within one %.2f, %.1f ms a frame\n", what, s.precision(),
              s.recall(), counts, 1000 * viewing.seconds_spent / viewing.frames);
  EXPECT_GE(s.precision(), 0.9) << what;
  EXPECT_GE(s.recall(), 0.7) << what;
  EXPECT_GE(counts, least_counts) << what;
  for (const SceneEvent& e : viewing.others) {
    EXPECT_EQ(e.kind, SceneEvent::Kind::kMotion) << what << ": the sample has neither cuts nor changes of light";
  }
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
  expect_good("as it is", viewing, Truth::load());
}

TEST(WatcherAccuracy, LinesOfTheSample) {
  Viewing viewing;
  ASSERT_NO_FATAL_FAILURE(viewing.see());
  const Truth truth = Truth::load();
  std::vector<Passage> told;
  std::set<std::string> different;
  int counts = 0, near = 0;
  for (const Line& line : viewing.lines) {
    std::printf("%6.1f  %s\n", line.at, line.text.c_str());
    for (const Passage& p : passages_in(line)) told.push_back(p);
    if (const int n = people_in(line.text); n > 0) {
      ++counts;
      const int before = truth.people.at(static_cast<int>(line.at)),
                after = truth.people.at(std::min(79, static_cast<int>(line.at) + 1));
      near += std::abs(n - before) <= 1 || std::abs(n - after) <= 1;
    }
    if (line.at < 60) {
      for (const std::string& s : sentences_of(line.text)) different.insert(s);
    }
  }
  const Score s = compared(told, truth.passages);
  std::printf(
      "lines: precision %.2f, recall %.2f, counts within one %d of %d, different sentences in the first minute %zu\n",
      s.precision(), s.recall(), near, counts, different.size());
  EXPECT_GE(s.precision(), 0.9);
  EXPECT_GE(s.recall(), 0.7);
  EXPECT_GE(counts, 4);
  EXPECT_GE(near, 0.8 * counts);
  EXPECT_GE(different.size(), 6u);
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
  EXPECT_TRUE(
      std::ranges::all_of(viewing.others, [](const SceneEvent& e) { return e.kind == SceneEvent::Kind::kMotion; }));
  for (const Line& line : viewing.lines) {
    EXPECT_TRUE(line.at < lap || line.at > lap + 0.9 || passages_in(line).empty()) << line.text;
  }
  std::vector<Passage> second(viewing.passages.begin() + static_cast<std::ptrdiff_t>(before), viewing.passages.end());
  for (Passage& p : second) p.at -= lap;
  const Score s = compared(second, Truth::load().passages);
  std::printf("second lap             precision %.2f, recall %.2f\n", s.precision(), s.recall());
  EXPECT_GE(s.precision(), 0.9);
  EXPECT_GE(s.recall(), 0.7);
}

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

}  // namespace
}  // namespace np
