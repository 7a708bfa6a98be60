#include "engine/watcher/news/news.hpp"

#include <algorithm>
#include <cmath>

namespace np::watcher {
namespace {

using What = Occurrence::What;

constexpr double kOneMoment = 1.8;  // seconds

bool comes(What w) { return w == What::kEnters || w == What::kAppears; }
bool goes(What w) { return w == What::kLeaves || w == What::kVanishes; }

// Seconds after which it would be told as if it were news.
double fresh_for(What w) {
  switch (w) {
    case What::kEnters:
    case What::kAppears: return 5;
    case What::kMeets:
    case What::kSitsDown:
    case What::kStops: return 4;
    case What::kPasses:
    case What::kRuns: return 1.5;
    default: return 3;
  }
}

bool joins(const News& a, const News& b) {
  if (a.what != b.what || a.kin != b.kin || a.side != b.side || a.through != b.through ||
      std::abs(to_seconds(a.at - b.at)) > kOneMoment)
    return false;
  if (a.what == What::kMeets || a.what == What::kParts || a.what == What::kPasses) return false;
  if (a.what == What::kEnters || a.what == What::kLeaves) return true;
  return std::abs(a.place.x - b.place.x) < 0.2f && std::abs(a.place.y - b.place.y) < 0.25f;
}

bool concerns(const News& n, int id) { return std::ranges::contains(n.who, id) || n.other == id; }

// `later` makes `before` of the same one untrue or stale.
bool undoes(What later, What before) {
  if (goes(later)) return !goes(before);
  switch (later) {
    case What::kSetsOff: return before == What::kStops || before == What::kSetsOff;
    case What::kStops:
      return before == What::kSetsOff || before == What::kRuns || before == What::kStops || before == What::kPasses;
    case What::kParts: return before == What::kMeets;
    case What::kMeets: return before == What::kParts || before == What::kPasses || before == What::kStops;
    case What::kGetsUp: return before == What::kSitsDown;
    case What::kSitsDown: return before == What::kGetsUp || before == What::kStops;
    case What::kDrops: return before == What::kStops || before == What::kSetsOff || before == What::kTurnsRound;
    default: return false;
  }
}

}  // namespace

void NewsQueue::add(News news) {
  for (const int id : std::vector(news.who)) {
    for (News& n : news_) {
      if (!np::watcher::concerns(n, id) || !undoes(news.what, n.what)) continue;
      if (goes(news.what) && comes(n.what) && std::ranges::contains(n.who, id)) news.through = n.side;
      std::erase(n.who, id);
      if (n.other == id) n.who.clear();
    }
  }
  std::erase_if(news_, [](const News& n) { return n.who.empty(); });
  for (News& n : news_) {
    if (!joins(n, news)) continue;
    for (const int id : news.who) {
      if (!std::ranges::contains(n.who, id)) n.who.push_back(id);
    }
    n.weight = std::max(n.weight, news.weight) + 3;
    n.spread = std::max({n.spread, news.spread, std::abs(to_seconds(news.at - n.at))});
    return;
  }
  news_.push_back(std::move(news));
  if (news_.size() > kMost) news_.erase(std::ranges::min_element(news_, {}, &News::weight));
}

std::optional<News> NewsQueue::take(double weight) {
  const auto best = std::ranges::max_element(news_, {}, &News::weight);
  if (best == news_.end() || best->weight < weight) return std::nullopt;
  News news = std::move(*best);
  news_.erase(best);
  return news;
}

std::optional<News> NewsQueue::take_more(const News& told) {
  const auto at = std::ranges::find_if(news_, [&](const News& n) { return n.who == told.who && n.at >= told.at; });
  if (at == news_.end()) return std::nullopt;
  News news = std::move(*at);
  news_.erase(at);
  return news;
}

double NewsQueue::heaviest() const {
  return news_.empty() ? 0 : std::ranges::max_element(news_, {}, &News::weight)->weight;
}

void NewsQueue::expire(TimePoint now) {
  std::erase_if(news_, [&](const News& n) { return to_seconds(now - n.at) > fresh_for(n.what); });
}

bool NewsQueue::about(int id, Occurrence::What what) const {
  return std::ranges::any_of(news_, [&](const News& n) { return n.what == what && np::watcher::concerns(n, id); });
}

bool NewsQueue::concerns(int id) const {
  return std::ranges::any_of(news_, [&](const News& n) { return np::watcher::concerns(n, id); });
}

}  // namespace np::watcher
