#include "engine/watcher/wish/wish.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "engine/watcher/wish/vocabulary.hpp"
#include "engine/watcher/words/english.hpp"

namespace np::watcher {
namespace {

struct DeedWords {
  Topic topic;
  std::initializer_list<Deed> deeds;
  std::string_view called;
};
constexpr DeedWords kDeedWords[] = {
    {Topic::kComingsAndGoings, {Deed::kComing, Deed::kGoing}, "coming and going"},
    {Topic::kComing, {Deed::kComing}, "coming"},
    {Topic::kGoing, {Deed::kGoing}, "going"},
    {Topic::kStopping, {Deed::kStopping}, "stopping"},
    {Topic::kRunning, {Deed::kRunning}, "running"},
    {Topic::kTurning, {Deed::kTurning}, "turning round"},
    {Topic::kSitting, {Deed::kSitting, Deed::kGettingUp}, "sitting down"},
    {Topic::kGettingUp, {Deed::kGettingUp}, "getting up"},
    {Topic::kMeeting, {Deed::kMeeting}, "meeting"},
    {Topic::kParting, {Deed::kParting}, "parting"},
};

// What was read of an instruction so far.
struct Reading {
  std::bitset<kKinds> asked, refused;
  std::bitset<kDeeds> deeds, refused_deeds;
  bool movement = false, light = false, cuts = false, counts = false, everything = false;
  bool no_movement = false, no_light = false, no_cuts = false;
  Side side = Side::kNone;
  std::vector<std::string> wanted, unwanted, absent;
  std::string unlike, unlike_nearest;
  bool understood = false;
  int unknown = 0;

