// `nerdpudding serve`: the inventory. Every long-lived part is a member, in start order; destruction in reverse is the
// shutdown.
#pragma once

#include <memory>
#include <optional>

#include "app/eyes.hpp"
#include "app/greeting.hpp"
#include "app/last_pictures.hpp"
#include "app/model_shelf.hpp"
#include "app/room_presenter.hpp"
#include "base/asio_loop.hpp"
#include "cameras/cameras.hpp"
#include "channel/channel.hpp"
#include "config/profiles.hpp"
#include "config/settings.hpp"
#include "config/state_file.hpp"
#include "engine/stand_in_engine.hpp"
#include "hearing/speech_detector.hpp"
#include "http/api/house.hpp"
#include "http/server/server.hpp"
#include "library/library.hpp"
#include "library/named_sources.hpp"
#include "perception/detector/detector.hpp"
#include "record/record.hpp"
#include "record/recorder.hpp"
#include "speech/voice_samples.hpp"
#include "speech/voices.hpp"
#include "whip/endpoint.hpp"

namespace np {

class App final : private House {
 public:
  // Binds the port. Throws Error with one sentence if something essential is missing.
  explicit App(Loaded loaded);
  ~App() override;

  // Call it before run().
  Greeting greeting() const;
  // Blocks until quit(). Main thread: it becomes the I/O thread.
  void run();
  // Any thread. However long the end takes, the source is not what ended the program.
  void quit() {
    state_file_.mark_opening(false);
    loop_.stop();
  }

 private:
  HouseReport report() const override;
  std::vector<ProfileChoice> profiles() const override;
  std::vector<PresetChoice> presets() const override;
  VoicesReport voices() const override;
  Record& record() override { return record_; }
  Library& library() override { return library_; }
  NamedSources& named_sources() override { return named_; }
  Cameras& cameras() override { return cameras_; }
  ModelsHouse& models() override { return models_; }
  std::vector<SettingReport> settings() const override;
  std::expected<void, Error> choose_voice(const VoiceWish& wish) override;
  void voice_sample(const std::string& key, SampleDone done) override;
  std::expected<RoomTicket, Error> room_ticket(const std::string& identity, const std::string& name) override;
  void publish(const std::string& offer, const std::string& instead, const std::string& sender,
               PublishDone done) override;
  std::expected<void, Error> publish_more(const std::string& id, const std::string& etag,
                                          const std::string& fragment) override;
  bool end_publishing(const std::string& id) override;

  void keep(const State& of_the_show);
  void keep_eyes(const EyesChoice& eyes);
  void follow_profile(const std::string& key);

  const TimePoint started_at_ = Clock::now();
  AsioLoop loop_;
  StateFile state_file_;
  State state_;
  Profiles profiles_;
  const Loaded loaded_;
  Detector detector_;
  std::optional<SpeechDetector> hearing_;  // nothing: the commentator talks over the programme
  std::unique_ptr<StandInEngine> engine_;
  std::unique_ptr<Voices> voice_;        // nullptr: off
  std::optional<VoiceSamples> samples_;  // the same
  std::unique_ptr<RoomPresenter> room_;  // nullptr: LiveKit is off
  whip::Endpoint publishing_;
  Cameras cameras_;
  Record record_;
  NamedSources named_;
  Channel main_;
  Recorder recorder_;
  LastPictures last_pictures_;
  Library library_;
  Eyes eyes_;
  ModelShelf models_;
  HttpServer server_;
};

}  // namespace np
