#include "engine/watcher/news/recollection.hpp"

#include <array>

namespace np::watcher {
namespace {

using Patterns = std::span<const std::string_view>;

// Seconds.
constexpr double kStay = 7;           // in one place, that is worth a word by a thing that has a name
constexpr double kLongStay = 12;      // and elsewhere
constexpr double kOfTheWhole = 0.35;  // so much of all the time, or it says little
constexpr double kThereFromStart = 15;
constexpr double kShortVisit = 8;
constexpr double kBackAfter = 4;
constexpr double kLongVisit = 25;
constexpr double kLeastVisit = 3;

constexpr std::array<std::string_view, 4> kStoodBy{"after {stood} {by} {s} {V}", "{s} {V}, after {stood} {by}",
                                                   "{s}, who {stayed} {by} for {stood}, {V}",
                                                   "{s} {V} after {stood} {by}"};
constexpr std::array<std::string_view, 3> kStood{"{s}, who {stayed} {place} for {stood}, {V}",
                                                 "after {stood} in one place {s} {V}",
                                                 "{s} {V}, after {stood} in one place"};
constexpr std::array<std::string_view, 2> kMet{"{s}, who has met somebody here, {V}",
                                               "after meeting somebody here {s} {V}"};
constexpr std::array<std::string_view, 3> kCrossed{"{s}, who came {came}, {V}",
                                                   "{s} [has|have] crossed to the other side and [leaves|leave] {on}",
                                                   "{s} [has|have] come all the way across and [goes|go] out {on}"};
constexpr std::array<std::string_view, 2> kCrossedByItself{
    "{s} [has|have] crossed to the other side and [leaves|leave] {on}", "{s}, which came {came}, {V}"};
constexpr std::array<std::string_view, 3> kBrief{"{s} [leaves|leave] again {on}, after {long}",
                                                 "{s} [goes|go] back out {on} after {long}",
                                                 "after only {long} {s} [leaves|leave] {on} again"};
constexpr std::array<std::string_view, 3> kBack{"{s} [goes|go] back out {on}, after {long}",
                                                "{s} [leaves|leave] {on} again",
                                                "after {long} {s} [goes|go] back out {on}"};
constexpr std::array<std::string_view, 3> kHereFromStart{
    "{s}, here from the start, {V}", "{s}, who was here at the start, {V}", "{s} {V}, after {long} here"};
constexpr std::array<std::string_view, 3> kHereLong{"after {long} here {s} {V}", "{s} {V}, after {long} here",
                                                    "{s}, here for {long}, {V}"};
constexpr std::array<std::string_view, 1> kCame{"{s}, who came {came}, {V}"};

Side opposite(Side side) {
  switch (side) {
    case Side::kLeft: return Side::kRight;
    case Side::kRight: return Side::kLeft;
    default: return Side::kNone;
  }
}

}  // namespace

std::vector<Recollection> recollections(const News& news, const Character& c) {
  std::vector<Recollection> all;
  const Past& past = c.past;
  const Side came = c.actor.came_from;
  const double visit = to_seconds(news.at - c.first_seen);
  const bool walks = c.noun.mover == Mover::kWalker || c.noun.mover == Mover::kAnimal;
  if (visit < kLeastVisit) return all;
  const Slots slots{{"came", from_side(came)},           {"long", duration(visit)},
                    {"stood", duration(past.stood_for)}, {"by", past.stood_by},
                    {"place", spot(past.stood_at)},      {"stayed", past.upright ? "stood" : "stayed"}};
  const auto add = [&](std::string_view topic, Patterns patterns) { all.push_back({topic, patterns, slots}); };
  const bool stayed = c.person() && past.stood_for > kOfTheWhole * visit;
  if (stayed && past.stood_for > kStay && !past.stood_by.empty()) add("went from there", kStoodBy);
  if (c.person() && past.met) add("went after meeting", kMet);
  if (stayed && past.stood_for > kLongStay && past.stood_by.empty()) add("went after standing", kStood);
  if (came != Side::kNone && came == opposite(news.side) && walks)
    add("went across", c.person() ? Patterns(kCrossed) : Patterns(kCrossedByItself));
  if (came != Side::kNone && came == news.side && visit < kShortVisit)
    add("went soon", kBrief);
  else if (came != Side::kNone && came == news.side && visit > kBackAfter)
    add("went back", kBack);
  if (c.person() && c.actor.at_start && visit > kThereFromStart) add("went from start", kHereFromStart);
  if (visit > kLongVisit)
    add("went late", kHereLong);
  else if (c.person() && came != Side::kNone && came != news.side)
    add("went after coming", kCame);
  return all;
}

}  // namespace np::watcher
