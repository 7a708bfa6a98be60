// Whether what was recognised could be somebody who is known: by place, size, looks and the way they went. Pure
// functions; boxes in pixels of the working size.
#pragma once

#include "perception/cast/borders.hpp"
#include "perception/cast/member.hpp"
#include "perception/detector/detector.hpp"

namespace np::perception {

inline constexpr float kLeastFit = 0.2f;

// Its expected place: an unseen member continues as before, but the longer, the less certain.
Box expected(const Member& member, TimePoint now);
// 0: it is not; else the more the likelier, and not sure below kLeastFit.
float fit(const Member& member, const Detection& seen, const Signature& signature, const Borders& borders,
          TimePoint now);
// Likewise for somebody who was lost inside the picture.
float fit_of_lost(const Member& lost, const Detection& seen, const Signature& signature, const Borders& borders,
                  TimePoint now);
inline constexpr float kLeastFitOfLost = 0.35f;
// How likely somebody who was lost inside the picture is `found`, who has been seen for a moment by now and came over
// no border: by place, or by the way they went; and by looks, which count the more, the longer it has been. 0: they are
// not.
float fit_of_found(const Member& lost, const Member& found);
// Stood there and is seen a good part of the own height below in the next moment: has jumped or fallen.
bool dropped(const Member& member, const Detection& seen, TimePoint now);
// A part of somebody who is there already, or the other half of somebody who walks.
bool is_part_of(const Detection& seen, const Member& member);

}  // namespace np::perception
