#include "perception/facts/handheld.hpp"

namespace np {

bool handheld(Kind kind) {
  switch (kind) {
    case Kind::kBottle:
    case Kind::kWineGlass:
    case Kind::kCup:
    case Kind::kFork:
    case Kind::kKnife:
    case Kind::kSpoon:
    case Kind::kBowl:
    case Kind::kBanana:
    case Kind::kApple:
    case Kind::kSandwich:
    case Kind::kOrange:
    case Kind::kCarrot:
    case Kind::kHotDog:
    case Kind::kPizza:
    case Kind::kDonut:
    case Kind::kCake:
    case Kind::kRemote:
    case Kind::kPhone:
    case Kind::kBook:
    case Kind::kScissors:
    case Kind::kTeddyBear:
    case Kind::kToothbrush:
    case Kind::kUmbrella:
    case Kind::kHandbag:
    case Kind::kBackpack:
    case Kind::kTennisRacket: return true;
    default: return false;
  }
}

}  // namespace np
