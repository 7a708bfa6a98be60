#include "engine/watcher/narrator.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace np::watcher {
namespace {

using Kind = SceneEvent::Kind;

// Seconds.
constexpr double kStale = 3;
constexpr double kFillerAfter = 3;  // of silence
constexpr double kCountStable = 1.2;
constexpr double kCountAgain = 5;
constexpr double kWalkingAgain = 12;
constexpr double kStanding = 5;
constexpr double kKnownFor = 1.2;
constexpr float kWalkingSpeed = 0.22f;  // own heights a second

bool is_light(Kind k) {
  return k == Kind::kDark || k == Kind::kDimmer || k == Kind::kBrighter || k == Kind::kLightBack || k == Kind::kFlicker;
}
bool is_whole(Kind k) { return k == Kind::kCut || k == Kind::kAllMoves || k == Kind::kCalm || is_light(k); }

bool walks(const Actor& a) {
  return !a.covered && a.known_for > kKnownFor && std::abs(a.velocity.x) > kWalkingSpeed &&
         std::abs(a.velocity.x) > 0.6f * std::abs(a.velocity.y);
}

}  // namespace

void Narrator::reset() { *this = {}; }

void Narrator::see(std::vector<SceneEvent> events, const SceneView& view) {
  view_ = view;
  for (SceneEvent& e : events) {
    // Another scene: what happened in the one before is over.
    if (e.kind == Kind::kCut) {
      pending_.clear();
      told_count_ = -1;
    }
    pending_.push_back(e);
  }
  const int n = static_cast<int>(std::ranges::count_if(view_.actors, &Actor::person));
  if (n != count_) {
    count_ = n;
    count_since_ = view_.at;
  }
  forget_stale();
}

void Narrator::forget_stale() {
  std::erase_if(pending_, [&](const SceneEvent& e) { return since(e.at) > kStale; });
  const auto forget = [&](std::map<int, TimePoint>& told) {
    std::erase_if(told, [&](const auto& entry) {
      return std::ranges::find(view_.actors, entry.first, &Actor::id) == view_.actors.end();
    });
  };
  forget(told_walking_);
  forget(told_standing_);
}

int Narrator::people() const { return count_; }

std::string Narrator::say(std::vector<std::string> sentences) {
  std::erase(sentences, last_line_);
  if (sentences.empty()) return {};
  said_at_ = view_.at;
  std::string line;
  for (const std::string& s : sentences) line += (line.empty() ? "" : " ") + s;
  return last_line_ = line;
}

std::string Narrator::comment(const Focus& focus) {
  if (auto whole = about_whole(focus)) return say({*whole});
  if (view_.all_moves) return {};
  if (auto passages = about_passages(focus); !passages.empty()) return say(std::move(passages));
  if (auto motion = about_motion(focus)) return say({*motion});
  if (since(said_at_) < kFillerAfter) return {};
  if (auto more = filler(focus)) return say({*more});
  return {};
}

std::optional<std::string> Narrator::about_whole(const Focus& focus) {
  std::optional<Kind> newest;
  std::erase_if(pending_, [&](const SceneEvent& e) {
    if (!is_whole(e.kind)) return false;
    const bool wanted = is_light(e.kind) ? focus.light : e.kind == Kind::kCut ? focus.cuts : focus.motion;
    if (wanted && !(newest == Kind::kCut && e.kind == Kind::kCalm)) newest = e.kind;
    return true;
  });
  if (!newest) return std::nullopt;
  return phrases_.whole(*newest);
}

std::vector<std::string> Narrator::about_passages(const Focus& focus) {
  struct Group {
    Kind kind;
    Side side;
    bool person;
    int n;
    TimePoint at;
    Point place;
    Colour colour;
  };
  std::vector<Group> groups;
  std::erase_if(pending_, [&](const SceneEvent& e) {
    if (e.kind != Kind::kEntry && e.kind != Kind::kExit && e.kind != Kind::kAppearance) return false;
    const bool person = e.person && focus.people;
    if (!person && !focus.motion) return true;
    const auto same = std::ranges::find_if(groups, [&](const Group& g) {
      return g.kind == e.kind && g.side == e.side && g.person == person && e.kind != Kind::kAppearance;
    });
    if (same == groups.end()) {
      groups.push_back({e.kind, e.side, person, 1, e.at, e.place, e.colour});
    } else {
      ++same->n;
      same->at = std::max(same->at, e.at);
    }
    return true;
  });
  // People before things, then the newest; two are enough for one breath.
  std::ranges::sort(
      groups, [](const Group& a, const Group& b) { return std::pair(a.person, a.at) > std::pair(b.person, b.at); });
  if (groups.size() > 2) groups.resize(2);
  std::ranges::sort(groups, {}, &Group::at);
  std::vector<std::string> sentences;
  for (const Group& g : groups) {
    if (g.kind == Kind::kEntry) {
      sentences.push_back(phrases_.entry(g.n, g.person, g.colour, people() > g.n, g.side));
    } else if (g.kind == Kind::kExit) {
      sentences.push_back(phrases_.exit(g.n, g.person, g.colour, g.side));
    } else {
      sentences.push_back(g.person ? phrases_.appearance(g.colour, g.place) : phrases_.motion(g.place));
    }
  }
  return sentences;
}

