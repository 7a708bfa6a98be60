// The kinds of things in a picture: the 80 kinds of COCO, or a thing without a name. Pure values.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace np {

// In the order of COCO's 80 classes; kThing comes after them: seen to move, but not recognised.
enum class Kind : std::uint8_t {
  kPerson,
  kBicycle,
  kCar,
  kMotorcycle,
  kAirplane,
  kBus,
  kTrain,
  kTruck,
  kBoat,
  kTrafficLight,
  kFireHydrant,
  kStopSign,
  kParkingMeter,
  kBench,
  kBird,
  kCat,
  kDog,
  kHorse,
  kSheep,
  kCow,
  kElephant,
  kBear,
  kZebra,
  kGiraffe,
  kBackpack,
  kUmbrella,
  kHandbag,
  kTie,
  kSuitcase,
  kFrisbee,
  kSkis,
  kSnowboard,
  kBall,
  kKite,
  kBaseballBat,
  kBaseballGlove,
  kSkateboard,
  kSurfboard,
  kTennisRacket,
  kBottle,
  kWineGlass,
  kCup,
  kFork,
  kKnife,
  kSpoon,
  kBowl,
  kBanana,
  kApple,
  kSandwich,
  kOrange,
  kBroccoli,
  kCarrot,
  kHotDog,
  kPizza,
  kDonut,
  kCake,
  kChair,
  kCouch,
  kPottedPlant,
  kBed,
  kTable,
  kToilet,
  kTelevision,
  kLaptop,
  kMouse,
  kRemote,
  kKeyboard,
  kPhone,
  kMicrowave,
  kOven,
  kToaster,
  kSink,
  kRefrigerator,
  kBook,
  kClock,
  kVase,
  kScissors,
  kTeddyBear,
  kHairDryer,
  kToothbrush,
  kThing,
};

inline constexpr std::size_t kKinds = static_cast<std::size_t>(Kind::kThing);  // those that have a name

// The broader word, for what is not sure enough for the narrow one.
enum class Family : std::uint8_t { kPerson, kAnimal, kVehicle, kObject, kThing };

struct KindName {
  std::string_view one;   // "dog"
  std::string_view many;  // "dogs"
};

KindName name(Kind kind);      // plain English, "something" for kThing
KindName name(Family family);  // "person", "animal", "vehicle", "object", "something"
Family family(Kind kind);
// Moves by itself: who and what a story can be about. Furniture, fruit and signs are the scene.
bool animate(Kind kind);

}  // namespace np
