#include "speech/voices.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/format.hpp"
#include "base/log.hpp"
#include "speech/flite/flite_voice.hpp"
#include "speech/messages.hpp"
#include "speech/neural/neural_voice.hpp"
#include "speech/stand_in_voice.hpp"

namespace np {
namespace {

// Who has no place in the neural network is flite.
struct Person {
  std::string_view key, label, description, sample;
  std::optional<VoiceStyle> style;
};
constexpr std::string_view kFlite = "flite";
constexpr std::array<Person, 5> kPeople{{
    {"clara", "Clara", "A woman's voice, clear and lively: the neural voice as it was trained.",
     "Good evening, and welcome. What a start this is!", VoiceStyle{1, 1}},
    {"victor", "Victor", "A man's voice, deep and calm.", "Thank you, Clara. Let us see who has the ball.",
     VoiceStyle{0.62F, 0.86F, 0.8F}},
    {"june", "June", "A young woman's voice, light and quick.",
     "Look at that! Three people are running across the yard.", VoiceStyle{1.13F, 1, 0.2F}},
    {"otto", "Otto", "A voice of some age, between high and low.", "The old clock on the tower says five past two.",
     VoiceStyle{0.74F, 0.93F, 0.9F}},
    {kFlite, "Flite", "The voice that needs no file: plain and a little mechanical.",
     "It is three to one after sixty minutes.", std::nullopt},
}};
constexpr const Person& kUsual = kPeople[0];
constexpr const Person& kUsualSecond = kPeople[1];
constexpr double kFlitesSecondPitch = 1.3;
constexpr std::string_view kServerSample = "Hello. This is your speech server.";

// nullptr: it is the server's, or nobody's.
const Person* person(std::string_view key) {
  const auto found = std::ranges::find(kPeople, key, &Person::key);
  return found == kPeople.end() ? nullptr : &*found;
}

bool is_of_server(std::string_view key) {
  return key == kServerVoice || (key.starts_with(kOfServer) && key.size() > kOfServer.size());
}

std::string name_at_server(std::string_view key, const std::string& usual) {
  return key == kServerVoice ? usual : std::string(key.substr(kOfServer.size()));
}

// Who is heard beside that one and is somebody else.
const Person& other_than(std::string_view key) { return key == kUsualSecond.key ? kUsual : kUsualSecond; }

FliteVoice::Manner flite_manner(double speed, Seat seat) {
  return {.speed = speed, .pitch = seat == Seat::kFirst ? 1 : kFlitesSecondPitch};
}

}  // namespace

std::vector<VoiceChoice> own_voice_choices() {
  std::vector<VoiceChoice> choices;
  for (const Person& p : kPeople)
    choices.push_back({std::string(p.key), std::string(p.label), std::string(p.description), std::string(p.sample)});
  return choices;
}

std::vector<VoiceChoice> server_voice_choices(const SpeechServer& server, const std::vector<std::string>& names) {
  std::vector<VoiceChoice> choices{{std::string(kServerVoice), server.voice,
                                    "The voice of the speech server that SPEECH_VOICE names.",
                                    std::string(kServerSample)}};
  for (const std::string& name : names)
    if (name != server.voice)
      choices.push_back(
          {std::string(kOfServer) + name, name, "Another voice of the speech server.", std::string(kServerSample)});
  return choices;
}

Voices::Voices(Loop& loop, Options options) : speed_(options.speed), reader_(std::move(options.lexicon)) {
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
  const auto settle_on = [&](Seat seat, const std::string& wanted, std::string_view usual) {
    const auto done = wanted.empty() ? std::expected<void, Error>() : check(wanted);
    if (!done) log::warn("{} Until then \"{}\" speaks.", done.error().message(), usual);
    const bool taken = done && !wanted.empty();
    keys_[static_cast<std::size_t>(seat)] = taken ? wanted : std::string(usual);
    return taken;
  };
  settle_on(Seat::kFirst, options.voice, server_ ? kServerVoice : kUsual.key);
  second_is_chosen_ = settle_on(Seat::kSecond, options.second, other_than(chosen()).key);
  settle();
}
Voices::~Voices() = default;

std::unique_ptr<VoiceSession> Voices::open_session(Loop& loop) { return all_->open_session(loop); }

std::expected<std::unique_ptr<VoiceSession>, Error> Voices::open_session_as(Loop& loop, const std::string& key) {
  if (const auto done = check(key); !done) return std::unexpected(done.error());
  const Person* const p = person(key);
  if (!p) return server_->open_session_as(loop, name_at_server(key, server_->settings().voice));
  if (!p->style) return flite_->open_session_as(loop, flite_manner(speed(), Seat::kFirst));
  return neural_->open_session_as(loop, {.name = std::string(p->label), .style = *p->style, .speed = speed()});
}

VoiceStatus Voices::status() const {
  VoiceStatus status = all_->status();
  // The server reads other languages; the reader knows of what the program's own voices were given.
  const bool by_server = server_ && is_of_server(chosen()) && status.awaited.empty();
  if (status.detail.empty() && !by_server) status.detail = reader_.complaint();
  status.chosen = chosen();
  status.speed = speed();
  status.usual_speed = usual_speed();
  return status;
}

bool Voices::speaks(std::string_view text) const { return all_->speaks(text); }

std::vector<VoiceChoice> Voices::choices() const {
  std::vector<VoiceChoice> choices = own_voice_choices();
  if (!server_) return choices;
  std::vector<std::string> names = server_->voice_names();
  // Whoever has a seat is in the list, whether the server names them or not.
  for (const std::string& key : keys_)
    if (key.starts_with(kOfServer))
      if (const std::string name = name_at_server(key, ""); !std::ranges::contains(names, name)) names.push_back(name);
  for (VoiceChoice& choice : server_voice_choices(server_->settings(), names)) choices.push_back(std::move(choice));
  return choices;
}

std::expected<void, Error> Voices::check(const std::string& key) const {
  if (person(key) || (server_ && is_of_server(key))) return {};
  std::string keys;
  for (const Person& one : kPeople) keys += (keys.empty() ? "" : ", ") + std::string(one.key);
  if (server_) keys += ", " + std::string(kServerVoice);
  const char* const why =
      is_of_server(key) ? "there is no speech server: SPEECH_URL names one. The others are" : "it is one of";
  return std::unexpected(Error(ErrorKind::kInvalid, np::format(messages::kNoSuchVoice, key, why, keys)));
}

std::expected<void, Error> Voices::choose(const std::string& key) {
  if (auto done = check(key); !done) return done;
  keys_.front() = key;
  settle();
  return {};
}

std::expected<void, Error> Voices::set_speed(std::optional<double> speed) {
  if (speed && !(*speed >= kSlowest && *speed <= kFastest))
    return std::unexpected(Error(ErrorKind::kInvalid, np::format(messages::kVoiceSpeed, kSlowest, kFastest)));
  speed_ = speed;
  settle();
  return {};
}

void Voices::set_usual_speed(double speed) {
  usual_speed_ = std::clamp(speed, kSlowest, kFastest);
  settle();
}

void Voices::settle() {
  if (!second_is_chosen_) keys_.back() = std::string(other_than(chosen()).key);
  for (const Seat seat : kSeats) settle(seat);
}

void Voices::settle(Seat seat) {
  const std::string& key = chosen(seat);
  // While a server's voice is chosen, somebody stands in for it: another one in each seat.
  const Person* p = person(key);
  if (!p) p = seat == Seat::kFirst ? &kUsual : &other_than(person(chosen()) ? chosen() : kUsual.key);
  flite_->set_manner(flite_manner(speed(), seat), seat);
  if (p->style) neural_->set_manner({.name = std::string(p->label), .style = *p->style, .speed = speed()}, seat);
  own_->prefer_wanted(p->style.has_value(), seat);
  if (!server_) return;
  if (is_of_server(key)) server_->set_voice(name_at_server(key, server_->settings().voice), seat);
  server_->set_speed(speed());
  with_server_->prefer_wanted(is_of_server(key), seat);
}

void Voices::wait_loaded() const { neural_->wait_loaded(); }

}  // namespace np
