#include "engine/watcher/topics/leaning.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/watcher/words/english.hpp"

namespace np::watcher {
namespace {

// Seconds.
constexpr double kHeld = 0.7;
constexpr double kGetsToKnow = 2.5;
constexpr double kWorthTellingFor = 2;
constexpr double kSameLeanAgain = 25;
constexpr double kForgets = 5;  // the usual place of somebody who leans for long

constexpr int kKnownLooks = 8;
constexpr float kCloser = 1.2f;                        // times the usual size
constexpr float kAsideOf = 0.25f;                      // of their width
constexpr float kLeastAside = 0.06f, kSlides = 0.12f;  // of the picture, and that a second

float size_of(const Character& c) { return std::sqrt(std::max(0.f, c.actor.box.w * c.actor.box.h)); }

}  // namespace

Leaning::Lean Leaning::lean_of(const Character& c, const Posture& p) {
  if (size_of(c) > kCloser * p.size) return Lean::kClose;
  const float aside = c.actor.box.center().x - p.x;
  if (std::abs(aside) < std::max(kLeastAside, kAsideOf * c.actor.box.w)) return Lean::kUpright;
  return aside < 0 ? Lean::kLeft : Lean::kRight;
}

void Leaning::see(const Cast& cast) {
  now_ = cast.now();
  if (due_ && to_seconds(now_ - due_->since) > kWorthTellingFor) due_.reset();
  for (const Character* c : cast.story()) {
    if (c->close_up() && !c->actor.covered && c->actor.sightings >= kKnownLooks) watch(*c, postures_[c->actor.id]);
  }
  std::erase_if(postures_, [&](const auto& p) { return !cast.find(p.first); });
}

void Leaning::watch(const Character& c, Posture& p) {
  const double elapsed = p.looks == 0 ? 0 : to_seconds(now_ - p.seen_at);
  p.seen_at = now_;
  p.known_for += elapsed;
  ++p.looks;
  if (p.known_for < kGetsToKnow) {
    // One box alone tells little of how somebody usually sits.
    p.x += (c.actor.box.center().x - p.x) / static_cast<float>(p.looks);
    p.size += (size_of(c) - p.size) / static_cast<float>(p.looks);
    return;
  }
  // Whoever slides through the picture is on the way out, or not there yet.
  const bool slides = std::abs(c.actor.velocity.x) * c.actor.box.h > kSlides;
  const Lean likely = slides ? p.lean : lean_of(c, p);
  if (std::exchange(p.likely, likely) != likely) p.likely_since = now_;
  const double forgets = p.lean == Lean::kUpright ? kForgets : 4 * kForgets;
  const auto learned = static_cast<float>(1 - std::exp(-elapsed / forgets));
  if (p.likely == p.lean) {
    p.x += learned * (c.actor.box.center().x - p.x);
    p.size += learned * (size_of(c) - p.size);
  }
  if (p.likely == p.lean || to_seconds(now_ - p.likely_since) < kHeld) return;
  p.lean = p.likely;
  const bool back = p.lean == Lean::kUpright && p.close_was_told;
  if (p.lean == Lean::kUpright && !back) return;
  const auto told = p.told_at.find(p.lean);
  if (c.introduced && (told == p.told_at.end() || to_seconds(now_ - told->second) > kSameLeanAgain))
    due_ = {.who = c.actor.id, .lean = p.lean, .since = now_};
}

std::vector<std::string> Leaning::take(const Cast& cast, const Naming& naming, Turns& turns) {
  static constexpr std::array<std::string_view, 3> kClose{"{s} leans in", "{s} comes closer to the camera",
                                                          "{s} leans in close"};
  static constexpr std::array<std::string_view, 3> kBack{"{s} leans back again", "{s} moves back from the camera",
                                                         "and {s} leans back"};
  static constexpr std::array<std::string_view, 3> kAside{"{s} leans over {to}", "{s} leans {to}",
                                                          "{s} moves over {to} a little"};
  const Due due = *std::exchange(due_, std::nullopt);
  const Character* c = cast.find(due.who);
  if (!c || !c->in_view) return {};
  Posture& p = postures_[due.who];
  p.told_at[due.lean] = now_;
  p.close_was_told = due.lean == Lean::kClose;
  using Patterns = std::span<const std::string_view>;
  const Patterns patterns = due.lean == Lean::kClose     ? Patterns(kClose)
                            : due.lean == Lean::kUpright ? Patterns(kBack)
                                                         : Patterns(kAside);
  const Side side = due.lean == Lean::kLeft ? Side::kLeft : Side::kRight;
  const Slots slots{{"s", naming.again({c}).text}, {"to", to_side(side)}};
  std::vector<std::string> lines;
  for (const std::string_view pattern : turns.from("lean", patterns))
    lines.push_back(sentence(fill(pattern, false, slots)));
  return lines;
}

}  // namespace np::watcher
