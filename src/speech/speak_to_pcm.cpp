#include "speech/speak_to_pcm.hpp"

#include <optional>

#include "base/manual_loop.hpp"
#include "speech/messages.hpp"

namespace np {

PcmChunk speak_to_pcm(Voice& voice, ManualLoop& loop, const std::string& text) {
  const auto session = voice.open_session(loop);
  PcmChunk sound;
  std::optional<std::expected<void, Error>> result;
  session->speak(
      text,
      [&](PcmPtr chunk) { sound.samples.insert(sound.samples.end(), chunk->samples.begin(), chunk->samples.end()); },
      [&](std::expected<void, Error> end) { result = std::move(end); });
  while (!result) loop.wait_posted(std::chrono::seconds(1));
  if (!result->has_value()) throw result->error();
  if (sound.samples.empty()) throw Error(ErrorKind::kInvalid, messages::kNothingToSpeak);
  return sound;
}

}  // namespace np
