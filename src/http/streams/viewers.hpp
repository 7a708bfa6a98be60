// Remembers which picture each viewer was shown last, so that words for that viewer can wait for it. A page names
// itself by the same ?viewer= in its picture stream and on its WebSocket. I/O thread.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/clock.hpp"

namespace np::http {

class Viewers {
 public:
  // If nothing else holds a picture up and it is not sent within this time of the one before, it does not come.
  static constexpr Duration kGrace = std::chrono::milliseconds(300);
  // A new stream has its first picture by then.
  static constexpr Duration kFirst = std::chrono::seconds(1);
  // Words wait no longer than a viewer may lag behind (Playhead).
  static constexpr Duration kMost = std::chrono::seconds(16);

  // One picture stream. If a page has two for a moment, the newer one counts. Must not outlive the Viewers. An empty
  // name belongs to no viewer.
  class Seat {
   public:
    Seat(Viewers& viewers, std::string name, TimePoint now);
    ~Seat();
    Seat(const Seat&) = delete;
    // A picture with this capture time was sent.
    void showed(TimePoint captured_at, TimePoint now);
    // All pictures so far were sent.
    void has_all(TimePoint now);
    // The capture time that its viewer probably sees; nothing: no picture yet.
    std::optional<TimePoint> shows() const { return captured_at_; }
    // The viewer itself says what it sees, and did so lately.
    bool tells(TimePoint now) const { return told_at_ && now - *told_at_ < kTells; }

   private:
    friend class Viewers;
    Viewers& viewers_;
    const std::string name_;
    const TimePoint came_;
    std::optional<TimePoint> captured_at_;
    TimePoint showed_at_;
    std::optional<TimePoint> has_all_since_;
    std::optional<TimePoint> told_at_;
  };

  // The viewer of this name reports the capture time of the picture that it sees; Unix seconds.
  void saw(const std::string& name, double captured_at, TimePoint now);
  // It reports twice a second, as long as it can.
  static constexpr Duration kTells = std::chrono::milliseconds(1500);
  // How long to wait before asking again whether the viewer of this name sees this capture time; zero: it does.
  // nullopt: no picture stream has that name, or it shows nothing.
  std::optional<Duration> until_shown(const std::string& name, TimePoint captured_at, TimePoint now) const;
  // The capture time of the picture sent last to the viewer of this name; nullopt: no picture stream has that name, or
  // it shows nothing.
  std::optional<TimePoint> shown(const std::string& name) const;
  // The same plus the age of that picture: the time that an even video shows now. nullopt also if the picture is older
  // than kSteady.
  std::optional<TimePoint> playing(const std::string& name, TimePoint now) const;
  static constexpr Duration kSteady = std::chrono::seconds(2);
  // `on_picture` is called after each picture sent to this viewer, until its `owner` ends that. If a page has two
  // connections for a moment, the newer one is told.
  void listen(const std::string& name, const void* owner, std::function<void()> on_picture);
  void end_listening(const std::string& name, const void* owner);

 private:
  std::map<std::string, Seat*> seats_;
  struct Listener {
    const void* owner;
    std::function<void()> on_picture;
  };
  std::map<std::string, Listener> listeners_;
};

}  // namespace np::http
