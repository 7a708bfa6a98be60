// Sends the show's words and activity to the people in a LiveKit room, in step with the show's picture. Each line is
// one new text stream of transcription; a line that breaks off is never marked final. Loop thread only.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>

#include "base/loop.hpp"
#include "channel/show.hpp"
#include "commentary/step_reader.hpp"
#include "livekit/text_stream.hpp"

namespace np {

class RoomCaptions {
 public:
  struct Room {
    std::function<void(const std::string& packet)> send;  // to everybody in the room
    std::function<void(Activity)> show;                   // what the commentator is doing
  };

  // Sends from now on; `show` must outlive this.
  RoomCaptions(Loop& loop, Show& show, Room room);

 private:
  void read();
  void take(const Event& event);
  void say(std::string_view text);
  void end_line(bool complete);

  Loop& loop_;
  const Room room_;
  StepReader reader_;
  std::optional<livekit::TextStreamWriter> line_;
  std::string segment_;
  std::size_t said_ = 0;  // bytes of the line
  std::mt19937_64 random_{std::random_device{}()};
  Timer next_;
  Lifetime alive_;
};

}  // namespace np
