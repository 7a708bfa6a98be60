// Turns facts into speech: who came, their actions and meetings, and changes; if nothing has changed, nothing. The
// newest and weightiest comes first, nothing twice, nothing stale, nothing uncertain. The same facts give the same
// words. One owner; no thread; its memory is bounded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.hpp"
#include "engine/watcher/cast/cast.hpp"
#include "engine/watcher/news/newsroom.hpp"
#include "engine/watcher/news/reporter.hpp"
#include "engine/watcher/topics/ball_play.hpp"
#include "engine/watcher/topics/holding.hpp"
#include "engine/watcher/topics/leaning.hpp"
#include "engine/watcher/topics/meanwhile.hpp"
#include "engine/watcher/topics/movement.hpp"
#include "engine/watcher/topics/whole_view.hpp"
#include "engine/watcher/wish/counting.hpp"
#include "engine/watcher/wish/replies.hpp"
#include "engine/watcher/wish/wish.hpp"
#include "engine/watcher/words/delivery.hpp"
#include "engine/watcher/words/style.hpp"
#include "engine/watcher/words/turns.hpp"

namespace np::watcher {

// The request, each time.
struct Ask {
  std::string_view instruction;
  std::string_view profile_key;
  bool anew = false;  // somebody has just begun to listen, or asks for something else
  Duration gone{};    // so long there was no picture
  LengthHint hint = LengthHint::kNone;
  int max_words = 0;  // 0: as many as it takes
  int time_for = 0;   // so many words; 0: for any number
};

class Narrator {
 public:
  // In the order of the pictures.
  void see(const FactsPtr& facts);
  // One or two sentences about what is new, each with a capital and a full stop; empty: there is nothing to say.
  std::string comment(const Ask& ask);
  // The kind of the last comment.
  LineKind kind() const { return kind_; }
  // Another source: everybody is forgotten, but not what was asked.
  void reset();

 private:
  void begin_scene();
  void adopt(const Ask& ask);
  double since(const std::optional<TimePoint>& t) const;
  bool brief() const { return ask_.hint != LengthHint::kNone; }
  int most_words() const;
  bool knows_the_place() const;

  // Each a line, or empty.
  std::string about_picture();
  std::string about_wish();
  std::string begin();
  std::string about_numbers();
  std::string about_news();
  std::string about_ball();
  std::string about_close_ups();
  std::string about_those_not_told();
  std::string about_names();
  std::string about_movement();
  std::string about_meanwhile();
  std::string about_quiet();
  std::string quiet();

  std::string say(const std::vector<std::string>& lines, bool even_if_said = false);
  std::string record(std::string line);
  bool calls_players() const;
  Naming naming() const;

  FactsPtr facts_;
  Cast cast_;
  Newsroom news_;
  WholeView view_;
  Movement movement_;
  BallPlay ball_;
  Leaning leaning_;
  Holding holding_;
  Meanwhile meanwhile_;
  Counting counting_;
  Replies replies_;
  Turns turns_;
  Delivery delivery_;
  Reporter reporter_;

  Ask ask_;  // the texts are not kept
  std::string instruction_;
  std::string profile_key_;
  Wish wish_;
  Style style_;

  LineKind kind_ = LineKind::kEvent;
  bool opening_due_ = true;
  bool after_cut_ = false;
  bool number_due_ = false;
  std::optional<TimePoint> quiet_at_;
  double meanwhile_after_ = 0;  // seconds of silence
  double quiet_rest_ = 0;
  std::optional<TimePoint> also_there_at_;  // somebody who had not come
  int people_at_first_ = 0;
};

}  // namespace np::watcher
