#include "engine/watcher/topics/movement.hpp"

#include <algorithm>

#include "engine/watcher/words/english.hpp"

namespace np::watcher {
namespace {

constexpr double kOver = 2.5;      // seconds without it end a movement
constexpr double kWorthALine = 5;  // of going on, where others have names
constexpr double kFirstRest = 40;  // before the same place is told again; doubled each time
constexpr double kMostRest = 600;
constexpr double kMostRestOfOnlyEyes = 60;

int column_of(Place p) {
  const Side side = side_of(p);
  return side == Side::kLeft ? 0 : side == Side::kRight ? 2 : 1;
}

}  // namespace

void Movement::see(const Facts& facts) {
  now_ = facts.at;
  std::array<bool, 3> seen{};
  for (const Actor& a : facts.actors) {
    if (a.kind == Kind::kThing && a.still_for < 1 && (a.gait == Gait::kWalks || a.gait == Gait::kRuns))
      seen[column_of(a.box.center())] = true;
  }
  for (const Occurrence& e : facts.events) {
    if (e.what == Occurrence::What::kStirs ||
        (e.actor != 0 && e.who.kind == Kind::kThing &&
         (e.what == Occurrence::What::kEnters || e.what == Occurrence::What::kAppears)))
      seen[column_of(e.place)] = true;
  }
  for (std::size_t i = 0; i < seen.size(); ++i) {
    Spot& s = spots_[i];
    if (s.last && to_seconds(now_ - *s.last) > kOver) {
      s.since.reset();
      s.last.reset();
      s.sure = 0;
    }
    if (!seen[i]) continue;
    if (!s.since) s.since = now_;
    s.last = now_;
    ++s.sure;
  }
}

bool Movement::any() const {
  return std::ranges::any_of(spots_, [](const Spot& s) { return s.since.has_value(); });
}

std::optional<std::vector<std::string>> Movement::lines(bool only_eyes, Side side, Turns& turns) {
  static constexpr std::array<std::string_view, 4> kLong{
      "movement {where} for {long}", "for {long} now, something has been moving {where}",
      "{where}, something keeps moving; it has gone on for {long}", "something stirs {where}, for {long} by now"};
  static constexpr std::array<std::string_view, 4> kNew{"there is movement {where}", "something is moving {where}",
                                                        "movement {where} now", "{where}, something has begun to move"};
  static constexpr std::array<Side, 3> kSides{Side::kLeft, Side::kNone, Side::kRight};
  for (std::size_t i = 0; i < spots_.size(); ++i) {
    Spot& s = spots_[i];
    if (!s.since || (side != Side::kNone && kSides[i] != side)) continue;
    const double going = to_seconds(now_ - *s.since);
    if (s.told_at && to_seconds(now_ - *s.told_at) < s.rest) continue;
    if (going < (only_eyes ? 0.0 : kWorthALine) || (!only_eyes && s.sure < 5)) continue;
    s.told_at = now_;
    s.rest =
        std::clamp(2 * s.rest, only_eyes ? kFirstRest / 4 : kFirstRest, only_eyes ? kMostRestOfOnlyEyes : kMostRest);
    const Slots slots{{"where", i == 1 ? "in the middle" : on_side(kSides[i])},
                      {"long", going < 4 ? "" : duration(going)}};
    std::vector<std::string> lines;
    const bool is_long = going >= 4;
    for (const std::string_view pattern :
         turns.from(is_long ? "moves long" : "moves", std::span<const std::string_view>(is_long ? kLong : kNew)))
      lines.push_back(sentence(fill(pattern, false, slots)));
    return lines;
  }
  return std::nullopt;
}

}  // namespace np::watcher
