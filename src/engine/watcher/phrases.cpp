#include "engine/watcher/phrases.hpp"

#include <array>
#include <cctype>

namespace np::watcher {
namespace {

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

std::string capital(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string_view name(Side side) {
  switch (side) {
    case Side::kLeft: return "left";
    case Side::kRight: return "right";
    case Side::kTop: return "top";
    case Side::kBottom: return "bottom";
    case Side::kNone: break;
  }
  return "side";
}

std::string_view name(Colour colour) {
  switch (colour) {
    case Colour::kRed: return "red";
    case Colour::kYellow: return "yellow";
    case Colour::kGreen: return "green";
    case Colour::kBlue: return "blue";
    case Colour::kNone: break;
  }
  return "";
}

// {N} and {n} the number, {side} the side, {at} "on the left" or "at the top".
std::string fill(std::string text, int n, Side side = Side::kNone) {
  text = replaced(std::move(text), "{N}", capital(number(n)));
  text = replaced(std::move(text), "{n}", number(n));
  const bool lateral = side == Side::kLeft || side == Side::kRight;
  text = replaced(std::move(text), "{at}", std::string(lateral ? "on the " : "at the ") + std::string(name(side)));
  return replaced(std::move(text), "{side}", name(side));
}

}  // namespace

std::string number(int n) {
  static constexpr std::array<std::string_view, 13> kNames{"no",    "one",   "two",  "three", "four",   "five",  "six",
                                                           "seven", "eight", "nine", "ten",   "eleven", "twelve"};
  return std::string(n >= 0 && n < static_cast<int>(kNames.size()) ? kNames[n] : "many");
}

std::string place_name(Point p) {
  const int column = p.x < 0.36f ? 0 : p.x < 0.64f ? 1 : 2, row = p.y < 0.36f ? 0 : p.y < 0.64f ? 1 : 2;
  static constexpr std::string_view kNames[3][3] = {{"in the upper left", "at the top", "in the upper right"},
                                                    {"on the left", "in the middle", "on the right"},
                                                    {"in the lower left", "at the bottom", "in the lower right"}};
  return std::string(kNames[row][column]);
}

std::string Phrases::one_of(std::string_view topic, std::span<const std::string_view> sentences) {
  return std::string(sentences[turns_[std::string(topic)]++ % sentences.size()]);
}

std::string Phrases::entry(int n, bool person, Colour colour, bool others_in_view, Side side) {
  static constexpr std::array<std::string_view, 3> kThing{
      "Something comes in from the {side}.", "Something moves in from the {side}.", "Something enters {at}."};
  static constexpr std::array<std::string_view, 4> kOne{"A person walks in from the {side}.",
                                                        "Someone comes in from the {side}.", "Someone enters {at}.",
                                                        "A person steps into view {at}."};
  static constexpr std::array<std::string_view, 4> kAnother{
      "Another person walks in from the {side}.", "Someone comes in from the {side}.", "One more person enters {at}.",
      "Another one steps into view {at}."};
  static constexpr std::array<std::string_view, 3> kMany{
      "{N} people walk in from the {side}.", "{N} people enter {at}.", "{N} people come in from the {side}."};
  static constexpr std::array<std::string_view, 3> kClad{"Someone in {c} walks in from the {side}.",
                                                         "A person in {c} enters {at}.",
                                                         "Someone in {c} steps into view {at}."};
  if (!person) return fill(one_of("thing in", kThing), n, side);
  if (n == 1 && colour != Colour::kNone) return replaced(fill(one_of("clad in", kClad), n, side), "{c}", name(colour));
  if (n > 1) return fill(one_of("people in", kMany), n, side);
  return fill(others_in_view ? one_of("another in", kAnother) : one_of("person in", kOne), n, side);
}

std::string Phrases::exit(int n, bool person, Colour colour, Side side) {
  static constexpr std::array<std::string_view, 3> kThing{"Something leaves {at}.", "Something moves out {at}.",
                                                          "Something has left {at}."};
  static constexpr std::array<std::string_view, 4> kOne{"A person leaves {at}.", "Someone walks out {at}.",
                                                        "Someone has left {at}.", "Someone leaves the picture {at}."};
  static constexpr std::array<std::string_view, 3> kMany{"{N} people leave {at}.", "{N} people walk out {at}.",
                                                         "{N} people have left {at}."};
  static constexpr std::array<std::string_view, 3> kClad{
      "Someone in {c} leaves {at}.", "The person in {c} walks out {at}.", "Someone in {c} has left {at}."};
  if (!person) return fill(one_of("thing out", kThing), n, side);
  if (n == 1 && colour != Colour::kNone) return replaced(fill(one_of("clad out", kClad), n, side), "{c}", name(colour));
  return fill(n > 1 ? one_of("people out", kMany) : one_of("person out", kOne), n, side);
}

std::string Phrases::appearance(Colour colour, Point place) {
  static constexpr std::array<std::string_view, 3> kAll{"Someone comes into view {}.", "A person appears {}.",
                                                        "Now there is someone {}."};
  static constexpr std::array<std::string_view, 2> kClad{"Someone in {c} comes into view {}.",
                                                         "A person in {c} appears {}."};
  const std::string text =
      colour == Colour::kNone ? one_of("appears", kAll) : replaced(one_of("clad appears", kClad), "{c}", name(colour));
  return replaced(text, "{}", place_name(place));
}

std::string Phrases::motion(Point place) {
  static constexpr std::array<std::string_view, 3> kAll{"Something moves {}.", "There is movement {}.",
                                                        "Something is moving {}."};
  return replaced(one_of("motion", kAll), "{}", place_name(place));
}

std::string Phrases::whole(SceneEvent::Kind kind) {
  using Kind = SceneEvent::Kind;
  static constexpr std::array<std::string_view, 3> kCut{"The picture cuts to another scene.",
                                                        "A cut: this is another scene.", "The scene changes."};
  static constexpr std::array<std::string_view, 2> kDark{"It goes dark.", "The picture turns dark."};
  static constexpr std::array<std::string_view, 2> kDimmer{"It gets darker.", "The light fades."};
  static constexpr std::array<std::string_view, 2> kBrighter{"It gets brighter.", "The light grows stronger."};
  static constexpr std::array<std::string_view, 2> kBack{"The light is back.", "It is bright again."};
  static constexpr std::array<std::string_view, 2> kFlicker{"The light flickers.", "The light goes on and off."};
  static constexpr std::array<std::string_view, 2> kMoves{"The whole picture is moving.",
                                                          "Everything in the picture moves."};
  static constexpr std::array<std::string_view, 2> kCalm{"The picture is steady again.",
                                                         "The picture has come to rest."};
  switch (kind) {
    case Kind::kDark: return one_of("dark", kDark);
    case Kind::kDimmer: return one_of("dimmer", kDimmer);
    case Kind::kBrighter: return one_of("brighter", kBrighter);
    case Kind::kLightBack: return one_of("back", kBack);
    case Kind::kFlicker: return one_of("flicker", kFlicker);
    case Kind::kAllMoves: return one_of("moves", kMoves);
    case Kind::kCalm: return one_of("calm", kCalm);
    default: return one_of("cut", kCut);
  }
}

std::string Phrases::count(int people) {
  static constexpr std::array<std::string_view, 2> kOne{"One person is in view now.", "I see one person now."};
  static constexpr std::array<std::string_view, 4> kMany{"{N} people are in view now.", "I count {n} people.",
                                                         "There are {n} people in view.", "I see {n} people now."};
  return fill(people == 1 ? one_of("count one", kOne) : one_of("count", kMany), people);
}

std::string Phrases::walking(int left, int right) {
  static constexpr std::array<std::string_view, 3> kOne{
      "One person walks to the {side}.", "Someone is walking to the {side}.", "Someone heads to the {side}."};
  static constexpr std::array<std::string_view, 3> kMany{
      "{N} people walk to the {side}.", "{N} people are walking to the {side}.", "{N} people head to the {side}."};
  if (left > 0 && right > 0) {
    const std::string_view verb = left == 1 ? " person walks to the left, " : " people walk to the left, ";
    return capital(number(left)) + std::string(verb) + number(right) + " to the right.";
  }
  const int n = left + right;
  return fill(n == 1 ? one_of("walks", kOne) : one_of("walk", kMany), n, left > 0 ? Side::kLeft : Side::kRight);
}

std::string Phrases::drifting(bool to_the_left) {
  static constexpr std::array<std::string_view, 2> kAll{"Something moves to the {side}.",
                                                        "Something is moving to the {side}."};
  return fill(one_of("drifting", kAll), 1, to_the_left ? Side::kLeft : Side::kRight);
}

std::string Phrases::standing(int n, Point place) {
  static constexpr std::array<std::string_view, 3> kOne{"Someone stands still {}.", "One person is standing {}.",
                                                        "A person has stopped {}."};
  static constexpr std::array<std::string_view, 2> kMany{"{N} people stand still {}.", "{N} people are standing {}."};
  return replaced(fill(n == 1 ? one_of("stands", kOne) : one_of("stand", kMany), n), "{}", place_name(place));
}

std::string Phrases::overview(int people, int left, int right) {
  static constexpr std::array<std::string_view, 2> kOne{"I see one person", "There is one person"};
  static constexpr std::array<std::string_view, 2> kMany{"I see {n} people", "There are {n} people"};
  std::string text = fill(people == 1 ? one_of("overview one", kOne) : one_of("overview", kMany), people);
  const auto walks = [&](int n) -> std::string {
    return people == 1 ? "walking" : n == people ? "all walking" : number(n) + (n == 1 ? " walks" : " walk");
  };
  const char* joint = people == 1 || std::max(left, right) == people ? ", " : "; ";
  if (left > 0 && right > 0) {
    text += "; " + walks(left) + " to the left, " + number(right) + " to the right";
  } else if (left + right > 0) {
    text += joint + walks(left + right) + (left > 0 ? " to the left" : " to the right");
  }
  return text + ".";
}

std::string Phrases::nobody() {
  static constexpr std::array<std::string_view, 2> kAll{"Nobody is moving here now.", "I see nobody moving now."};
  return one_of("nobody", kAll);
}

}  // namespace np::watcher
