#include "perception/detector/close_looks.hpp"

#include <algorithm>

#include "perception/detector/bodies.hpp"

namespace np::perception {
namespace {

constexpr int kMostOfTrack = 5, kMostHalfIn = 3;
constexpr int kSeenOften = 4;                         // sightings of something small
constexpr float kKnown = 0.6f, kKnownPerson = 0.45f;  // certainty of the kind
constexpr float kKnownTruck = 0.95f;                  // what a bus is taken for that is not as wide as it is
constexpr float kLargest = 0.35f;                     // of the picture's height: what is larger is seen without
constexpr float kLargestDoubtful = 0.65f;  // but not as wide as it is: the network takes a whole picture for a square
constexpr Duration kLookAgain = std::chrono::milliseconds(390);
constexpr Duration kForgotten = std::chrono::seconds(5);
constexpr float kLeastSquare = 72;   // pixels of the working size
constexpr int kLeastSquareSide = 8;  // of a square, in pixels of the frame
constexpr float kLeastScoreClosely = 0.4f;

Box square_around(const Box& box, const Image& picture) {
  const float side = std::min(static_cast<float>(std::min(picture.width, picture.height)),
                              std::max({kLeastSquare, 3 * box.w, 2 * box.h}));
  return {std::clamp(box.center().x - side / 2, 0.f, picture.width - side),
          std::clamp(box.center().y - side / 2, 0.f, picture.height - side), side, side};
}

}  // namespace

int CloseLooks::at(int track) const {
  const auto looks = tracks_.find(track);
  return looks == tracks_.end() ? 0 : looks->second.whole + looks->second.half_in;
}

std::optional<Box> CloseLooks::next(const Motion& motion, const std::vector<Member>& members, TimePoint now) {
  const Image& picture = motion.picture();
  std::erase_if(members_, [&](const auto& look) { return now - look.second > kForgotten; });
  std::erase_if(tracks_,
                [&](const auto& looks) { return !std::ranges::contains(motion.tracks(), looks.first, &Track::id); });
  if (const Member* member = next_member(members, static_cast<float>(picture.height), now)) {
    const Box square = square_around(member->box, picture);
    for (const Member& m : members) {
      if (square.contains(m.box.center().x, m.box.center().y)) members_[m.id] = now;
    }
    return square;
  }
  if (const Track* track = next_track(motion, members)) {
    Looks& looks = tracks_[track->id];
    ++(track->inside ? looks.whole : looks.half_in);
    return square_around(track->box, picture);
  }
  return std::nullopt;
}

// It has been recognised, but now as this and now as that, or hardly.
bool CloseLooks::doubtful(const Member& m) {
  return m.certainty_by_now() < (m.kind() == Kind::kPerson             ? kKnownPerson
                                 : m.kind() == Kind::kTruck && m.moved ? kKnownTruck
                                                                       : kKnown);
}

const Member* CloseLooks::next_member(const std::vector<Member>& members, float picture_height, TimePoint now) {
  const Member* longest = nullptr;
  for (const Member& m : members) {
    const bool newcomer = m.seen_closely && m.sightings < kSeenOften;
    const float largest = family(m.kind()) != Family::kPerson && m.moved && doubtful(m) ? kLargestDoubtful : kLargest;
    if ((!m.real() && !newcomer) || m.box.h > largest * picture_height || m.misses > 4) continue;
    const bool in_company = std::ranges::any_of(members, [&](const Member& o) {
      return o.id != m.id && overlap(o.box.grown(2, 2), m.box) > 0.1f * m.box.area();
    });
    const bool moves = m.stirred || m.speed() > 0.15;
    const bool worth_it = in_company || m.box.h < kTiny * picture_height || doubtful(m);
    if (!newcomer && !(m.misses > 0 && m.stirred) && !(moves && worth_it)) continue;
    const TimePoint before = members_[m.id];
    if (now - before < (m.misses > 0 || newcomer ? kBetweenLooks : kLookAgain)) continue;
    if (!longest || before < members_[longest->id]) longest = &m;
  }
  return longest;
}

const Track* CloseLooks::next_track(const Motion& motion, const std::vector<Member>& members) {
  const Track* least = nullptr;
  for (const Track& t : motion.tracks()) {
    if (t.misses > 0 || t.hits < 2 || std::max(t.box.w, t.box.h) > kLargest * motion.picture().height) continue;
    const bool known = std::ranges::any_of(
        members, [&](const Member& m) { return m.misses == 0 && overlap(m.box, t.box) > 0.3f * t.box.area(); });
    const auto looks = tracks_.find(t.id);
    const bool enough = looks != tracks_.end() &&
                        (t.inside ? looks->second.whole >= kMostOfTrack : looks->second.half_in >= kMostHalfIn);
    if (!known && !enough && (!least || at(t.id) < at(least->id))) least = &t;
  }
  return least;
}

bool look_closely(const Detector& detector, const VideoFrame& frame, float scale, const Box& square,
                  std::vector<Detection>& found) {
  const int x0 = static_cast<int>(square.x / scale), y0 = static_cast<int>(square.y / scale);
  const int side = static_cast<int>(square.w / scale);
  const int w = std::min(side, frame.width - x0), h = std::min(side, frame.height - y0);
  if (w < kLeastSquareSide || h < kLeastSquareSide) return false;
  Image part = make_image(w, h, 3);
  for (int row = 0; row < h; ++row) {
    const std::uint8_t* from = &frame.rgb[(static_cast<std::size_t>(y0 + row) * frame.width + x0) * 3];
    std::copy_n(from, static_cast<std::size_t>(w) * 3, part.at(0, row));
  }
  const auto close = detector.look(part, kLeastScoreClosely);
  if (!close) return false;
  std::erase_if(found, [&](const Detection& d) { return seen_whole_in(square, d.box); });
  for (Detection d : *close) {
    // The whole picture shows better what the edge of the square cuts off.
    const bool cut = (d.box.x < 2 && x0 > 0) || (d.box.y < 2 && y0 > 0) ||
                     (d.box.right() > w - 2 && x0 + w < frame.width) ||
                     (d.box.bottom() > h - 2 && y0 + h < frame.height);
    if (cut) continue;
    d.box = {(d.box.x + static_cast<float>(x0)) * scale, (d.box.y + static_cast<float>(y0)) * scale, d.box.w * scale,
             d.box.h * scale};
    found.push_back(d);
  }
  return true;
}

}  // namespace np::perception
