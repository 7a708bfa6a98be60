// Refers to characters: "a person in red" at first, "the person in red" later, by the feature that sets each apart from
// the others in view: colour, company, origin, place. One call at a time; keeps nothing but the cast.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/watcher/cast/cast.hpp"

namespace np::watcher {

struct Subject {
  // How well the words tell who is meant.
  enum class Tells {
    kWho,       // "a person in red", "the cyclist"
    kIt,        // the pronoun
    kJustCame,  // "the person who has just come in": no better once it has been said
    kForNow,    // by a place among others or by a deed: "the person standing still"
    kOneOf,     // "one of the people", "two of the people"
    kOneSuch,   // "one of the people in black"
    kAnother,   // "another person", "somebody": nothing sets it apart
  };
  std::string text;  // "a person in red", "the two", "three people"
  bool several = false;
  Tells tells = Tells::kWho;

  bool one_of_many() const { return !several && (tells == Tells::kOneOf || tells == Tells::kOneSuch); }
  // For this moment only, or hardly.
  bool vague() const { return tells == Tells::kForNow || tells == Tells::kOneOf || tells == Tells::kOneSuch; }
};
using Characters = std::vector<const Character*>;

class Naming {
 public:
  // `players`: people are called so. `it`: the subject of the last line, so that a pronoun suffices if it is
  // the only one of its kind; 0: nobody.
  Naming(const Cast& cast, bool players, int it = 0) : cast_(cast), players_(players), it_(it) {}

  // As known where all of them were introduced; else as new ones. `comes`: to those who are there, so that it is
  // another.
  Subject of(const Characters& who, bool comes = false) const;
  Subject first(const Characters& who, bool comes = false) const;
  Subject again(const Characters& who) const;
  // Both by themselves, even if one leads the other.
  Subject pair(const Character& a, const Character& b) const;
  // "the person in red"; nullopt: nothing sets it apart.
  std::optional<Subject> apart(const Character& c) const;

  // Somebody told in addition to those who are known: "a person in blue", "somebody".
  Subject besides(const Character& c) const;
  // Who has been here before: "the person in red".
  std::string as_before(const Character& c) const { return described(c, "the"); }
  // "the person in red", or "a person in red" if there are several.
  std::string loosely(const Character& c) const;

  // "black", or "a black top and blue trousers" where others in black are in view and wear something else below: what
  // somebody wears, whether or not it sets them apart; empty: it cannot be told.
  std::string outfit(const Character& c) const;
  std::string_view one(const Character& c) const;
  std::string_view many(const Character& c) const;

 private:
  Characters rivals(const Character& c) const;
  // The colour that it is called by: one that half of the others wear as well tells nothing.
  Colour telling_colour(const Character& c) const;
  // "red", or "a black top and blue trousers" where black alone would tell nothing; empty: nor does that.
  std::string dress(const Character& c) const;
  std::optional<Subject> by_deed(const Character& c, const Characters& others) const;
  std::optional<Subject> pronoun(const Character& c) const;
  std::string described(const Character& c, std::string_view article) const;
  std::string kinds_of(const Characters& who, bool more) const;
  Subject one_among(const Character& c) const;

  const Cast& cast_;
  const bool players_;
  const int it_;
};

}  // namespace np::watcher
