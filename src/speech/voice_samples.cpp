#include "speech/voice_samples.hpp"

#include <algorithm>
#include <utility>

#include "audio/pcm.hpp"
#include "speech/messages.hpp"
#include "speech/wav_file.hpp"

namespace np {
namespace {

constexpr std::size_t kLongest = 20 * kSampleRate;  // samples; the rest is left out

}  // namespace

struct VoiceSamples::One {
  PcmChunk sound;
  Done done;
  std::unique_ptr<VoiceSession> session;
};

void VoiceSamples::speak(const std::string& key, Done done) {
  if (speaking_.size() >= kMostAtOnce)
    return done(std::unexpected(Error(ErrorKind::kUnavailable, messages::kManySamples)));
  auto session = voices_.open_session_as(loop_, key);
  if (!session) return done(std::unexpected(session.error()));
  const auto choices = voices_.choices();
  const auto choice = std::ranges::find(choices, key, &VoiceChoice::key);
  const std::string sample = choice == choices.end() ? choices.back().sample : choice->sample;
  const auto one = speaking_.insert(speaking_.end(), std::make_shared<One>());
  (*one)->done = std::move(done);
  (*one)->session = std::move(*session);
  (*one)->session->speak(
      sample,
      [one](PcmPtr chunk) {
        auto& samples = (*one)->sound.samples;
        const auto room = static_cast<std::ptrdiff_t>(std::min(chunk->samples.size(), kLongest - samples.size()));
        samples.insert(samples.end(), chunk->samples.begin(), chunk->samples.begin() + room);
      },
      [this, one](std::expected<void, Error> result) {
        end(one, result ? std::expected<std::string, Error>(wav_bytes((*one)->sound))
                        : std::unexpected(std::move(result.error())));
      });
}

void VoiceSamples::end(std::list<std::shared_ptr<One>>::iterator one, std::expected<std::string, Error> result) {
  const std::shared_ptr<One> over = *one;
  speaking_.erase(one);
  over->done(std::move(result));
}

}  // namespace np
