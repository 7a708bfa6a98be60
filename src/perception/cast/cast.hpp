// The members in view. It recognises them from look to look, through crossings, behind posts and over a lap, and tells
// who comes and goes. One owner; no thread. Work is bounded by kMost members and Detector::kMost detections.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "perception/cast/borders.hpp"
#include "perception/cast/knots.hpp"
#include "perception/cast/member.hpp"
#include "perception/detector/detector.hpp"
#include "perception/picture/image.hpp"

namespace np::perception {

class Cast {
 public:
  static constexpr std::size_t kMost = 60;

  struct Passage {
    Occurrence::What what;  // kEnters, kLeaves, kAppears, kVanishes or kDrops
    Side side = Side::kNone;
    TimePoint at;
    Member who;
  };

  // One look at a picture.
  struct Look {
    std::vector<Detection> detections;  // boxes in pixels of the working size
    const Image& picture;
    const Foreground* foreground = nullptr;
    std::optional<Box> closely;  // the part that was looked at closely, besides all of it
    std::optional<Box> only;     // the part that was looked at: nobody is missed elsewhere; nullopt: all of it
    std::function<bool(const Box&)> moves;       // something has moved there lately
    std::function<bool(const Box&)> fills = {};  // and is not much smaller; nobody knows where there is no function
    std::function<int(const Box&)>
        known_as;  // id under which that was followed before it was recognised; 0: it was not
    std::function<Side(const Box&)> came_over;  // the border over which what moves there came in; kNone: none is known
    std::function<bool(const Box&)> began_inside;  // what moves there was first seen well inside the picture
    std::function<Point(const Box&)> goes = {};    // how fast that moves, in pixels a second, as far as is known
    bool steady = true;                            // the camera rests
    TimePoint now;
  };

  explicit Cast(std::function<int()> next_id) : next_id_(std::move(next_id)) {}

  // Another scene begins. Anybody seen by `settled_at` was there before; so was, for a second after that, anybody who
  // was not seen to come in.
  void begin(int width, int height, TimePoint settled_at);
  // The first look came late.
  void settle_by(TimePoint settled_at) { settled_at_ = settled_at; }
  // The source has jumped: members that stand where they stood stay the same, all others are new.
  void jump(TimePoint settled_at);

  // Between two looks.
  void advance(TimePoint now, const std::function<bool(const Box&)>& stirs);
  void look(const Look& look);

  const std::vector<Member>& members() const { return members_; }
  // Of the last look. Entries are told once somebody was seen twice.
  const std::vector<Passage>& passages() const { return passages_; }
  // Somebody was seen only once and needs another look soon.
  bool has_newcomers() const;
  // Or was missed at the expected place.
  bool unsettled() const;

 private:
  void see(Member& member, const Detection& seen, const Look& look, const Signature& signature);
  static void see_colours(Member& member, const Detection& seen, const Look& look);
  void miss(Member& member);
  bool tiny(const Box& box) const;
  float counts(const Detection& seen) const;
  void admit(const Detection& seen, const Look& look, const Signature& signature);
  bool came_down(const Detection& seen, const Look& look, const Signature& signature);
  void see_anew(Member& member, const Detection& seen, const Look& look, const Signature& signature);
  bool back_from_lost(const Detection& seen, const Look& look, const Signature& signature);
  bool is_one_of_the_lost(Member& member, const Look& look);
  void settle_who_came(Member& member, const Look& look);
  static bool is_larger(Kind kind, const Box& box, const Look& look);
  void let_go(const Look& look);
  bool behind_another(const Member& member) const;
  bool was_lost_there(const Member& member) const;
  bool came_from_behind(const Member& member) const;

  const std::function<int()> next_id_;
  Borders borders_;
  TimePoint settled_at_;
  bool jumped_ = false;  // since the last look
  std::vector<Member> members_;
  std::vector<Member> lost_;  // inside the picture, not long ago
  std::vector<Passage> passages_;
  Knots knots_;
};

}  // namespace np::perception
