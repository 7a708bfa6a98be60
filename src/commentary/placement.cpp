#include "commentary/placement.hpp"

#include <algorithm>

namespace np {

Placement::Verdict Placement::judge(TimePoint position, Duration length) const {
  using What = Verdict::What;
  if (!gaps_ || (over_at_ && position >= *over_at_)) return {What::kNow, position, {}};
  const TimePoint latest = over_at_ ? *over_at_ : latest_;
  Duration room{};
  for (auto gap = gaps_->next(position); gap; gap = gaps_->next(gap->until)) {
    const TimePoint from = std::max(position, gap->from);
    if (from > latest) break;
    if (gap->until - from >= (gap->open ? std::min(length, kSure) : length))
      return {from > position ? What::kWait : What::kNow, from, {}};
    if (gap->open) break;
    if (from == position) room = gap->until - from;
  }
  // A moment later more may be known, and an important sentence is said in the end anyway.
  if (position < latest) return {What::kWait, latest, room};
  return {What::kNever, position, room};
}

bool Placement::talked_over(TimePoint position) const {
  if (!gaps_ || (over_at_ && position >= *over_at_)) return false;
  const auto gap = gaps_->next(position);
  return !gap || gap->from > position;
}

}  // namespace np
