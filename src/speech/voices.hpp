// All voices of the program, of which one is chosen for all shows: the neural one as several people, flite, and a
// speech server. Who is not there has its stand-in: the server the neural voice, that one flite. Loop thread only.
#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/loop.hpp"
#include "speech/openai_voice.hpp"
#include "speech/text_reader.hpp"
#include "speech/voice.hpp"

namespace np {

struct VoiceChoice {
  std::string_view key;          // "clara"
  std::string_view label;        // for people
  std::string_view description;  // one sentence
  std::string_view sample;       // what to say to hear it
};
inline constexpr std::string_view kServerVoice = "server";
// Every one there can be, the usual one first; the last is the server's.
std::span<const VoiceChoice> voice_choices();

class FliteVoice;
class NeuralVoice;
class StandInVoice;

class Voices final : public Voice {
 public:
  static constexpr double kSlowest = 0.8, kFastest = 1.4;

  struct Options {
    std::optional<SpeechServer> server;
    std::filesystem::path file;  // the neural voice's; empty: none
    std::string voice;           // a key; empty: the server where there is one, else the usual one
    double speed = 1;
    text::Lexicon lexicon;
  };
  // Where there is no such voice, that is told in the log, and the usual one speaks.
  Voices(Loop& loop, Options options);
  ~Voices() override;

  std::unique_ptr<VoiceSession> open_session(Loop& loop) override;
  VoiceStatus status() const override;
  bool speaks(std::string_view text) const override;

  // Those that can be chosen: the server's only where there is one.
  std::span<const VoiceChoice> choices() const;
  std::string_view chosen() const { return chosen_->key; }
  double speed() const { return speed_; }
  // From the next sentence on. Error{kInvalid}: one sentence; nothing is changed.
  std::expected<void, Error> choose(const std::string& key);
  std::expected<void, Error> set_speed(double speed);
  // Blocks until the neural voice is there or cannot be: for a run without a clock.
  void wait_loaded() const;

 private:
  void settle();

  const bool has_server_;
  const VoiceChoice* chosen_ = nullptr;
  double speed_ = 1;
  TextReader reader_;
  std::unique_ptr<Voice> all_;  // the outermost; the others are its parts
  OpenAiVoice* server_ = nullptr;
  StandInVoice* with_server_ = nullptr;
  NeuralVoice* neural_ = nullptr;
  StandInVoice* own_ = nullptr;
  FliteVoice* flite_ = nullptr;
};

}  // namespace np
