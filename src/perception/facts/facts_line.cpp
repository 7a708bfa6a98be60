#include "perception/facts/facts_line.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "base/format.hpp"

namespace np {
namespace {

constexpr float kSureOfKind = 0.5f;
constexpr std::size_t kMostGroups = 6;
constexpr std::size_t kMostDescribed = 3;  // of a group, one by one
constexpr std::size_t kMostNews = 4;
constexpr float kHeads = 0.25f;  // own heights a second: a direction

KindName word(const Actor& actor) {
  if (actor.kind == Kind::kThing || actor.certainty >= kSureOfKind) return name(actor.kind);
  return name(family(actor.kind));
}

std::string a(std::string_view noun) {
  if (noun == "something") return std::string(noun);
  return np::format("{} {}", std::string_view("aeiou").contains(noun.front()) ? "an" : "a", noun);
}

std::string_view where(const Actor& actor) {
  const float x = actor.box.center().x;
  return x < 1.f / 3 ? "on the left" : x > 2.f / 3 ? "on the right" : "in the middle";
}

std::string_view heading(const Actor& actor) {
  const Place v = actor.velocity;
  if (std::abs(v.x) < kHeads || std::abs(v.x) < std::abs(v.y)) return "";
  return v.x < 0 ? " left" : " right";
}

std::string doing(const Actor& actor) {
  const bool person = actor.kind == Kind::kPerson;
  if (actor.rides) return np::format("riding{}", heading(actor));
  switch (actor.gait) {
    case Gait::kStill: return person ? "standing" : "at rest";
    case Gait::kWalks: return np::format("{}{}", person ? "walking" : "moving", heading(actor));
    case Gait::kRuns: return np::format("{}{}", person ? "running" : "moving fast", heading(actor));
    case Gait::kUnknown: break;
  }
  return std::string(where(actor));
}

// "in red, walking left"
std::string details(const Actor& actor) {
  std::string text;
  if (actor.colour != Colour::kNone)
    text = np::format("{}{}, ", actor.kind == Kind::kPerson ? "in " : "", to_string(actor.colour));
  return text + doing(actor);
}

struct Group {
  KindName name;
  std::vector<const Actor*> all;
};

std::vector<Group> groups(const Facts& facts) {
  std::vector<Group> found;
  for (const Actor& actor : facts.actors) {
    if (actor.covered || actor.ridden_by) continue;
    const KindName its = word(actor);
    auto group = std::ranges::find_if(found, [&](const Group& g) { return g.name.one == its.one; });
    if (group == found.end()) group = found.insert(group, Group{its, {}});
    group->all.push_back(&actor);
  }
  std::ranges::stable_sort(found, std::ranges::greater(),
                           [](const Group& g) { return g.all.front()->kind == Kind::kPerson; });
  if (found.size() > kMostGroups) found.resize(kMostGroups);
  return found;
}

std::string told(const Group& group) {
  const Actor& first = *group.all.front();
  if (first.kind == Kind::kThing)
    return group.all.size() == 1 ? np::format("something that moves {}", where(first)) : "several things that move";
  if (group.all.size() == 1) {
    const std::string what = details(first);
    return what == where(first) ? np::format("{} {}", a(group.name.one), what)
                                : np::format("{} {} ({})", a(group.name.one), where(first), what);
  }
  std::string each;
  for (std::size_t i = 0; i < std::min(group.all.size(), kMostDescribed); ++i)
    each += np::format("{}one {}", i ? "; " : "", details(*group.all[i]));
  return np::format("{} {} ({})", group.all.size(), group.name.many, each);
}

std::string news(const Occurrence& o) {
  using What = Occurrence::What;
  const std::string who = a(word(o.who).one);
  const std::string side = to_string(o.side);
  const bool upright = o.side == Side::kTop || o.side == Side::kBottom;
  const auto from = [&] { return side.empty() ? "" : np::format(" {} the {}", upright ? "at" : "from", side); };
  const auto to = [&] { return side.empty() ? "" : np::format(" {} the {}", upright ? "at" : "on", side); };
  switch (o.what) {
    case What::kEnters: return who + " came in" + from();
    case What::kLeaves: return who + " left" + to();
    case What::kAppears: return who + " appeared " + std::string(where(o.who));
    case What::kVanishes: return who + " went out of sight " + std::string(where(o.who));
    case What::kStops: return who + " stopped";
    case What::kSetsOff: return who + " set off";
    case What::kRuns: return who + " began to run";
    case What::kTurnsRound: return who + " turned round";
    case What::kSitsDown: return who + " sat down";
    case What::kGetsUp: return who + " got up";
    case What::kDrops: return who + " jumped down";
    case What::kMeets: return who + " met another";
    case What::kParts: return who + " parted from another";
    case What::kCut: return "the scene changed";
    case What::kDark: return "it went dark";
    case What::kLightBack: return "the light came back";
    case What::kPasses:
    case What::kStirs:
    case What::kDimmer:
    case What::kBrighter:
    case What::kFlickers:
    case What::kCameraMoves:
    case What::kCameraRests: break;
  }
  return "";
}

}  // namespace

std::string facts_line(const Facts& facts, std::span<const Occurrence> since) {
  switch (facts.picture) {
    case PictureState::kBlack: return "The picture is black.";
    case PictureState::kFrozen: return "The picture stands still.";
    case PictureState::kTestCard: return "The picture is a test card.";
    case PictureState::kNormal: break;
  }
  std::string line;
  if (facts.crowd > 0) {
    line = np::format("about {} people", facts.crowd);
  } else {
    for (const Group& group : groups(facts)) line += (line.empty() ? "" : ", ") + told(group);
  }
  line = "In view: " + (line.empty() ? std::string("nobody and nothing that moves") : line) + '.';
  if (facts.camera_moves) line += " The camera moves.";

  std::vector<std::string> latest;
  for (const Occurrence& o : since)
    if (std::string what = news(o); !what.empty()) latest.push_back(std::move(what));
  if (latest.size() > kMostNews) latest.erase(latest.begin(), latest.end() - kMostNews);
  std::string just_now;
  for (const std::string& what : latest) just_now += (just_now.empty() ? " Just now: " : ", ") + what;
  return just_now.empty() ? line : line + just_now + '.';
}

}  // namespace np
