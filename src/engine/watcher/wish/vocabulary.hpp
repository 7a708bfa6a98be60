// The words of instructions that the watcher knows, and what they mean. Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "perception/facts/kind.hpp"

namespace np::watcher {

enum class Topic {
  kNone,  // a kind or a family
  kMovement,
  kLight,
  kCuts,
  kCounts,
  kComingsAndGoings,
  kComing,
  kGoing,
  kStopping,
  kRunning,
  kTurning,
  kSitting,
  kGettingUp,
  kMeeting,
  kParting,
  kLeft,
  kRight,
  kEverything,  // "what happens"
  kNot,
  kTurn,  // "ignore"; "only", "but": ends what is not wanted
};

struct Meaning {
  Topic topic = Topic::kNone;
  std::vector<Kind> kinds;
  std::string_view called;       // how these kinds are called together: "dogs"
  std::string_view also_called;  // and the others of them: a match is people and the ball
  std::string_view one;          // "dog"
  std::string_view unlike;  // was asked for more narrowly than can be told: "squirrels"; these kinds are the nearest
  std::size_t words = 1;    // so many were read
};

// Lower-case words; "." stands for the end of a clause.
std::vector<std::string> words_of(std::string_view text);
// The meaning of the front of `words`; nullopt: an unknown word.
std::optional<Meaning> meaning_of(std::span<const std::string> words);
// Says nothing by itself, as "the" and "please".
bool is_small_talk(std::string_view word);
// A part of `words` that the built-in watcher cannot do: "tell who is winning"; empty: there is none.
std::string beyond_reach(std::span<const std::string> words);

}  // namespace np::watcher
