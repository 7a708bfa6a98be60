// An instruction's meaning to the watcher. It understands words, not meaning: kinds by their names and synonyms, their
// deeds, the sides of the picture, how many, and exclusions. Plain value.
#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <vector>

#include "engine/watcher/cast/character.hpp"
#include "perception/facts/facts.hpp"

namespace np::watcher {

// The deeds that an instruction can ask for.
enum class Deed {
  kComing,
  kGoing,
  kStopping,
  kMoving,
  kRunning,
  kTurning,
  kSitting,
  kGettingUp,
  kMeeting,
  kParting,
  kPassing
};
inline constexpr std::size_t kDeeds = 11;

struct Wish {
  std::bitset<kKinds> kinds = std::bitset<kKinds>().set();
  bool movement = true;  // of what is not recognised
  bool light = true;
  bool cuts = true;  // and the camera
  std::bitset<kDeeds> deeds = std::bitset<kDeeds>().set();
  Side side = Side::kNone;  // only what happens there
  bool counts = false;      // says how many there are when that changes
  bool only_counts = false;
  std::bitset<kKinds> counted;      // where `counts`
  std::vector<std::string> heeds;   // in plain words; empty: everything
  std::vector<std::string> absent;  // kinds that were asked for by name: "dog"; one that is not in view is told
  std::string unable;               // what it cannot do, after "I can't "; empty: nothing

  bool everything() const { return heeds.empty(); }
  bool all_kinds() const { return kinds.all(); }
  bool all_deeds() const { return deeds.all(); }
  bool wants(Kind kind) const { return kind == Kind::kThing ? movement : kinds[static_cast<std::size_t>(kind)]; }
  bool wants(Deed deed) const { return deeds[static_cast<std::size_t>(deed)]; }
  bool wants(Occurrence::What what) const;
  // By its kind or what it rides.
  bool wants(const Character& c) const { return wants(c.actor.kind) || (c.mount != Kind::kThing && wants(c.mount)); }
};

Wish parse_wish(std::string_view instruction);
// The words that a wish can be put in, as the page shows them.
std::vector<std::string> wish_words();

}  // namespace np::watcher
