// One show with all of its parts: a source, its recent frames and pictures, the commentator, its events and
// its voice's time line. Loop thread only, but for the FrameSink side.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audio/audio_stream.hpp"
#include "base/loop.hpp"
#include "channel/show.hpp"
#include "commentary/commentator.hpp"
#include "config/profiles.hpp"
#include "config/settings.hpp"
#include "config/state_file.hpp"
#include "engine/engine.hpp"
#include "perception/perception.hpp"
#include "source/source_supervisor.hpp"
#include "speech/voice.hpp"
#include "video/frame_window.hpp"

namespace np {

class Channel final : public Show, private FrameSink {
 public:
  struct Options {
    std::string name = "main";  // the label of its metrics
    Loaded loaded;              // its own copy: a preset changes it
    State state;                // what was kept of it
    const Detector* detector = nullptr;  // nullptr: things get no names; must outlive the channel
    SourceSupervisor::Make make_source = np::make_source;
    std::function<void(const State&)> keep;  // called at each change of what is kept
  };

  // `voice` may be null. Engine, voice and profiles must outlive the channel.
  Channel(Loop& loop, Engine& engine, Voice* voice, const Profiles& profiles, Options options);
  ~Channel() override;

  ShowReport report() const override;
  void start(StartRequest request, Done done) override;
  std::expected<void, Error> retry_source() override;
  void stop() override;
  void set_instruction(std::string instruction) override;
  std::expected<void, Error> set_profile(const std::string& key) override;
  // The delay's start value and the source's other options keep for the next start of the program.
  std::expected<void, Error> set_preset(const std::string& key) override;
  EventLog& events() override { return events_; }
  DisplayBuffer& display() override { return display_; }
  AudioStream* audio() override { return speech_ ? &speech_->stream : nullptr; }
  Duration delay() const override { return commentator_.delay(); }
  double picture_rate() const override;
  Duration until_shown(TimePoint captured_at) override { return commentator_.until_shown(captured_at); }
  void viewer_came() override;
  void viewer_left() override;
  void picture_now(PictureDone done) override;
  FactsFeed& facts() override { return facts_; }
  void facts_now(FactsDone done) override;

 private:
  // A page that is reloaded finds the past still there.
  static constexpr Duration kLinger = std::chrono::seconds(3);
  static constexpr Duration kPictureLimit = std::chrono::milliseconds(900);
  // Somebody who asks for facts now and then keeps the perception at work.
  static constexpr Duration kFactsLinger = std::chrono::seconds(10);
  static constexpr Duration kFactsFresh = std::chrono::seconds(1);
  static constexpr std::size_t kMostKnown = 32;

  struct Speech {
    Speech(Loop& loop, Voice& voice, const metrics::Labels& labels) : stream(loop, labels), session(voice.open_session(loop)) {}
    AudioStream stream;
    std::unique_ptr<VoiceSession> session;
  };

  void on_frame(FramePtr frame) override;
  void on_picture(PicturePtr picture) override;
  void on_facts(FactsPtr facts);
  void on_source_change();
  void on_new_source();
  void update_demand();
  void answer_pictures();
  void answer_facts();
  void renew_perception();
  bool perceiving() const { return facts_.readers() > 0 || facts_asked_ || commentator_.wants_facts(); }
  PerceptionReport perception_report() const;
  bool looked_at() const { return viewers_ > 0 || lingering_; }
  std::optional<SpeakingParts> open_speech();
  std::string with_credentials(const std::string& source) const;
  void remember(const std::string& source);
  void tell_settings();

  Loop& loop_;
  const Engine& engine_;
  Voice* voice_;
  const std::string name_;
  const metrics::Labels labels_;
  const Profiles& profiles_;
  Loaded loaded_;
  State state_;
  const std::function<void(const State&)> keep_;
  std::map<std::string, std::string> known_;  // sources of this run by the name that people see; bounded by kMostKnown

  FrameWindow window_;
  DisplayBuffer display_;
  EventLog events_;
  std::optional<Speech> speech_;
  std::unique_ptr<EngineSession> session_;
  Commentator commentator_;
  const Detector* const detector_;
  FactsFeed facts_{[this] { update_demand(); }};
  Perception perception_;
  std::atomic<bool> commenting_{false};  // frames go to the engine
  std::atomic<bool> perceiving_{false};  // frames are looked at
  TimePoint stirred_at_;                 // when something last moved or happened
  std::vector<FactsDone> facts_waiters_;
  Timer facts_limit_;
  Timer facts_linger_;
  bool facts_asked_ = false;
  std::atomic<bool> frame_told_{false};
  std::atomic<bool> picture_awaited_{false};
  std::vector<PictureDone> picture_waiters_;
  Timer picture_limit_;
  Timer linger_;
  bool lingering_ = false;
  std::size_t viewers_ = 0;
  bool was_live_ = false;  // the source, at its last change
  Lifetime alive_;
  SourceSupervisor source_;  // last: nothing is delivered once it is gone
};

}  // namespace np
