// One show with all of its parts: a source, its recent frames and pictures, the commentator, its events and its voice's
// time line. Loop thread only, except the FrameSink side.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "audio/audio_stream.hpp"
#include "audio/source_sound.hpp"
#include "base/delay_line.hpp"
#include "base/loop.hpp"
#include "channel/listening.hpp"
#include "channel/lookers.hpp"
#include "channel/show.hpp"
#include "commentary/commentator.hpp"
#include "config/profiles.hpp"
#include "config/settings.hpp"
#include "config/state_file.hpp"
#include "engine/engine.hpp"
#include "hearing/speech_detector.hpp"
#include "perception/perception.hpp"
#include "source/source_supervisor.hpp"
#include "speech/voice.hpp"
#include "video/frame_window.hpp"

namespace np {

class Channel final : public Show, private FrameSink {
 public:
  struct Options {
    std::string name = "main";                // the label of its metrics
    Loaded loaded;                            // its own copy: a preset changes it
    State state;                              // what was kept of it
    const Detector* detector = nullptr;       // nullptr: things get no names; must outlive the channel
    const SpeechDetector* hearing = nullptr;  // nullptr: the commentator talks over the programme; likewise
    SourceSupervisor::Make make_source = np::make_source;
    std::function<void(const State&)> keep;  // called at each change of the kept state
    // True: a source is being opened. False: it has proved harmless, or is gone.
    std::function<void(bool)> mark_opening = {};
    // The source that people have given this name, and the name of this source, as typed; nothing: there is none.
    std::function<std::optional<std::string>(const std::string& name)> source_called = {};
    std::function<std::optional<std::string>(const std::string& source)> name_of = {};
  };

  // `voice` may be null. Engine, voice and profiles must outlive the channel.
  Channel(Loop& loop, Engine& engine, Voice* voice, const Profiles& profiles, Options options);
  ~Channel() override;

  ShowReport report() const override;
  void start(StartRequest request, Done done) override;
  bool may_open(const std::string& source) const override;
  std::string meant(const std::string& source) const override;
  // People have given names, or taken some.
  void names_changed() { source_.call_anew(); }
  std::expected<void, Error> retry_source() override;
  void stop() override;
  std::expected<void, Error> set_playback(const PlaybackWish& wish) override;
  // If no source runs: names the source that would be there, and why it is not opened.
  void leave_source(const std::string& source, std::string why);
  void set_instruction(std::string instruction, bool forget = false) override;
  MemoryReport memory() const override;
  void set_context(std::string context) override;
  std::expected<void, Error> set_profile(const std::string& key) override;
  // The delay's start value and the source's other options apply at the next start of the program.
  std::expected<void, Error> set_preset(const std::string& key) override;
  EventLog& events() override { return events_; }
  DisplayBuffer& display() override { return display_; }
  H264Buffer& video(VideoForm form) override { return videos_[form]; }
  bool has_video(VideoForm form) const override { return source_.has_video(form); }
  AudioStream* audio() override { return speech_ ? &speech_->stream : nullptr; }
  SourceSound* source_sound() override { return hearable() ? &source_sound_ : nullptr; }
  Duration delay() const override;
  double picture_rate() const override;
  Duration until_shown(TimePoint captured_at) override { return commentator_.until_shown(captured_at); }
  void viewer_came() override { lookers_.came(); }
  void viewer_left() override { lookers_.left(); }
  void video_viewer_came(VideoForm form) override { video_lookers_[form].came(); }
  void video_viewer_left(VideoForm form) override { video_lookers_[form].left(); }
  void picture_now(PictureDone done) override;
  FactsFeed& facts() override { return facts_; }
  // The settings in use.
  const Loaded& loaded() const { return loaded_; }
  void facts_now(FactsDone done) override;

 private:
  // The time that sound of a live source takes from its origin to a listener's ear.
  static constexpr Duration kSoundsWay = std::chrono::milliseconds(250);
  static constexpr Duration kPictureLimit = std::chrono::milliseconds(900);
  // Requests for facts at least this often keep the perception at work.
  static constexpr Duration kFactsLinger = std::chrono::seconds(10);
  static constexpr Duration kFactsFresh = std::chrono::seconds(1);
  // Laps of a short file that follow sooner than this are not reported.
  static constexpr Duration kLapsApart = std::chrono::seconds(2);
  static constexpr std::size_t kMostKnown = 32;
  static constexpr double kMostHeldBack = 64;  // frames

