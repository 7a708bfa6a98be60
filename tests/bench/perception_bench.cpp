// Measures the bars of perception and its commentary and prints them as rows: what is seen in the sample and in made
// scenes, what is told of clips where nothing is, what it costs. NP_SAMPLE and NP_CLIPS as ./dev sets them. Takes a
// quarter of an hour and 400 MB of temporary space; `perception_bench <seconds>` makes the clips where nothing is
// shorter than their ten minutes, and the names of groups of rows after it leave out the others.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/format.hpp"
#include "measure/commented.hpp"
#include "measure/marked.hpp"
#include "measure/measures.hpp"
#include "measure/perceived.hpp"
#include "perception/detector/detector.hpp"
#include "score/scorecard.hpp"
#include "score/wording.hpp"

namespace {

using namespace np;
using namespace np::measure;

int missed = 0;

void row(const std::string& what, const std::string& value, const std::string& bar, bool good) {
  missed += !good;
  std::printf("%s  %-66s %-34s %s\n", good ? "ok  " : "MISS", what.c_str(), value.c_str(), bar.c_str());
  std::fflush(stdout);
}

void remarks(const std::vector<std::string>& all) {
  for (const std::string& r : all) std::printf("        %s\n", r.c_str());
}

double resident_mb() {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("VmRSS:")) return std::strtod(line.c_str() + 6, nullptr) / 1024;
  return 0;
}

std::string percent(double share) { return np::format("{:.1f} %", 100 * share); }

void memory_row(const Detector& detector, double before) {
  perceive(sample(), &detector);
  const double grown = resident_mb() - before;
  row("memory of the detector and one show's perception", np::format("{:.0f} MB more", grown), "85 MB", grown <= 85);
}

void sample_rows(const Detector& detector) {
  std::vector<double> also;
  for (const MarkedPicture& p : marked_pictures()) also.push_back(p.at);
  for (const Crossing& c : crossings()) also.insert(also.end(), {c.from, c.to});
  const Perceived seen = perceive(sample(), &detector, also);
  const InPlace in_place = people_in_place(seen, marked_pictures());
  row("people in place, 30 pictures of the sample",
      np::format("recall {:.3f}, precision {:.3f}", in_place.recall(), in_place.precision()), "0.90, 0.95",
      in_place.recall() >= 0.9 && in_place.precision() >= 0.95);
  remarks(in_place.remarks);
  const Kept kept = identities_kept(seen, crossings());
  row("the same person after a crossing of the sample", np::format("{} of {}", kept.kept, kept.all), "8 of 10",
      kept.kept >= 8);
  remarks(kept.remarks);
}

void told_rows() {
  const auto lines = commentary(sample());
  const score::Truth truth = score::load_truth(test_data("vtest_truth.json"));
  const score::Scorecard card = score::score(lines, truth);
  const score::Trigger& t = card.trigger;
  row("entries and exits of the sample, within 2 s",
      np::format("precision {:.3f}, recall {:.3f}", t.precision(), t.recall()), "0.95, 0.85",
      t.precision() >= 0.95 && t.recall() >= 0.85);
  row("lines that count people, within one", np::format("{} of {}", card.counts_near, card.counts), "95 %",
      card.counts_near >= 0.95 * card.counts);
  row("lines like one of the last eight", percent(card.repetition), "3 %", card.repetition <= 0.03);
  row("lines that only count or direct", percent(card.only_counts_or_directs), "20 %",
      card.only_counts_or_directs <= 0.2);
  std::printf("        %zu lines, between event and line %.1f s, longest silence %.1f s\n", card.lines, t.delay_mean,
              card.silence_longest);
}

