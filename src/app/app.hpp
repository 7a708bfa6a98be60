// `nerdpudding serve`: the inventory. Every long-lived part is a member, in start order; destruction in reverse is the shutdown.
#pragma once

#include <memory>

#include "app/channel.hpp"
#include "app/room_presenter.hpp"
#include "base/asio_loop.hpp"
#include "config/profiles.hpp"
#include "config/settings.hpp"
#include "config/state_file.hpp"
#include "engine/engine.hpp"
#include "http/server.hpp"
#include "http/show.hpp"
#include "speech/synthesizer.hpp"

namespace np {

class App final : private Show {
 public:
  // Binds the port; throws Error with one sentence where something essential is missing.
  explicit App(Loaded loaded);
  ~App() override;

  // Blocks until quit(). Main thread: it becomes the I/O thread.
  void run();
  // Any thread.
  void quit() { loop_.stop(); }

 private:
  StatusReport status() const override;
  void start(std::string source, bool wait, Done done) override;
  std::expected<void, Error> retry_source() override;
  void stop() override;
  void set_instruction(std::string instruction) override;
  std::vector<ProfileChoice> profiles() const override;
  std::expected<void, Error> set_profile(const std::string& key) override;
  std::vector<PresetChoice> presets() const override;
  std::expected<void, Error> set_preset(const std::string& key) override;
  std::expected<RoomTicket, Error> room_ticket(const std::string& identity, const std::string& name) override;
  EventLog& events() override { return main_.events(); }
  DisplayBuffer& display() override { return main_.display(); }
  AudioStream* audio() override { return main_.audio(); }
  Duration delay() const override { return main_.commentator().delay(); }
  double picture_rate() const override;
  void viewer_came() override { main_.viewer_came(); }
  void viewer_left() override { main_.viewer_left(); }
  void picture_now(PictureDone done) override { main_.picture_now(std::move(done)); }

  void tell_settings();
  void keep_state();

  const TimePoint started_at_ = Clock::now();
  AsioLoop loop_;
  StateFile state_file_;
  State state_;
  Profiles profiles_;
  Loaded loaded_;
  std::string profile_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Synthesizer> voice_;
  std::unique_ptr<RoomPresenter> room_;  // nullptr: LiveKit is off
  Channel main_;
  HttpServer server_;
};

}  // namespace np
