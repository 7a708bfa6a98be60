#include "perception/facts/kind.hpp"

#include <array>

namespace np {
namespace {

struct Entry {
  KindName name;
  Family family;
  bool animate = false;
};

constexpr Family kPerson = Family::kPerson, kAnimal = Family::kAnimal, kVehicle = Family::kVehicle,
                 kObject = Family::kObject;

constexpr std::array<Entry, kKinds + 1> kEntries{{
    {{"person", "people"}, kPerson, true},
    {{"bicycle", "bicycles"}, kVehicle, true},
    {{"car", "cars"}, kVehicle, true},
    {{"motorcycle", "motorcycles"}, kVehicle, true},
    {{"aeroplane", "aeroplanes"}, kVehicle, true},
    {{"bus", "buses"}, kVehicle, true},
    {{"train", "trains"}, kVehicle, true},
    {{"truck", "trucks"}, kVehicle, true},
    {{"boat", "boats"}, kVehicle, true},
    {{"traffic light", "traffic lights"}, kObject},
    {{"fire hydrant", "fire hydrants"}, kObject},
    {{"stop sign", "stop signs"}, kObject},
    {{"parking meter", "parking meters"}, kObject},
    {{"bench", "benches"}, kObject},
    {{"bird", "birds"}, kAnimal, true},
    {{"cat", "cats"}, kAnimal, true},
    {{"dog", "dogs"}, kAnimal, true},
    {{"horse", "horses"}, kAnimal, true},
    {{"sheep", "sheep"}, kAnimal, true},
    {{"cow", "cows"}, kAnimal, true},
    {{"elephant", "elephants"}, kAnimal, true},
    {{"bear", "bears"}, kAnimal, true},
    {{"zebra", "zebras"}, kAnimal, true},
    {{"giraffe", "giraffes"}, kAnimal, true},
    {{"backpack", "backpacks"}, kObject},
    {{"umbrella", "umbrellas"}, kObject},
    {{"handbag", "handbags"}, kObject},
    {{"tie", "ties"}, kObject},
    {{"suitcase", "suitcases"}, kObject},
    {{"frisbee", "frisbees"}, kObject, true},
    {{"pair of skis", "pairs of skis"}, kObject},
    {{"snowboard", "snowboards"}, kObject},
    {{"ball", "balls"}, kObject, true},
    {{"kite", "kites"}, kObject, true},
    {{"baseball bat", "baseball bats"}, kObject},
    {{"baseball glove", "baseball gloves"}, kObject},
    {{"skateboard", "skateboards"}, kVehicle, true},
    {{"surfboard", "surfboards"}, kObject},
    {{"tennis racket", "tennis rackets"}, kObject},
    {{"bottle", "bottles"}, kObject},
    {{"wine glass", "wine glasses"}, kObject},
    {{"cup", "cups"}, kObject},
    {{"fork", "forks"}, kObject},
    {{"knife", "knives"}, kObject},
    {{"spoon", "spoons"}, kObject},
    {{"bowl", "bowls"}, kObject},
    {{"banana", "bananas"}, kObject},
    {{"apple", "apples"}, kObject},
    {{"sandwich", "sandwiches"}, kObject},
    {{"orange", "oranges"}, kObject},
    {{"head of broccoli", "heads of broccoli"}, kObject},
    {{"carrot", "carrots"}, kObject},
    {{"hot dog", "hot dogs"}, kObject},
    {{"pizza", "pizzas"}, kObject},
    {{"doughnut", "doughnuts"}, kObject},
    {{"cake", "cakes"}, kObject},
    {{"chair", "chairs"}, kObject},
    {{"couch", "couches"}, kObject},
    {{"potted plant", "potted plants"}, kObject},
    {{"bed", "beds"}, kObject},
    {{"table", "tables"}, kObject},
    {{"toilet", "toilets"}, kObject},
    {{"television", "televisions"}, kObject},
    {{"laptop", "laptops"}, kObject},
    {{"mouse", "mice"}, kObject},
    {{"remote control", "remote controls"}, kObject},
    {{"keyboard", "keyboards"}, kObject},
    {{"phone", "phones"}, kObject},
    {{"microwave", "microwaves"}, kObject},
    {{"oven", "ovens"}, kObject},
    {{"toaster", "toasters"}, kObject},
    {{"sink", "sinks"}, kObject},
    {{"refrigerator", "refrigerators"}, kObject},
    {{"book", "books"}, kObject},
    {{"clock", "clocks"}, kObject},
    {{"vase", "vases"}, kObject},
    {{"pair of scissors", "pairs of scissors"}, kObject},
    {{"teddy bear", "teddy bears"}, kObject},
    {{"hair dryer", "hair dryers"}, kObject},
    {{"toothbrush", "toothbrushes"}, kObject},
    {{"something", "things"}, Family::kThing, true},
}};

const Entry& entry(Kind kind) { return kEntries[static_cast<std::size_t>(kind)]; }

}  // namespace

KindName name(Kind kind) { return entry(kind).name; }
Family family(Kind kind) { return entry(kind).family; }
bool animate(Kind kind) { return entry(kind).animate; }

KindName name(Family family) {
  switch (family) {
    case Family::kPerson: return {"person", "people"};
    case Family::kAnimal: return {"animal", "animals"};
    case Family::kVehicle: return {"vehicle", "vehicles"};
    case Family::kObject: return {"object", "objects"};
    case Family::kThing: break;
  }
  return {"something", "things"};
}

}  // namespace np
