// Presents a show in a LiveKit room: people there hear the voice, read along, see what the commentator is doing and can
// tell it what to watch for. Loop thread only.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/room_captions.hpp"
#include "base/asio_loop.hpp"
#include "channel/show.hpp"
#include "config/settings.hpp"
#include "http/api/house.hpp"
#include "livekit/room_bot.hpp"

namespace np {

class RoomPresenter {
 public:
  using SetInstruction = std::function<void(std::string)>;

  // Joins at once and stays until it is destroyed. Passes what people type to `set_instruction`.
  RoomPresenter(AsioLoop& loop, const Settings& settings, bool voice, SetInstruction set_instruction);
  ~RoomPresenter();

  // Sends this show to the room from now on. Call leave() before you destroy the show.
  void follow(Show& show);
  void leave();

  livekit::RoomBot& bot() { return bot_; }
  RoomReport report() const;

 private:
  void tell_room();
  livekit::RoomBot::Mixer source_mixer();

  AsioLoop& loop_;
  const bool source_sound_;  // the room also gets the source's sound
  livekit::RoomBot bot_;
  Show* show_ = nullptr;
  std::unique_ptr<RoomCaptions> captions_;
};

}  // namespace np
