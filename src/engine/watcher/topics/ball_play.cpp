#include "engine/watcher/topics/ball_play.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/watcher/words/english.hpp"

namespace np::watcher {
namespace {

// Seconds.
constexpr double kHasIt = 0.35;  // at somebody's feet, before it is theirs
constexpr double kBallNewsFor = 1.5;
constexpr double kLooseAgain = 6;
constexpr float kFast = 4;  // of its own heights a second

bool at_feet_of(const Character& c, const Character& ball) {
  const PictureBox& body = c.actor.box;
  const Place middle = ball.actor.box.center();
  const float reach = 0.3f * body.h;
  return middle.x > body.x - reach && middle.x < body.x + body.w + reach && middle.y > body.y + 0.3f * body.h &&
         middle.y < body.y + 1.15f * body.h;
}

}  // namespace

void BallPlay::see(const Cast& cast) {
  const TimePoint now = cast.now();
  if (due_ != Due::kNothing && to_seconds(now - due_since_) > kBallNewsFor) due_ = Due::kNothing;
  const Character* ball = nullptr;
  for (const auto* group : {&cast.story(), &cast.scenery()}) {
    for (const Character* c : *group) {
      if (c->actor.kind == Kind::kBall && !c->actor.covered) ball = c;
    }
  }
  if (!ball) return;
  const Character* nearest = nullptr;
  float least = 1e9f;
  for (const Character* c : cast.story()) {
    if (!c->person() || !at_feet_of(*c, *ball)) continue;
    const float apart = std::abs(c->actor.box.center().x - ball->actor.box.center().x);
    if (apart < least) nearest = c;
    least = std::min(least, apart);
  }
  const int id = nearest ? nearest->actor.id : 0;
  if (id != nearest_) {
    nearest_ = id;
    nearest_since_ = now;
  }
  if (id != 0 && id != holder_ && to_seconds(now - nearest_since_) >= kHasIt) {
    before_ = holder_;
    holder_ = id;
    due_ = Due::kTaken;
    due_since_ = now;
  }
  const float speed = std::abs(ball->actor.velocity.x);
  if (id == 0 && speed > kFast && ball->actor.gait == Gait::kRuns && due_ == Due::kNothing &&
      to_seconds(now - loose_told_) > kLooseAgain) {
    due_ = Due::kLoose;
    flies_to_ = ball->actor.velocity.x < 0 ? Side::kLeft : Side::kRight;
    due_since_ = now;
  }
}

std::vector<std::string> BallPlay::take(const Cast& cast, const Naming& naming, Turns& turns, bool quick) {
  static constexpr std::array<std::string_view, 6> kTaken{"{s} has the ball",         "the ball goes to {s}",
                                                          "now {s} is on the ball",   "{s} gets the ball",
                                                          "the ball is with {s} now", "{s} takes it"};
  static constexpr std::array<std::string_view, 4> kFrom{"{a} to {s}", "from {a} to {s}", "{s} gets it from {a}",
                                                         "the ball goes from {a} to {s}"};
  static constexpr std::array<std::string_view, 4> kLoose{"the ball goes off {to}", "a fast ball {to}",
                                                          "the ball flies {to}", "off goes the ball, {to}"};
  using Patterns = std::span<const std::string_view>;
  const Due due = std::exchange(due_, Due::kNothing);
  const auto said = [&](std::string_view topic, Patterns patterns, const Slots& slots) {
    std::vector<std::string> lines;
    for (const std::string_view pattern : turns.from(topic, patterns))
      lines.push_back(sentence(fill(pattern, false, slots)));
    return lines;
  };
  if (due == Due::kLoose) {
    loose_told_ = cast.now();
    return said("ball loose", kLoose, {{"to", to_side(flies_to_)}});
  }
  const Character* holder = cast.find(holder_);
  if (due != Due::kTaken || !holder) return {};
  const std::string name = naming.loosely(*holder);
  const Character* before = before_ != 0 ? cast.find(before_) : nullptr;
  const std::string from = before && before->in_view ? naming.loosely(*before) : "";
  if (!from.empty() && from != name) {
    // "Red to blue" is how a match is called, and nothing else.
    std::vector<std::string> lines =
        said("ball from", quick ? Patterns(kFrom) : Patterns(kFrom).subspan(2), {{"s", name}, {"a", from}});
    const auto more = said("ball", kTaken, {{"s", name}});
    lines.insert(lines.end(), more.begin(), more.end());
    return lines;
  }
  return said("ball", kTaken, {{"s", name}});
}

}  // namespace np::watcher
