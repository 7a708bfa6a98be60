// `nerdpudding serve`: the inventory. Every long-lived part is a member, in start order; destruction in reverse is the shutdown.
#pragma once

#include <memory>

#include "app/room_presenter.hpp"
#include "base/asio_loop.hpp"
#include "channel/channel.hpp"
#include "config/profiles.hpp"
#include "config/settings.hpp"
#include "config/state_file.hpp"
#include "engine/engine.hpp"
#include "perception/detector.hpp"
#include "http/house.hpp"
#include "http/server.hpp"
#include "speech/voices.hpp"

namespace np {

class App final : private House {
 public:
  // Binds the port; throws Error with one sentence where something essential is missing.
  explicit App(Loaded loaded);
  ~App() override;

  // Blocks until quit(). Main thread: it becomes the I/O thread.
  void run();
  // Any thread.
  void quit() { loop_.stop(); }

 private:
  HouseReport report() const override;
  std::vector<ProfileChoice> profiles() const override;
  std::vector<PresetChoice> presets() const override;
  VoicesReport voices() const override;
  std::expected<void, Error> choose_voice(const std::string* key, const double* speed) override;
  std::expected<RoomTicket, Error> room_ticket(const std::string& identity, const std::string& name) override;

  void keep(const State& of_the_show);

  const TimePoint started_at_ = Clock::now();
  AsioLoop loop_;
  StateFile state_file_;
  State state_;
  Profiles profiles_;
  const Loaded loaded_;
  Detector detector_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Voices> voice_;        // nullptr: off
  std::unique_ptr<RoomPresenter> room_;  // nullptr: LiveKit is off
  Channel main_;
  HttpServer server_;
};

}  // namespace np
