#include "engine/watcher/topics/whole_view.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace np::watcher {
namespace {

using What = Occurrence::What;
using Patterns = std::span<const std::string_view>;

constexpr double kFastCuts = 10;  // seconds in which the third cut is one too many
constexpr double kCameraAgain = 30;
constexpr double kSameLightAgain = 20;
constexpr double kSwingWorthAnEnd = 4;
constexpr double kNewLight = 3;  // after a cut: of another scene, not another light
constexpr double kDueFor = 3;
constexpr double kFrozenFor = 3;  // before it is said: a short hold is none

bool concerns_light(What w) {
  return w == What::kDark || w == What::kDimmer || w == What::kBrighter || w == What::kLightBack ||
         w == What::kFlickers;
}

Patterns patterns_of(What what) {
  static constexpr std::array<std::string_view, 4> kCut{"The picture cuts to another scene.",
                                                        "Cut: this is another scene.", "The scene changes.",
                                                        "And now another scene."};
  static constexpr std::array<std::string_view, 3> kDark{"It goes dark.", "All of a sudden it is dark.",
                                                         "The light is out."};
  static constexpr std::array<std::string_view, 3> kDimmer{"It gets darker.", "The light fades.",
                                                           "The light is going."};
  static constexpr std::array<std::string_view, 3> kBrighter{"It gets brighter.", "The light grows stronger.",
                                                             "More light now."};
  static constexpr std::array<std::string_view, 3> kBack{"The light is back.", "It is bright again.",
                                                         "And it is light again."};
  static constexpr std::array<std::string_view, 3> kFlickers{"The light flickers.", "The light goes on and off.",
                                                             "There is a flicker in the light."};
  static constexpr std::array<std::string_view, 3> kMoves{"The camera is moving.", "The view shifts: the camera moves.",
                                                          "The camera swings round."};
  static constexpr std::array<std::string_view, 3> kRests{"The camera is still again.", "The view has come to rest.",
                                                          "The camera holds still now."};
  switch (what) {
    case What::kDark: return kDark;
    case What::kDimmer: return kDimmer;
    case What::kBrighter: return kBrighter;
    case What::kLightBack: return kBack;
    case What::kFlickers: return kFlickers;
    case What::kCameraMoves: return kMoves;
    case What::kCameraRests: return kRests;
    default: return kCut;
  }
}

Patterns patterns_of(PictureState state) {
  static constexpr std::array<std::string_view, 2> kBlack{"The picture is black.", "The picture has gone black."};
  static constexpr std::array<std::string_view, 2> kFrozen{"The picture stands still: it is frozen.",
                                                           "The picture is frozen."};
  static constexpr std::array<std::string_view, 2> kCard{"There is only a test card.",
                                                         "A test card is on; nothing else."};
  static constexpr std::array<std::string_view, 2> kBack{"The picture is back.", "There is a picture again."};
  switch (state) {
    case PictureState::kBlack: return kBlack;
    case PictureState::kFrozen: return kFrozen;
    case PictureState::kTestCard: return kCard;
    case PictureState::kNormal: break;
  }
  return kBack;
}

}  // namespace

bool WholeView::cuts_fast() const {
  return std::ranges::count_if(cuts_, [&](TimePoint t) { return to_seconds(now_ - t) < kFastCuts; }) > 2;
}

void WholeView::see(const Facts& facts, const Wish& wish) {
  now_ = facts.at;
  PictureState state = facts.picture;
  if (state == PictureState::kFrozen && facts.picture_for < kFrozenFor && state_ != PictureState::kFrozen)
    state = PictureState::kNormal;
  if (state != state_) {
    // Back to normal is told only to those who heard that it was not.
    state_due_ = state != PictureState::kNormal || (told_state_ && !state_due_);
    told_state_ = state;
    state_ = state;
  }
  for (const Occurrence& e : facts.events) {
    if (e.actor == 0) see_event(e, wish);
  }
  camera_moves_ = facts.camera_moves;
  if (due_ && to_seconds(now_ - due_since_) > kDueFor) due_.reset();
  if (nothing_to_see()) due_.reset();
}

void WholeView::see_event(const Occurrence& event, const Wish& wish) {
  const What what = event.what;
  const auto since = [&](const std::optional<TimePoint>& t) { return t ? to_seconds(now_ - *t) : 1e9; };
  if (what == What::kCut) {
    cuts_.push_back(now_);
    if (cuts_.size() > 4) cuts_.pop_front();
    if (cuts_fast()) {
      if (due_ == What::kCut) due_.reset();
      return;
    }
  }
  if (!wish.wants(what)) return;
  if (what == What::kCameraMoves && since(camera_told_) < kCameraAgain) return;
  if (what == What::kCameraRests && (!camera_was_told_ || since(camera_told_) < kSwingWorthAnEnd)) return;
  if (concerns_light(what) && !cuts_.empty() && to_seconds(now_ - cuts_.back()) < kNewLight) return;
  if (concerns_light(what)) {
    if (last_light_ == what && since(light_told_) < kSameLightAgain) return;
    if (what == What::kLightBack && due_ == What::kDark) return due_.reset();
  } else if (what != What::kCut && what != What::kCameraMoves && what != What::kCameraRests) {
    return;
  }
  if (due_ == What::kCut && !concerns_light(what)) return;
  due_ = what;
  due_since_ = now_;
}

std::vector<std::string> WholeView::take(Turns& turns) {
  std::vector<std::string> lines;
  const auto give = [&](std::string_view topic, Patterns patterns) {
    for (const std::string_view text : turns.from(topic, patterns)) lines.emplace_back(text);
  };
  if (state_due_) {
    state_due_ = false;
    give(to_string(state_), patterns_of(state_));
    if (state_ == PictureState::kNormal) told_state_.reset();
  } else if (due_) {
    const What what = *std::exchange(due_, std::nullopt);
    give(to_string(what), patterns_of(what));
    if (concerns_light(what)) {
      light_told_ = now_;
      last_light_ = what;
    }
    if (what == What::kCameraMoves) camera_told_ = now_;
    camera_was_told_ = what == What::kCameraMoves;
  }
  return lines;
}

}  // namespace np::watcher
