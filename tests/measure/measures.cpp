#include "measure/measures.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "base/format.hpp"
#include "engine/watcher/cast/character.hpp"

namespace np::measure {
namespace {

constexpr float kInPlace = 0.4f;
constexpr float kSameBody = 0.3f;
constexpr int kNarrowWord = 2;  // rank of a noun that is a kind's name

float common(const PictureBox& a, const PictureBox& b) {
  const float w = std::min(a.x + a.w, b.x + b.w) - std::max(a.x, b.x);
  const float h = std::min(a.y + a.h, b.y + b.h) - std::max(a.y, b.y);
  return w > 0 && h > 0 ? w * h : 0;
}

// Of the smaller one, how much is in the other.
float covered_share(const PictureBox& a, const PictureBox& b) {
  return common(a, b) / std::max(1e-9f, std::min(a.w * a.h, b.w * b.h));
}

std::string shown(double at, const PictureBox& b, const char* what) {
  return np::format("{:5.1f} s: {} at {:.0f},{:.0f} {:.0f}x{:.0f}", at, what, b.x * 768, b.y * 576, b.w * 768,
                    b.h * 576);
}

bool is_person(const Actor& a) { return family(a.kind) == Family::kPerson; }

const Actor* best(const Facts& facts, const PictureBox& box, float least) {
  const Actor* found = nullptr;
  float most = least;
  for (const Actor& a : facts.actors) {
    const float share = overlap_share(a.box, box);
    if (share > most) found = &a, most = share;
  }
  return found;
}

void compare(const Facts& facts, const MarkedPicture& picture, InPlace& result) {
  struct Pair {
    float share;
    std::size_t actor, mark;
  };
  std::vector<Pair> pairs;
  for (std::size_t a = 0; a < facts.actors.size(); ++a) {
    if (!is_person(facts.actors[a])) continue;
    for (std::size_t m = 0; m < picture.people.size(); ++m)
      if (const float share = overlap_share(facts.actors[a].box, picture.people[m]); share > kInPlace)
        pairs.push_back({share, a, m});
  }
  std::ranges::sort(pairs, std::greater{}, &Pair::share);
  std::vector<bool> taken(facts.actors.size()), found(picture.people.size());
  for (const Pair& p : pairs) {
    if (taken[p.actor] || found[p.mark]) continue;
    taken[p.actor] = found[p.mark] = true;
    ++result.found;
  }
  for (std::size_t m = 0; m < found.size(); ++m) {
    if (found[m]) continue;
    ++result.missed;
    result.remarks.push_back(shown(picture.at, picture.people[m], "missed"));
  }
  for (std::size_t a = 0; a < taken.size(); ++a) {
    const Actor& actor = facts.actors[a];
    // Who is hidden is said to be where nobody can be seen.
    if (taken[a] || !is_person(actor) || actor.covered) continue;
    if (std::ranges::any_of(picture.partly,
                            [&](const PictureBox& b) { return covered_share(actor.box, b) > kInPlace; }))
      continue;
    ++result.wrong;
    result.remarks.push_back(shown(picture.at, actor.box, "wrong"));
  }
}

double percentile_of(std::vector<double> values, double p) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  const auto at = static_cast<std::size_t>(std::ceil(p * static_cast<double>(values.size()))) - 1;
  return values[std::min(at, values.size() - 1)];
}

Named name_given(const Perceived& seen, const SceneTrack& track) {
  Named result{.scene = {}, .truth = track.kind, .called = Kind::kThing, .first_named = {}};
  std::map<Kind, int> times;
  for (const FactsPtr& facts : seen.facts) {
    const double at = second_of(*facts);
    const auto box = track.at(at);
    const Actor* actor = box ? best(*facts, *box, kSameBody) : nullptr;
    if (!actor || watcher::noun_of(*actor, nullptr).rank < kNarrowWord) continue;
    ++times[actor->kind];
    if (!result.first_named) result.first_named = at - track.full_from;
  }
  const auto most = std::ranges::max_element(times, {}, [](const auto& entry) { return entry.second; });
  if (most != times.end()) result.called = most->first;
  return result;
}

}  // namespace

float overlap_share(const PictureBox& a, const PictureBox& b) {
  const float both = common(a, b);
  return both / std::max(1e-9f, a.w * a.h + b.w * b.h - both);
}

double InPlace::recall() const { return found / std::max(1.0, static_cast<double>(found + missed)); }
double InPlace::precision() const { return found / std::max(1.0, static_cast<double>(found + wrong)); }

InPlace people_in_place(const Perceived& seen, const std::vector<MarkedPicture>& marked) {
  InPlace result;
  for (const MarkedPicture& picture : marked) compare(seen.at(picture.at), picture, result);
  return result;
}

Kept identities_kept(const Perceived& seen, const std::vector<Crossing>& crossings) {
  Kept result;
  for (const Crossing& c : crossings) {
    const Facts &before = seen.at(c.from), &after = seen.at(c.to);
    bool kept = true;
    for (int i = 0; i < 2; ++i) {
      const Actor *then = best(before, c.before[i], kSameBody), *now = best(after, c.after[i], kSameBody);
      if (then && now && then->id == now->id) continue;
      kept = false;
      result.remarks.push_back(np::format("{:.1f} to {:.1f} s: {} was {}, is {}", c.from, c.to, c.who[i],
                                          then ? std::to_string(then->id) : "nobody",
                                          now ? std::to_string(now->id) : "nobody"));
    }
    result.kept += kept;
    ++result.all;
  }
  return result;
}

std::vector<Named> names_given(const Perceived& seen, const Scene& scene) {
  std::vector<Named> all;
  for (const SceneTrack& track : scene.tracks) {
    all.push_back(name_given(seen, track));
    all.back().scene = scene.name;
  }
  return all;
}

NamedAll summary(const std::vector<Named>& all) {
  NamedAll result;
  std::vector<double> delays;
  for (const Named& n : all) {
    ++result.tracks;
    if (!n.first_named) continue;
    ++result.named;
    result.right += n.called == n.truth;
    delays.push_back(std::max(0.0, *n.first_named));
    result.in_time += delays.back() <= 1.0;
  }
  result.delay_median = percentile_of(delays, 0.5);
  result.delay_p90 = percentile_of(delays, 0.9);
  return result;
}

}  // namespace np::measure
