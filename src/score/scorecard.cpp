#include "score/scorecard.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "base/similarity.hpp"
#include "score/claims.hpp"
#include "score/lexicon.hpp"
#include "score/wording.hpp"

namespace np::score {
namespace {

// Half of the body is inside at a passage's moment: a good line may come before. Of anything else nobody can tell
// earlier.
constexpr double kEarly = 2, kEarlyElse = 0.5;

double percentile(std::vector<double> values, double p) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  const auto at = static_cast<std::size_t>(std::ceil(p * static_cast<double>(values.size()))) - 1;
  return values[std::min(at, values.size() - 1)];
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

double share(double part, double whole) { return whole > 0 ? part / whole : 0; }

struct Open {
  const Event* event = nullptr;
  int left = 0;  // not told yet
};

class Matcher {
 public:
  Matcher(const Truth& truth, double window) : window_(window) {
    for (const Event& e : truth.events) open_.push_back({&e, e.count});
    result_.window = window;
  }

  void hear(const SpokenLine& line, LineVerdict* verdict) {
    const int right = result_.right, wrong = result_.wrong;
    const std::vector<Claim> claims = claims_in(line.text);
    for (const Claim& claim : claims) {
      for (int i = 0; i < claim.count; ++i)
        if (!tell(line.at, claim)) ++result_.wrong;
    }
    // Possible claims take the events that the certain ones leave.
    for (const Claim& claim : claims) {
      for (int i = 0; i < claim.more && tell(line.at, claim); ++i) {
      }
    }
    tell_happenings(line);
    if (!verdict) return;
    verdict->right = result_.right - right;
    verdict->wrong = result_.wrong - wrong;
  }

  Trigger finish() {
    for (const Open& o : open_) result_.missed += o.left;
    result_.delay_mean = mean(delays_);
    result_.delay_p95 = percentile(delays_, 0.95);
    return result_;
  }

 private:
  bool in_time(double at, const Event& e) const {
    const double early = std::min(e.what == What::kHappens ? kEarlyElse : kEarly, window_);
    return at >= e.at - early && at <= e.at + window_;
  }

  // Words that name more fit better than words that leave it open.
  static int fit(const Claim& claim, const Event& e) {
    return (claim.sides != kAnySide && e.side != kAnySide ? 2 : 0) + (claim.who.family == e.who.family ? 1 : 0);
  }

  bool tell(double at, const Claim& claim) {
    Open* best = nullptr;
    const auto better = [&](const Open& o) {
      if (!best) return true;
      const int fits = fit(claim, *o.event), before = fit(claim, *best->event);
      // Takes the event that can wait least, so that most events find a line.
      return fits != before ? fits > before : o.event->at < best->event->at;
    };
    for (Open& o : open_) {
      const Event& e = *o.event;
      if (o.left == 0 || e.what != claim.what || !in_time(at, e) || !claim.who.fits(e.who)) continue;
      if (claim.sides != kAnySide && e.side != kAnySide && !(claim.sides & e.side)) continue;
      if (better(o)) best = &o;
    }
    if (!best) return false;
    count(*best, at);
    return true;
  }

  // If the same words would tell several events, the nearest one counts.
  void tell_happenings(const SpokenLine& line) {
    const Words words = words_of(line.text);
    std::vector<Open*> told;
    for (Open& o : open_) {
      if (o.left == 0 || o.event->what != What::kHappens || !in_time(line.at, *o.event) ||
          !has_one(words, o.event->words))
        continue;
      const auto same = std::ranges::find(told, o.event->words, [](const Open* t) { return t->event->words; });
      if (same == told.end()) {
        told.push_back(&o);
      } else if (std::abs(o.event->at - line.at) < std::abs((*same)->event->at - line.at)) {
        *same = &o;
      }
    }
    for (Open* o : told) count(*o, line.at);
  }

  static bool has_one(const Words& words, const std::vector<std::string>& begins) {
    return std::ranges::any_of(words, [&](const std::string& w) {
      const auto verb = verb_of(w);
      return std::ranges::any_of(
          begins, [&](const std::string& begin) { return w.starts_with(begin) || (verb && verb->base == begin); });
    });
  }

  void count(Open& o, double at) {
    --o.left;
    ++result_.right;
    delays_.push_back(std::abs(at - o.event->at));
  }

  double window_;
  std::vector<Open> open_;
  std::vector<double> delays_;
  Trigger result_;
};

// As if each line were spoken when it comes.
struct Speech {
  std::vector<double> gaps;  // 0 if the next line comes before the end of one
  double seconds = 0;        // all lines'
  double longest_gap = 0;

  Speech(std::span<const SpokenLine> lines, double clip, double words_a_minute) {
    double silent_since = 0;
    for (const SpokenLine& line : lines) {
      const double gap = std::max(0.0, line.at - silent_since), takes = word_count(line.text) * 60 / words_a_minute;
      if (&line != lines.data()) gaps.push_back(gap);
      longest_gap = std::max(longest_gap, gap);
      silent_since = std::max(silent_since, line.at + takes);
      seconds += takes;
    }
    longest_gap = std::max(longest_gap, clip - silent_since);
  }
};

bool near_truth(int claimed, double at, const Truth& truth, bool& known) {
  bool near = false;
  for (const double second : {at, at + 1}) {  // it may change within the second
    const auto n = truth.people_at(second);
    known = known || n;
    near = near || (n && std::abs(claimed - *n) <= 1);
  }
  return near;
}

}  // namespace

double Trigger::precision() const { return right + wrong > 0 ? share(right, right + wrong) : 1; }
double Trigger::recall() const { return right + missed > 0 ? share(right, right + missed) : 1; }
double Trigger::f1() const { return share(2 * precision() * recall(), precision() + recall()); }

Scorecard score(std::span<const SpokenLine> lines, const Truth& truth, const Options& options) {
  Scorecard card;
  card.seconds = truth.seconds;
  card.lines = lines.size();
  card.lines_a_minute = share(60 * static_cast<double>(lines.size()), truth.seconds);
  Matcher narrow(truth, options.window), wide(truth, options.wide_window);
  double repeated = 0, idle = 0, idle_words = 0, words = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const SpokenLine& line = lines[i];
    LineVerdict v;
    narrow.hear(line, &v);
    wide.hear(line, nullptr);
    for (std::size_t j = i - std::min(i, options.last); j < i && !v.repeated; ++j)
      v.repeated = similarity(lines[j].text, line.text) >= options.alike;
    v.filler = !tells_event(line.text);
    v.only_counts_or_directs = only_counts_or_directs(line.text);
    v.people = people_in(line.text);
    bool known = false;
    if (v.people && near_truth(*v.people, line.at, truth, known)) ++card.counts_near;
    card.counts += known;
    const int n = word_count(line.text);
    words += n;
    idle_words += v.filler ? n : 0;
    repeated += v.repeated;
    idle += v.only_counts_or_directs;
    card.verdicts.push_back(v);
  }
  card.trigger = narrow.finish();
  card.wide_trigger = wide.finish();
  const double all = static_cast<double>(lines.size());
  card.repetition = share(repeated, all);
  card.filler = share(idle_words, words);
  card.only_counts_or_directs = share(idle, all);
  const Speech speech(lines, truth.seconds, options.words_a_minute);
  card.silence_mean = mean(speech.gaps);
  card.silence_p95 = percentile(speech.gaps, 0.95);
  card.silence_longest = speech.longest_gap;
  card.spoken = share(speech.seconds, truth.seconds);
  return card;
}

}  // namespace np::score