std::optional<std::string> Narrator::about_motion(const Focus& focus) {
  std::optional<SceneEvent> newest;
  std::erase_if(pending_, [&](const SceneEvent& e) {
    if (e.kind == Kind::kMotion) newest = e;
    return e.kind == Kind::kMotion;
  });
  if (!newest || !focus.motion) return std::nullopt;
  told_walking_[newest->track] = view_.at;
  return phrases_.motion(newest->place);
}

std::optional<std::string> Narrator::filler(const Focus& focus) {
  std::optional<std::string> sentence;
  if (focus.people) {
    sentence = about_count();
    if (!sentence) sentence = about_walkers();
    if (!sentence) sentence = about_standing();
  }
  if (!sentence && focus.motion) sentence = about_things(focus);
  return sentence;
}

std::optional<std::string> Narrator::about_count() {
  const bool nothing_new = people() == told_count_ || (people() == 0 && told_count_ < 1);
  if (nothing_new || since(count_since_) < kCountStable || since(count_told_at_) < kCountAgain) return std::nullopt;
  told_count_ = people();
  count_told_at_ = view_.at;
  return people() == 0 ? phrases_.nobody() : phrases_.count(people());
}

Narrator::Walkers Narrator::walkers(bool untold_only) const {
  Walkers w;
  for (const Actor& a : view_.actors) {
    if (!a.person || !walks(a)) continue;
    const auto told = told_walking_.find(a.id);
    if (untold_only && told != told_walking_.end() && since(told->second) < kWalkingAgain) continue;
    ++(a.velocity.x < 0 ? w.left : w.right);
    w.ids.push_back(a.id);
  }
  return w;
}

std::optional<std::string> Narrator::about_walkers() {
  if (walkers(true).ids.empty()) return std::nullopt;
  const Walkers all = walkers(false);
  for (int id : all.ids) told_walking_[id] = view_.at;
  return phrases_.walking(all.left, all.right);
}

std::optional<std::string> Narrator::about_standing() {
  std::vector<const Actor*> standing;
  for (const Actor& a : view_.actors) {
    if (!a.person || a.covered) continue;
    if (a.still_for < kStanding) {
      told_standing_.erase(a.id);
    } else if (!told_standing_.contains(a.id)) {
      standing.push_back(&a);
    }
  }
  if (standing.empty()) return std::nullopt;
  const std::string where = place_name(standing.front()->place);
  int n = 0;
  for (const Actor* a : standing) {
    if (place_name(a->place) != where) continue;
    told_standing_[a->id] = view_.at;
    ++n;
  }
  return phrases_.standing(n, standing.front()->place);
}

std::optional<std::string> Narrator::about_things(const Focus& focus) {
  for (const Actor& a : view_.actors) {
    if ((a.person && focus.people) || !walks(a) || !a.straight || a.known_for < 2) continue;
    const auto told = told_walking_.find(a.id);
    if (told != told_walking_.end() && since(told->second) < kWalkingAgain) continue;
    told_walking_[a.id] = view_.at;
    return phrases_.drifting(a.velocity.x < 0);
  }
  return std::nullopt;
}

std::string Narrator::overview(const Focus& focus) {
  static constexpr std::array<std::string_view, 2> kStart{"I am watching.", "I am looking."};
  static constexpr std::array<std::string_view, 2> kQuiet{"Nothing moves right now.", "All is still right now."};
  static constexpr std::array<std::string_view, 2> kSteady{"The light is steady.", "The light does not change."};
  static constexpr std::array<std::string_view, 2> kNoCut{"There is no cut right now.", "The scene stays the same."};
  pending_.clear();
  if (view_.watched_for < 1 && people() == 0) return say({phrases_.one_of("start", kStart)});
  if (view_.all_moves) return say({phrases_.whole(Kind::kAllMoves)});
  if (focus.people && people() > 0) {
    const Walkers all = walkers(false);
    told_count_ = people();
    count_told_at_ = view_.at;
    for (int id : all.ids) told_walking_[id] = view_.at;
    return say({phrases_.overview(people(), all.left, all.right)});
  }
  if (focus.motion) {
    const auto mover = std::ranges::find_if(view_.actors, [](const Actor& a) { return a.still_for < 1; });
    return say({mover != view_.actors.end() ? phrases_.motion(mover->place) : phrases_.one_of("quiet", kQuiet)});
  }
  if (focus.people) return say({phrases_.nobody()});
  return say({focus.light ? phrases_.one_of("steady", kSteady) : phrases_.one_of("no cut", kNoCut)});
}

}  // namespace np::watcher
