#include "perception/motion/nameless.hpp"

#include <algorithm>
#include <utility>

namespace np::perception {
namespace {

constexpr Duration kChance = std::chrono::milliseconds(900);  // the detector's, to name what has moved
constexpr Duration kDepartureCounts = std::chrono::seconds(2);

}  // namespace

int Nameless::told_as(int track) const {
  const auto mover = movers_.find(track);
  return mover == movers_.end() ? 0 : mover->second.id;
}

int Nameless::recognised(const Box& box, const std::vector<Track>& tracks) {
  for (const Track& t : tracks) {
    if (t.misses > 0 || told_as(t.id) == 0) continue;
    if (overlap(t.box, box) > 0.5f * std::min(t.box.area(), box.area())) return std::exchange(movers_[t.id], {}).id;
  }
  return 0;
}

bool Nameless::explained(const Box& box, const std::vector<Member>& members) const {
  const auto covers = [&](const Box& other) {
    return overlap(other.grown(0.15f * other.w, 0.1f * other.h), box) > 0.3f * box.area();
  };
  return std::ranges::any_of(members, [&](const Member& m) { return covers(m.box) || covers(m.seen_box); }) ||
         std::ranges::any_of(departures_,
                             [&](const Departure& d) { return covers(d.box.grown(d.box.w, d.box.h / 4)); });
}

std::vector<Nameless::News> Nameless::follow(const Motion& motion, const std::vector<Member>& members,
                                             const CloseLooks& looks, bool detects, TimePoint now) {
  std::vector<News> news;
  std::erase_if(departures_, [&](const Departure& d) { return now - d.at >= kDepartureCounts; });
  for (const Passage& p : motion.passages()) {
    if (movers_.size() >= kMost && !movers_.contains(p.track.id)) continue;
    Mover& mover = movers_[p.track.id];
    if (p.kind != Passage::Kind::kExit) {
      if (mover.id == 0) mover.untold = p;
    } else if (mover.id != 0) {
      news.push_back({mover.id, p});
    }
  }
  std::erase_if(movers_, [&](auto& entry) {
    Mover& mover = entry.second;
    const auto track = std::ranges::find(motion.tracks(), entry.first, &Track::id);
    if (track == motion.tracks().end()) return true;
    if (!mover.untold) return false;
    const Duration waited = now - mover.untold->at;
    if (explained(track->box, members)) {
      if (waited > kChance) mover.untold.reset();
      return false;
    }
    const bool had_its_chance = !detects || (waited > kChance && looks.at(track->id) > 1) || waited > 3 * kChance;
    if (!had_its_chance) return false;
    mover.id = next_id_();
    Passage passage = *std::exchange(mover.untold, std::nullopt);
    passage.track = *track;
    news.push_back({mover.id, std::move(passage)});
    return false;
  });
  return news;
}

}  // namespace np::perception