void scene_rows(const Detector& detector, int seconds) {
  std::vector<Named> all;
  std::vector<std::string> notes;
  for (const std::string& name : moving_scenes()) {
    const Scene s = scene(name, seconds);
    for (const Named& n : names_given(perceive(s.clip, &detector), s)) {
      all.push_back(n);
      if (!n.first_named || n.called != n.truth || *n.first_named > 1)
        notes.push_back(np::format(
            "{}: {} called {}, {}", n.scene, np::name(n.truth).one, n.first_named ? np::name(n.called).one : "nothing",
            n.first_named ? np::format("{:.1f} s after it was fully in view", *n.first_named) : "never"));
    }
  }
  const NamedAll sum = summary(all);
  const double named = sum.named / std::max(1.0, static_cast<double>(sum.tracks)),
               right = sum.right / std::max(1.0, static_cast<double>(sum.named));
  row("made scenes: of what is named, rightly", np::format("{} ({} of {})", percent(right), sum.right, sum.named),
      "90 %", right >= 0.9);
  row("made scenes: named at all", np::format("{} ({} of {})", percent(named), sum.named, sum.tracks), "80 %",
      named >= 0.8);
  row("made scenes: first named after fully in view",
      np::format("median {:.1f} s, 90 % {:.1f} s; {} of {} within 1.0 s", sum.delay_median, sum.delay_p90, sum.in_time,
                 sum.tracks),
      "1.0 s, three of four tracks", sum.delay_median <= 1.0 && 4 * sum.in_time >= 3 * sum.tracks);
  remarks(notes);
}

void empty_rows(int seconds) {
  for (const std::string& name : empty_scenes()) {
    const auto lines = commentary(scene(name, seconds).clip);
    std::vector<std::string> told;
    for (const score::SpokenLine& line : lines)
      if (score::speaks_of_something(line.text)) told.push_back(np::format("{:6.1f} s: {}", line.at, line.text));
    row(np::format("{}, {} s: lines about what is not there", name, seconds),
        np::format("{} of {} lines", told.size(), lines.size()), "0", told.empty());
    if (told.size() > 8) told.resize(8);
    remarks(told);
  }
}

void cost_rows(const Detector& detector, int seconds) {
  const auto cost = [&](const std::filesystem::path& clip) {
    const double decoding = perceive(clip, nullptr).cpu;
    const Perceived seen = perceive(clip, &detector);
    return (seen.cpu - decoding) / std::max(1.0, seen.seconds);
  };
  const double busy = cost(sample()), calm = cost(scene("still", seconds).clip);
  row("CPU of perception, sample, 5 frames a second", percent(busy) + " of a core", "12 %", busy <= 0.12);
  row("CPU of perception, nothing moves", percent(calm) + " of a core", "4 %", calm <= 0.04);
}

}  // namespace

int main(int argc, char** argv) {
  const int seconds = argc > 1 ? std::atoi(argv[1]) : 600;
  const std::vector<std::string> groups{"memory", "sample", "told", "scenes", "cost", "empty"};
  const std::vector<std::string> wanted(argv + std::min(argc, 2), argv + argc);
  const auto known = [&](const std::string& name) { return std::ranges::contains(groups, name); };
  if (seconds < 5 || !std::ranges::all_of(wanted, known)) {
    std::fprintf(stderr, "perception_bench [seconds of the clips where nothing is, at least 5 [group of rows...]]\n");
    for (const std::string& name : groups) std::fprintf(stderr, "  %s\n", name.c_str());
    return 2;
  }
  const auto asked = [&](const std::string& name) { return wanted.empty() || std::ranges::contains(wanted, name); };
  try {
    if (asked("memory")) perceive(sample(), nullptr);  // what decoding takes is no concern of this
    const double before = resident_mb();
    const Detector detector(detector_file(""));
    detector.wait_loaded();
    if (!detector.status().ready) throw std::runtime_error(detector.status().detail);
    if (asked("memory")) memory_row(detector, before);
    if (asked("sample")) sample_rows(detector);
    if (asked("told")) told_rows();
    if (asked("scenes")) scene_rows(detector, seconds);
    if (asked("cost")) cost_rows(detector, seconds);
    if (asked("empty")) empty_rows(seconds);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "perception_bench: %s\n", e.what());
    return 1;
  }
  return missed > 0;
}
