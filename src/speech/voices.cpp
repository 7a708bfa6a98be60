#include "speech/voices.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "base/format.hpp"
#include "base/log.hpp"
#include "speech/flite_voice.hpp"
#include "speech/messages.hpp"
#include "speech/neural_voice.hpp"
#include "speech/stand_in_voice.hpp"

namespace np {
namespace {

struct Cast {
  VoiceChoice choice;
  VoiceStyle style;
};
constexpr std::string_view kFlite = "flite";
constexpr std::array<Cast, 6> kCast{{
    {{"clara", "Clara", "A woman's voice, clear and lively: the neural voice as it was trained.",
      "Good evening, and welcome. What a start this is!"},
     {1, 1}},
    {{"victor", "Victor", "A man's voice, deep and calm.", "Thank you, Clara. Let us see who has the ball."},
     {0.62F, 0.86F, 0.8F}},
    {{"june", "June", "A young woman's voice, light and quick.",
      "Look at that! Three people are running across the yard."},
     {1.13F, 1, 0.2F}},
    {{"otto", "Otto", "A voice of some age, between high and low.", "The old clock on the tower says five past two."},
     {0.74F, 0.93F, 0.9F}},
    {{kFlite, "Flite", "The voice that needs no file: plain and a little mechanical.",
      "It is three to one after sixty minutes."},
     {}},
    {{kServerVoice, "Speech server", "The voice of the server that SPEECH_URL names.",
      "Hello. This is your speech server."},
     {}},
}};
constexpr auto kChoices = [] {
  std::array<VoiceChoice, kCast.size()> choices;
  std::ranges::transform(kCast, choices.begin(), &Cast::choice);
  return choices;
}();
static_assert(kChoices.back().key == kServerVoice);

}  // namespace

std::span<const VoiceChoice> voice_choices() { return kChoices; }

Voices::Voices(Loop& loop, Options options)
    : has_server_(options.server.has_value()), speed_(options.speed), reader_(std::move(options.lexicon)) {
  auto neural = std::make_unique<NeuralVoice>(std::move(options.file), NeuralVoice::Manner{}, reader_);
  auto flite = std::make_unique<FliteVoice>(reader_);
  neural_ = neural.get();
  flite_ = flite.get();
  auto own = std::make_unique<StandInVoice>(std::move(neural), std::move(flite));
  own_ = own.get();
  all_ = std::move(own);
  if (options.server) {
    auto server = std::make_unique<OpenAiVoice>(loop, std::move(*options.server));
    server_ = server.get();
    auto both = std::make_unique<StandInVoice>(std::move(server), std::move(all_));
    with_server_ = both.get();
    all_ = std::move(both);
  }
  const std::string usual(has_server_ ? kServerVoice : kChoices.front().key);
  if (options.voice.empty()) options.voice = usual;
  if (const auto done = choose(options.voice); !done) {
    log::warn("{} Until then \"{}\" speaks.", done.error().message(), usual);
    std::ignore = choose(usual);
  }
}
Voices::~Voices() = default;

std::unique_ptr<VoiceSession> Voices::open_session(Loop& loop) { return all_->open_session(loop); }

VoiceStatus Voices::status() const {
  VoiceStatus status = all_->status();
  if (status.detail.empty()) status.detail = reader_.complaint();
  return status;
}

bool Voices::speaks(std::string_view text) const { return all_->speaks(text); }

std::span<const VoiceChoice> Voices::choices() const {
  return std::span(kChoices).first(kChoices.size() - (has_server_ ? 0 : 1));
}

std::expected<void, Error> Voices::choose(const std::string& key) {
  const auto choice = std::ranges::find(choices(), key, &VoiceChoice::key);
  if (choice == choices().end()) {
    std::string keys;
    for (const VoiceChoice& one : choices()) keys += (keys.empty() ? "" : ", ") + std::string(one.key);
    const char* const why =
        key == kServerVoice ? "there is no speech server: SPEECH_URL names one. The others are" : "it is one of";
    return std::unexpected(Error(ErrorKind::kInvalid, np::format(messages::kNoSuchVoice, key, why, keys)));
  }
  chosen_ = &*choice;
  settle();
  return {};
}

std::expected<void, Error> Voices::set_speed(double speed) {
  if (!(speed >= kSlowest && speed <= kFastest))
    return std::unexpected(Error(ErrorKind::kInvalid, np::format(messages::kVoiceSpeed, kSlowest, kFastest)));
  speed_ = speed;
  settle();
  return {};
}

void Voices::settle() {
  // While the server is chosen, the usual person stands in for it.
  const Cast& person =
      chosen() == kServerVoice ? kCast.front() : kCast[static_cast<std::size_t>(chosen_ - kChoices.data())];
  neural_->set_manner({.name = std::string(person.choice.label), .style = person.style, .speed = speed_});
  flite_->set_speed(speed_);
  own_->prefer_wanted(chosen() != kFlite);
  if (!with_server_) return;
  server_->set_speed(speed_);
  with_server_->prefer_wanted(chosen() == kServerVoice);
}

void Voices::wait_loaded() const { neural_->wait_loaded(); }

}  // namespace np