  struct Speech {
    Speech(Loop& loop, Voice& voice, const metrics::Labels& labels)
        : stream(loop, labels), session(voice.open_session(loop)) {}
    AudioStream stream;
    std::unique_ptr<VoiceSession> session;
  };

  void on_frame(FramePtr frame) override;
  void on_picture(PicturePtr picture) override;
  void on_video(VideoForm form, H264PicturePtr picture) override { videos_[form].push(std::move(picture)); }
  void on_sound(SoundPtr sound) override { source_sound_.push(std::move(sound)); }
  void on_jump() override;
  void take_frame(FramePtr frame);
  void on_facts(FactsPtr facts);
  void take_facts(FactsPtr facts);
  void hold_back();
  // A paused video has none.
  bool owes_sound() const { return was_live_ && !(playback_ && playback_->paused); }
  void listen_to_programme();
  void on_source_change();
  void mark_opening(SourceState state);
  void on_new_source();
  void on_playback();
  void tell_playback(bool jumped);
  // The source has something to show, though it may have ended.
  bool has_picture() const { return source_.running() || playback_; }
  void update_demand();
  Lookers look_at(VideoForm form) {
    return {loop_, [this] { update_demand(); }, [this, form] { videos_[form].clear(); }};
  }
  void answer_pictures();
  void answer_facts();
  void renew_perception();
  bool hearable() const { return loaded_.settings.source_sound != "off"; }
  bool perceiving() const { return facts_.readers() > 0 || facts_asked_ || commentator_.wants_facts(); }
  PerceptionReport perception_report() const;
  std::optional<SpeakingParts> open_speech();
  SourceSpec parse(const std::string& source) const;
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
  const std::function<void(bool)> mark_opening_;
  const std::function<std::optional<std::string>(const std::string&)> source_called_;
  const std::function<std::optional<std::string>(const std::string&)> name_of_;
  std::map<std::string, std::string> known_;  // sources of this run by the name that people see; bounded by kMostKnown

  FrameWindow window_;
  DisplayBuffer display_;
  ByForm<H264Buffer> videos_;
  SourceSound source_sound_{[this] { update_demand(); }};
  EventLog events_;
  std::optional<Speech> speech_;
  std::unique_ptr<Listening> listening_;          // nullptr: the commentator talks over the programme
  std::unique_ptr<SourceSound::Listener> heard_;  // of `listening_`, while somebody comments
  std::unique_ptr<EngineSession> session_;
  Commentator commentator_;
  DelayLine held_back_;  // frames that the commentator sees later, because it listens ahead
  const Detector* const detector_;
  FactsFeed facts_{[this] { update_demand(); }};
  Perception perception_;
  std::atomic<bool> commenting_{false};  // frames go to the engine
  std::atomic<bool> perceiving_{false};  // frames are looked at
  std::atomic<std::uint64_t> place_{0};  // rises with each source and jump: frames on their way are of an older one
  TimePoint stirred_at_;                 // when something last moved or happened
  std::vector<FactsDone> facts_waiters_;
  Timer facts_limit_;
  Timer facts_linger_;
  bool facts_asked_ = false;
  std::atomic<bool> frame_told_{false};
  std::atomic<bool> picture_awaited_{false};
  std::vector<PictureDone> picture_waiters_;
  Timer picture_limit_;
  Lookers lookers_{loop_, [this] { update_demand(); }, [this] { display_.clear(); }};
  ByForm<Lookers> video_lookers_{
      {look_at(VideoForm::kSource), look_at(VideoForm::kEncoded), look_at(VideoForm::kSmall)}};
  bool was_live_ = false;             // the source, at its last change
  std::optional<Playback> playback_;  // as it was reported last
  TimePoint lap_told_at_;
  bool opening_marked_ = false;
  Timer harmless_;
  Lifetime alive_;
  SourceSupervisor source_;  // last: nothing is delivered once it is gone
};

}  // namespace np
