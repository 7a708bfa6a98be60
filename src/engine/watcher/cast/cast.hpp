// All the characters of a show, those in view and those who have just gone, after each Facts. One owner; no thread.
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/watcher/cast/character.hpp"
#include "engine/watcher/cast/headcount.hpp"

namespace np::watcher {

class Cast {
 public:
  // Of more actors than this the largest are followed.
  static constexpr std::size_t kMost = 60;

  void update(const Facts& facts);
  void clear() { *this = {}; }

  // It was spoken of, and is called by its colour from now on; `party`: with those of the same number.
  void introduce(int id, int party = 0);
  int new_party() { return ++parties_; }
  Character* find(int id);
  const Character* find(int id) const;
  // The characters of the story: in view, called by a word, and alive or moving. In the order of their ids.
  const std::vector<Character*>& story() const { return story_; }
  // The things that stand about: furniture, signs, parked cars; called by a word.
  const std::vector<Character*>& scenery() const { return scenery_; }
  // Characters that have just gone: a reader may still take one for the one that is meant.
  const std::vector<Character*>& lately() const { return lately_; }
  // Of the story; `crowd` of the facts counts as well.
  int people() const { return people_; }
  // Their number has hardly changed of late and bears out the one told last, so that it may be told.
  bool countable() const { return steady_ && headcount_.agrees(people_); }
  bool agrees(int people) const { return headcount_.agrees(people); }
  // One more person was told to be in view; so many people were.
  void told_one_more() { headcount_.one_more(); }
  void told(int people) { headcount_.told(people, std::max(0, people_ - people), now_); }
  int count(const std::vector<Kind>& kinds) const;
  // Of a person in view, by the median; 0: there is none.
  float usual_height() const { return usual_height_; }
  // `a` is of the company of `c`: a dog that is led.
  const Character* led_by(const Character& c) const;
  // Whether that kind was in view before `c` came.
  bool met_before(const Character& c) const;
  // So many of those who came by wear it that it tells nobody apart.
  bool usual(Colour colour) const;
  TimePoint now() const { return now_; }
  // Width to height of the picture.
  float aspect() const { return aspect_; }
  // One who was told of and was lost just there: likely the same.
  bool known_before(const Character& c) const;
  // Comes to the camera, which somebody has left empty who looked no different.
  bool is_back(const Character& c) const;
  // Somebody who wore the same, as few do here, has left a moment ago over the border that it came in over.
  bool left_lately(const Character& c) const;
  // Came in last of all in view, a moment ago; null: nobody did.
  const Character* newcomer() const;

 private:
  void take(const Actor& actor, const Facts& facts, bool in_view);
  void sort_out(const Facts& facts);
  void remember_colour(const Character& c);
  void remember_deeds(const Facts& facts);

  std::map<int, Character> characters_;
  std::vector<Character*> story_, scenery_, lately_;
  std::map<Kind, int> first_of_kind_;           // ids
  std::deque<std::pair<int, Colour>> dressed_;  // people, by id, the last who came
  struct Gone {
    TimePoint at;
    Side side;
    Colour colour, below;
  };
  std::deque<Gone> gone_;                                   // people, the last who left
  std::optional<std::pair<TimePoint, Colour>> left_empty_;  // the last who left the camera's front
  int people_ = 0;
  int parties_ = 0;
  std::deque<std::pair<TimePoint, int>> numbers_;  // of people, lately
  bool steady_ = false;
  Headcount headcount_;
  float usual_height_ = 0;
  float aspect_ = 1;
  TimePoint now_;
};

}  // namespace np::watcher
