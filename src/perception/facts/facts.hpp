// The perception's knowledge of a show: typed facts, for the narrator, for models, for the page and for scripts. Each
// perceived picture gives one Facts; immutable and shared once made.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "perception/facts/kind.hpp"

namespace np {

// 0 to 1 of the picture, from the upper left. A box may reach over the border where a body is half out of the picture.
struct Place {
  float x = 0;
  float y = 0;
};

struct PictureBox {
  float x = 0;
  float y = 0;
  float w = 0;
  float h = 0;
  Place center() const { return {x + w / 2, y + h / 2}; }
  Place foot() const { return {x + w / 2, y + h}; }
};

enum class Side : std::uint8_t { kNone, kLeft, kRight, kTop, kBottom };

// As a person would call it; kNone where none prevails or it cannot be told.
enum class Colour : std::uint8_t {
  kNone,
  kRed,
  kOrange,
  kYellow,
  kGreen,
  kBlue,
  kPurple,
  kPink,
  kBrown,
  kBlack,
  kGrey,
  kWhite,
  kDarkRed,
  kDarkGreen,
  kDarkBlue,
  kDarkGrey,
  kLightBlue,
};
inline constexpr std::size_t kColours = static_cast<std::size_t>(Colour::kLightBlue) + 1;

// Of what it is a shade: one garment has light and dark places.
Colour tinge(Colour colour);

enum class Gait : std::uint8_t {
  kUnknown,
  kStill,
  kWalks,
  kRuns
};  // for anything that is no person: rests, moves, is fast
enum class Distance : std::uint8_t { kFar, kMiddle, kNear };  // by its size in the picture

// Somebody or something in view, the same `id` as long as it is followed: behind a post, through others, over a lap.
struct Actor {
  int id = 0;  // never 0, never used again in this show
  Kind kind = Kind::kThing;
  float certainty = 0;  // of `kind`, 0 to 1, over all the pictures it was recognised in
  int sightings = 0;    // how many pictures it was recognised in; 0: only its movement is seen
  PictureBox box;
  bool covered = false;           // hidden for the moment, but not gone: the box is its expected place
  bool cut_off = false;           // a part of it is outside of the picture
  Colour colour = Colour::kNone;  // of a person's upper half, or of most of a vehicle or an animal
  Colour below = Colour::kNone;   // of a person's legs
  Place velocity;                 // its own heights a second; +x to the right, +y down
  Gait gait = Gait::kUnknown;
  Distance distance = Distance::kMiddle;
  bool at_start = false;         // was there when the scene began
  Side came_from = Side::kNone;  // kNone and not at_start: from inside the picture (a door, behind something)
  TimePoint since;               // known since
  double still_for = 0;          // seconds it has been in its place
  int rides = 0;                 // id of the bicycle, motorcycle, horse, skateboard it is on
  int ridden_by = 0;             // the other end of `rides`: told with the rider, not by itself
  int with = 0;  // id of the one it goes or stands with (a dog with its person), the larger or older; 0: nobody
};

// Something that has happened, told once.
struct Occurrence {
  enum class What : std::uint8_t {
    kEnters,  // over the border at `side`
    kLeaves,
    kAppears,   // came into view inside the picture, at `place`
    kVanishes,  // was lost inside the picture: behind something, through a door
    kStops,     // stands after having walked
    kSetsOff,   // moves after having stood
    kRuns,      // faster than it went so far
    kTurnsRound,
    kSitsDown,  // and kGetsUp: as far as the box tells
    kGetsUp,
    kDrops,   // jumps or falls by about its own height
    kMeets,   // has come together with `other`, and both stay
    kParts,   // from `other`
    kPasses,  // goes past `other`, close by
    kStirs,   // something unrecognised has begun to move, at `place`
    kCut,     // another scene; all actors before are gone
    kDark,
    kDimmer,
    kBrighter,
    kLightBack,
    kFlickers,
    kCameraMoves,  // the picture as a whole: what moves by itself can hardly be told
    kCameraRests,
  };
  What what{};
  TimePoint at;
  int actor = 0;  // 0: the picture as a whole
  int other = 0;
  Side side = Side::kNone;
  Place place;  // of the actor's middle
  Actor who;    // as it was then; it may have gone since. Meaningless where actor is 0.
};

// The state of the picture itself.
enum class PictureState : std::uint8_t { kNormal, kBlack, kFrozen, kTestCard };

struct Facts {
  std::uint64_t frame_id = 0;  // of the picture
  TimePoint at;                // when that was captured
  double watched_for = 0;      // seconds since the scene began: start, cut, another source
  PictureState picture = PictureState::kNormal;
  double picture_for = 0;   // seconds it has been so
  float aspect = 16.f / 9;  // width to height of the picture
  bool camera_moves = false;
  bool names_things = false;       // the detector is at work; false: only movement is seen, and every kind is kThing
  int looks = 0;                   // so often it has looked at the whole picture since the scene began
  int crowd = 0;                   // more than could be followed were recognised: about so many people; 0: no crowd
  std::vector<Actor> actors;       // those that are sure enough to be there, oldest first
  std::vector<Occurrence> events;  // since the Facts before, oldest first
};
using FactsPtr = std::shared_ptr<const Facts>;

const char* to_string(Side side);              // "left", ...; "" for kNone
const char* to_string(Colour colour);          // "red", ...; "" for kNone
const char* to_string(Gait gait);              // "still", "walks", "runs"; "" for kUnknown
const char* to_string(Distance distance);      // "far", "middle", "near"
const char* to_string(Occurrence::What what);  // "enters", "sits_down", "camera_moves", ...
const char* to_string(PictureState state);     // "normal", "black", "frozen", "test_card"

}  // namespace np
