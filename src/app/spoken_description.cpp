#include "app/spoken_description.hpp"

#include <utility>

#include "app/parts.hpp"

namespace np {
namespace {

// Less is no turn of the network's, and stays until more comes.
constexpr Duration kLeftUnheard = std::chrono::milliseconds(100);

}  // namespace

// The voice's session, which knows how many of its sentences are under way.
class SpokenDescription::CountingSession final : public VoiceSession {
 public:
  explicit CountingSession(std::unique_ptr<VoiceSession> inner) : inner_(std::move(inner)) {}

  void speak(std::string sentence, ChunkFn on_chunk, DoneFn on_done) override {
    ++under_way_;
    inner_->speak(std::move(sentence), std::move(on_chunk), [this, on_done = std::move(on_done)](auto done) {
      --under_way_;
      on_done(std::move(done));
    });
  }
  void take_seat(Seat seat) override { inner_->take_seat(seat); }
  void cancel() override {
    inner_->cancel();
    under_way_ = 0;
  }
  bool busy() const { return under_way_ > 0; }

 private:
  std::unique_ptr<VoiceSession> inner_;
  int under_way_ = 0;
};

SpokenDescription::SpokenDescription(Loop& loop, const Settings& settings, OnBegun on_begun)
    : detector_(hearing_file(settings.hearing_model)),
      listening_(loop, detector_),
      voices_(make_voices(loop, settings)),
      session_(std::make_unique<CountingSession>(voices_->open_session(loop))),
      stream_(loop),
      on_begun_(std::move(on_begun)) {
  detector_.wait_loaded();
  voices_->wait_loaded();
  listening_.source_is(true, true);
}
SpokenDescription::~SpokenDescription() = default;

SpeakingParts SpokenDescription::parts() {
  return {.voice = *session_, .stream = stream_, .gaps = this, .on_begun = on_begun_};
}

std::optional<Gap> SpokenDescription::next(TimePoint at) const {
  auto gap = listening_.next(at);
  if (!gap || !end_ || gap->until < *end_) return gap;
  if (at >= *end_ || gap->from >= *end_) return std::nullopt;
  return Gap{.from = gap->from, .until = *end_};
}

bool SpokenDescription::working() const {
  return session_->busy() || (detector_.status().ready && listening_.waiting() > kLeftUnheard);
}

}  // namespace np