  void add(std::vector<std::string>& words, std::string_view word) {
    if (!std::ranges::contains(words, word)) words.emplace_back(word);
  }
  void read(const Meaning& meaning, bool negated);
  void read_topic(Topic topic, bool negated);
  bool asks() const { return asked.any() || deeds.any() || movement || light || cuts || counts; }
};

void Reading::read(const Meaning& meaning, bool negated) {
  understood |= meaning.topic != Topic::kNot && meaning.topic != Topic::kTurn;
  if (meaning.topic != Topic::kNone) return read_topic(meaning.topic, negated);
  for (const Kind kind : meaning.kinds) (negated ? refused : asked).set(static_cast<std::size_t>(kind));
  add(negated ? unwanted : wanted, meaning.called);
  if (meaning.also_called != "") add(negated ? unwanted : wanted, meaning.also_called);
  if (negated) return;
  if (meaning.called != "people") add(absent, meaning.one);
  if (!meaning.unlike.empty() && unlike.empty()) {
    unlike = meaning.unlike;
    unlike_nearest = meaning.called;
  }
}

void Reading::read_topic(Topic topic, bool negated) {
  for (const DeedWords& entry : kDeedWords) {
    if (entry.topic != topic) continue;
    for (const Deed deed : entry.deeds) (negated ? refused_deeds : deeds).set(static_cast<std::size_t>(deed));
    add(negated ? unwanted : wanted, entry.called);
  }
  const auto take = [&](bool& yes, bool& no, std::string_view called) {
    (negated ? no : yes) = true;
    add(negated ? unwanted : wanted, called);
  };
  switch (topic) {
    case Topic::kMovement: return take(movement, no_movement, "movement");
    case Topic::kLight: return take(light, no_light, "light");
    case Topic::kCuts: return take(cuts, no_cuts, "cuts");
    case Topic::kCounts:
      if (negated) return;
      counts = true;
      return add(wanted, "counts");
    case Topic::kLeft:
    case Topic::kRight: {
      const bool left = (topic == Topic::kLeft) != negated;
      side = left ? Side::kLeft : Side::kRight;
      return add(wanted, left ? "the left" : "the right");
    }
    case Topic::kEverything: everything |= !negated; return;
    default: return;
  }
}

// "except" in "ignore everything except the dog".
bool is_exception(std::string_view word) {
  static constexpr std::array<std::string_view, 4> kWords{"but", "except", "from", "than"};
  return std::ranges::contains(kWords, word);
}

Reading read_all(std::span<const std::string> words) {
  Reading reading;
  bool negated = false, said_not = false;
  for (std::size_t i = 0; i < words.size();) {
    const auto meaning = meaning_of(words.subspan(i));
    if (!meaning) {
      if (words[i] == ".") negated = false;
      if (!is_small_talk(words[i])) ++reading.unknown;
      ++i;
      continue;
    }
    if (meaning->topic == Topic::kNot && negated && reading.unwanted.empty() &&
        is_exception(words[i + meaning->words - 1])) {
      negated = said_not = false;
      i += meaning->words;
      continue;
    }
    // "Don't tell me about cars" refuses them; "no cars, tell me about people" does not go on refusing.
    if (meaning->topic == Topic::kTurn && !said_not) negated = false;
    said_not = meaning->topic == Topic::kNot;
    negated |= said_not;
    reading.read(*meaning, negated);
    i += meaning->words;
  }
  return reading;
}

std::string inability(const Reading& reading, std::span<const std::string> words) {
  if (!reading.unlike.empty()) {
    static constexpr std::array<std::string_view, 4> kAlsoMany{"geese", "deer", "fish", "cattle"};
    const bool many = reading.unlike.ends_with('s') || std::ranges::contains(kAlsoMany, reading.unlike);
    return "tell " + (many ? reading.unlike : with_article(reading.unlike)) + " from other " + reading.unlike_nearest;
  }
  if (std::string text = beyond_reach(words); !text.empty()) return text;
  return !reading.understood && reading.unknown > 0 ? "follow that instruction" : "";
}

}  // namespace

bool Wish::wants(Occurrence::What what) const {
  using What = Occurrence::What;
  switch (what) {
    case What::kEnters:
    case What::kAppears: return wants(Deed::kComing);
    case What::kLeaves:
    case What::kVanishes: return wants(Deed::kGoing);
    case What::kStops: return wants(Deed::kStopping);
    case What::kSetsOff: return wants(Deed::kMoving);
    case What::kRuns: return wants(Deed::kRunning);
    case What::kDrops: return wants(Deed::kRunning) || wants(Deed::kMoving);
    case What::kTurnsRound: return wants(Deed::kTurning);
    case What::kSitsDown: return wants(Deed::kSitting);
    case What::kGetsUp: return wants(Deed::kGettingUp);
    case What::kMeets: return wants(Deed::kMeeting);
    case What::kParts: return wants(Deed::kParting);
    case What::kPasses: return wants(Deed::kPassing);
    case What::kStirs: return movement;
    case What::kCut:
    case What::kCameraMoves:
    case What::kCameraRests: return cuts;
    case What::kDark:
    case What::kDimmer:
    case What::kBrighter:
    case What::kLightBack:
    case What::kFlickers: return light;
  }
  return true;
}

std::vector<std::string> wish_words() {
  return {"people", "animals",          "vehicles", "the ball", "movement", "light",
          "cuts",   "coming and going", "counts",   "the left", "the right"};
}

Wish parse_wish(std::string_view instruction) {
  const std::vector<std::string> words = words_of(instruction);
  const Reading reading = read_all(words);
  Wish wish;
  wish.unable = inability(reading, words);
  wish.side = reading.side;
  const bool whole = reading.light || reading.cuts;
  wish.counts = reading.counts && !(whole && reading.asked.none());
  // Who asks for the left alone asks for everybody there; "what happens, and how many there are" leaves nothing out.
  const bool only = reading.asks() && !(reading.everything && reading.counts);
  if (only && (reading.asked.any() || (whole && !reading.movement && reading.deeds.none()))) wish.kinds = reading.asked;
  if (wish.counts && only && reading.asked.none())
    wish.kinds = std::bitset<kKinds>().set(static_cast<std::size_t>(Kind::kPerson));
  const auto people = std::bitset<kKinds>().set(static_cast<std::size_t>(Kind::kPerson));
  wish.counted = (reading.asked.any() ? reading.asked : people) & ~reading.refused;
  wish.kinds &= ~reading.refused;
  if (only && reading.deeds.any()) wish.deeds = reading.deeds;
  wish.deeds &= ~reading.refused_deeds;
  wish.movement = (!only || reading.movement) && !reading.no_movement;
  wish.light = (!only || reading.light) && !reading.no_light;
  wish.cuts = (!only || reading.cuts) && !reading.no_cuts;
  wish.only_counts = only && wish.counts && reading.deeds.none();
  wish.absent = reading.absent;
  wish.heeds = reading.wanted;
  if (wish.heeds.empty() && !reading.unwanted.empty()) {
    std::string but = "everything but ";
    for (std::size_t i = 0; i < reading.unwanted.size(); ++i) but += (i ? ", " : "") + reading.unwanted[i];
    wish.heeds = {but};
  }
  if (wish.kinds.none() && !wish.movement && !wish.light && !wish.cuts) wish = Wish{.unable = wish.unable};
  return wish;
}

}  // namespace np::watcher
