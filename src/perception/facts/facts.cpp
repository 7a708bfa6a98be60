#include "perception/facts/facts.hpp"

namespace np {

const char* to_string(Side side) {
  switch (side) {
    case Side::kLeft: return "left";
    case Side::kRight: return "right";
    case Side::kTop: return "top";
    case Side::kBottom: return "bottom";
    case Side::kNone: break;
  }
  return "";
}

const char* to_string(Colour colour) {
  switch (colour) {
    case Colour::kRed: return "red";
    case Colour::kOrange: return "orange";
    case Colour::kYellow: return "yellow";
    case Colour::kGreen: return "green";
    case Colour::kBlue: return "blue";
    case Colour::kPurple: return "purple";
    case Colour::kPink: return "pink";
    case Colour::kBrown: return "brown";
    case Colour::kBlack: return "black";
    case Colour::kGrey: return "grey";
    case Colour::kWhite: return "white";
    case Colour::kDarkRed: return "dark red";
    case Colour::kDarkGreen: return "dark green";
    case Colour::kDarkBlue: return "dark blue";
    case Colour::kDarkGrey: return "dark grey";
    case Colour::kLightBlue: return "light blue";
    case Colour::kNone: break;
  }
  return "";
}

Colour tinge(Colour colour) {
  switch (colour) {
    case Colour::kDarkRed: return Colour::kRed;
    case Colour::kDarkGreen: return Colour::kGreen;
    case Colour::kDarkBlue:
    case Colour::kLightBlue: return Colour::kBlue;
    case Colour::kDarkGrey: return Colour::kBlack;
    default: return colour;
  }
}

const char* to_string(Gait gait) {
  switch (gait) {
    case Gait::kStill: return "still";
    case Gait::kWalks: return "walks";
    case Gait::kRuns: return "runs";
    case Gait::kUnknown: break;
  }
  return "";
}

const char* to_string(Distance distance) {
  switch (distance) {
    case Distance::kFar: return "far";
    case Distance::kMiddle: return "middle";
    case Distance::kNear: break;
  }
  return "near";
}

const char* to_string(Occurrence::What what) {
  using What = Occurrence::What;
  switch (what) {
    case What::kEnters: return "enters";
    case What::kLeaves: return "leaves";
    case What::kAppears: return "appears";
    case What::kVanishes: return "vanishes";
    case What::kStops: return "stops";
    case What::kSetsOff: return "sets_off";
    case What::kRuns: return "runs";
    case What::kTurnsRound: return "turns_round";
    case What::kSitsDown: return "sits_down";
    case What::kGetsUp: return "gets_up";
    case What::kDrops: return "drops";
    case What::kMeets: return "meets";
    case What::kParts: return "parts";
    case What::kPasses: return "passes";
    case What::kStirs: return "stirs";
    case What::kCut: return "cut";
    case What::kDark: return "dark";
    case What::kDimmer: return "dimmer";
    case What::kBrighter: return "brighter";
    case What::kLightBack: return "light_back";
    case What::kFlickers: return "flickers";
    case What::kCameraMoves: return "camera_moves";
    case What::kCameraRests: break;
  }
  return "camera_rests";
}

const char* to_string(PictureState state) {
  switch (state) {
    case PictureState::kNormal: return "normal";
    case PictureState::kBlack: return "black";
    case PictureState::kFrozen: return "frozen";
    case PictureState::kTestCard: break;
  }
  return "test_card";
}

}  // namespace np
