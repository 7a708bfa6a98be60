// The show in a LiveKit room: people there hear the voice, read along, see what the commentator is doing and can tell it what
// to watch for. Loop thread only.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>

#include "app/channel.hpp"
#include "base/asio_loop.hpp"
#include "config/settings.hpp"
#include "http/show.hpp"
#include "livekit/room_bot.hpp"

namespace np {

class RoomPresenter {
 public:
  using SetInstruction = std::function<void(std::string)>;

  // Joins at once and stays until it is destroyed. What people type goes to `set_instruction`.
  RoomPresenter(AsioLoop& loop, const Settings& settings, bool voice, SetInstruction set_instruction);
  ~RoomPresenter();

  // What is sent to the room from now on; before the channel is destroyed, leave() is called.
  void follow(Channel& channel);
  void leave();

  livekit::RoomBot& bot() { return bot_; }
  RoomReport report() const;

 private:
  void read();
  void tell_state();
  void tell_room();
  void say(const std::string& piece);
  void end_line();

  AsioLoop& loop_;
  livekit::RoomBot bot_;
  Channel* channel_ = nullptr;
  std::unique_ptr<EventLog::Reader> events_;
  std::optional<livekit::TextStreamWriter> line_;
  std::string segment_;
  std::mt19937_64 random_{std::random_device{}()};
  Timer next_state_;
};

}  // namespace np
