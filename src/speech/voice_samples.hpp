// Lets people hear a voice before they choose it: its sample sentence as a WAV file. Loop thread only.
#pragma once

#include <expected>
#include <functional>
#include <list>
#include <memory>
#include <string>

#include "base/error.hpp"
#include "base/loop.hpp"
#include "speech/voices.hpp"

namespace np {

class VoiceSamples {
 public:
  using Done = std::function<void(std::expected<std::string, Error> wav)>;

  static constexpr std::size_t kMostAtOnce = 4;

  // `voices` outlives it.
  VoiceSamples(Loop& loop, Voices& voices) : loop_(loop), voices_(voices) {}

  // `done` is called once, on the loop, unless this is gone before. Error{kInvalid}: there is no such voice;
  // {kUnavailable}: it cannot speak now, or too many ask.
  void speak(const std::string& key, Done done);

 private:
  struct One;

  void end(std::list<std::shared_ptr<One>>::iterator one, std::expected<std::string, Error> result);

  Loop& loop_;
  Voices& voices_;
  std::list<std::shared_ptr<One>> speaking_;
};

}  // namespace np
