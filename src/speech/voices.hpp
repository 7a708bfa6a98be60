// All voices of the program; the chosen ones speak for all shows: the neural one as several people, flite, and a speech
// server's. A missing voice has its stand-in: the server the neural voice, that one flite. Each seat of the booth has a
// voice of its own. Loop thread only.
#pragma once

#include <array>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/loop.hpp"
#include "speech/server/openai_voice.hpp"
#include "speech/text/text_reader.hpp"
#include "speech/voice.hpp"

namespace np {

struct VoiceChoice {
  std::string key;          // "clara"; "server" is the one that SPEECH_VOICE names, "server:bella" another one there
  std::string label;        // for people
  std::string description;  // one sentence
  std::string sample;       // what to say to hear it
};
inline constexpr std::string_view kServerVoice = "server";
inline constexpr std::string_view kOfServer = "server:";
// The voices of this process, the usual one first, then the server's own and these others that it lists.
std::vector<VoiceChoice> own_voice_choices();
std::vector<VoiceChoice> server_voice_choices(const SpeechServer& server, const std::vector<std::string>& names);

class FliteVoice;
class NeuralVoice;
class StandInVoice;

class Voices final : public Voice {
 public:
  static constexpr double kSlowest = 0.8, kFastest = 1.4;

  struct Options {
    std::optional<SpeechServer> server;
    std::filesystem::path file;   // the neural voice's; empty: none
    std::string voice;            // a key; empty: the server if there is one, otherwise the usual one
    std::string second;           // of the second seat; empty: another person than the first
    std::optional<double> speed;  // nullopt: nobody has chosen one
    text::Lexicon lexicon;
  };
  // If there is no such voice, it logs that, and the usual one speaks.
  Voices(Loop& loop, Options options);
  ~Voices() override;

  std::unique_ptr<VoiceSession> open_session(Loop& loop) override;
  // A session that says all its sentences in this voice, whatever is chosen, at the usual speed. It has no stand-in.
  // Error{kInvalid}: there is none.
  std::expected<std::unique_ptr<VoiceSession>, Error> open_session_as(Loop& loop, const std::string& key);
  // `chosen` and `speed` are those of the first seat.
  VoiceStatus status() const override;
  bool speaks(std::string_view text) const override;

  // The voices that can be chosen: the server's only if there is one.
  std::vector<VoiceChoice> choices() const;
  const std::string& chosen(Seat seat = Seat::kFirst) const { return keys_[static_cast<std::size_t>(seat)]; }
  double speed() const { return speed_.value_or(usual_speed_); }
  // The profile's speed, which applies unless somebody has chosen another.
  double usual_speed() const { return usual_speed_; }
  void set_usual_speed(double speed);
  // From the next sentence on. Error{kInvalid}: one sentence; nothing is changed. nullopt: the usual speed.
  std::expected<void, Error> choose(const std::string& key);
  std::expected<void, Error> set_speed(std::optional<double> speed);
  // Blocks until the neural voice is there or cannot be: for a run without a clock.
  void wait_loaded() const;

 private:
  std::expected<void, Error> check(const std::string& key) const;
  void settle();
  void settle(Seat seat);

  std::array<std::string, std::size(kSeats)> keys_;
  bool second_is_chosen_ = false;  // by its name
  std::optional<double> speed_;
  double usual_speed_ = 1;
  TextReader reader_;
  std::unique_ptr<Voice> all_;  // the outermost; the others are its parts
  OpenAiVoice* server_ = nullptr;
  StandInVoice* with_server_ = nullptr;
  NeuralVoice* neural_ = nullptr;
  StandInVoice* own_ = nullptr;
  FliteVoice* flite_ = nullptr;
};

}  // namespace np
