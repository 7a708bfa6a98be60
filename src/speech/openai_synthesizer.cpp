#include "speech/openai_synthesizer.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cctype>
#include <exception>
#include <optional>
#include <utility>

#include "base/log.hpp"
#include "speech/speech_decoder.hpp"

namespace np {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto kFirstPause = seconds(1);
constexpr auto kLongestPause = seconds(30);
constexpr auto kAddedPause = milliseconds(150);  // besides what the server leaves itself
constexpr auto kLongestSentence = seconds(120);     // of sound; the rest is left out

ApiServer server_for(const OpenAiVoice& voice) {
  ApiServer server(voice.url, voice.key);
  server.what = "speech server";
  server.url_setting = "SPEECH_URL";
  server.key_setting = "SPEECH_API_KEY";
  server.model_setting = "SPEECH_MODEL";
  return server;
}

// Letters or digits of any script.
bool has_words(const std::string& text) {
  return std::ranges::any_of(text, [](unsigned char c) { return c >= 0x80 || std::isalnum(c); });
}

}  // namespace

OpenAiSynthesizer::OpenAiSynthesizer(Loop& loop, OpenAiVoice voice, std::unique_ptr<Synthesizer> fallback)
    : loop_(loop),
      voice_(std::move(voice)),
      server_(server_for(voice_)),
      fallback_(std::move(fallback)),
      worker_("speech server", kMaxWaiting) {}

OpenAiSynthesizer::~OpenAiSynthesizer() { cancel(); }

void OpenAiSynthesizer::speak(std::string sentence, ChunkFn on_chunk, DoneFn on_done) {
  const auto answer = [&](std::expected<void, Error> result) {
    loop_.post(answers_.guard([on_done, result = std::move(result)] { on_done(result); }));
  };
  if (sentence.size() > kMaxBytes)
    return answer(std::unexpected(
        Error(ErrorKind::kInvalid, "The text is too long to be spoken at once; give at most 20000 bytes.")));
  if (queue_.size() >= kMaxWaiting + (busy_ ? 1 : 0))
    return answer(
        std::unexpected(Error(ErrorKind::kUnavailable, "The voice is 64 sentences behind; this one is left out.")));
  queue_.push_back({std::move(sentence), std::move(on_chunk), std::move(on_done)});
  if (!busy_) next();
}

void OpenAiSynthesizer::cancel() {
  ++asked_;
  http_.cancel();
  answers_.renew();
  fallback_->cancel();
  busy_ = false;
  // What callbacks hold may be what calls.
  const auto dropped = std::exchange(queue_, {});
}

std::string OpenAiSynthesizer::name() const {
  if (in_outage()) return fallback_->name() + " (the speech server at " + server_.shown + " is away)";
  return voice_.voice + " at " + server_.shown;
}

void OpenAiSynthesizer::next() {
  if (queue_.empty()) return;
  busy_ = true;
  if (!has_words(queue_.front().text)) {
    loop_.post(answers_.guard([this] { done({}); }));
  } else if (in_outage() && loop_.now() < try_again_at_) {
    ask_fallback();
  } else {
    ask_server();
  }
}

void OpenAiSynthesizer::ask_server() {
  const ChunkFn give = answers_.guard([this](PcmPtr sound) { chunk(std::move(sound)); });
  const std::function<void(Outcome)> end = answers_.guard([this](Outcome outcome) { server_done(std::move(outcome)); });
  const bool taken = worker_.post([this, asked = asked_.load(), text = queue_.front().text, give, end] {
    http_.resume();
    if (asked_ != asked) return;
    Outcome outcome = stream(text, [&](PcmPtr sound) {
      loop_.post([give, sound = std::move(sound)]() mutable { give(std::move(sound)); });
    });
    loop_.post([end, outcome = std::move(outcome)]() mutable { end(std::move(outcome)); });
  });
  if (!taken) ask_fallback();
}

OpenAiSynthesizer::Outcome OpenAiSynthesizer::stream(const std::string& text, const std::function<void(PcmPtr)>& give) {
  const boost::json::object body = {
      {"model", voice_.model}, {"voice", voice_.voice}, {"input", text}, {"response_format", "pcm"}};
  HttpRequest request = server_.request("/v1/audio/speech", boost::json::serialize(body));
  request.first_byte_limit = seconds(10);
  request.silence_limit = seconds(10);
  Outcome outcome;
  HttpHead head;
  std::optional<SpeechDecoder> decoder;
  std::uint64_t samples = 0;
  const auto pass_on = [&](PcmPtr sound) {
    if (!sound) return true;
    samples += sound->samples.size();
    outcome.begun = true;
    give(std::move(sound));
    return samples_to_duration(samples) < kLongestSentence;
  };
  try {
    http_.exchange(
        request,
        [&](const HttpHead& answer) {
          head = answer;
          if (head.status == 200) decoder.emplace(head.header("content-type"));
          return head.status == 200;
        },
        [&](std::string_view piece) { return pass_on(decoder->push(piece)); });
    if (!decoder) throw refusal(server_, head);
    pass_on(decoder->finish(kAddedPause));
    if (samples == 0) throw Error(ErrorKind::kUnavailable, server_.name() + " sends no sound; its own log says more.");
  } catch (const Error& error) {
    outcome.wait = retry_after(head).value_or(Duration::zero());
    outcome.result = std::unexpected(error.kind() == ErrorKind::kUnsupported
                                         ? Error(error.kind(), server_.name() + " " + error.message())
                                         : about(server_, error));
  } catch (const std::exception& error) {
    log::error("The speech server could not be asked: {}", error.what());
    outcome.result = std::unexpected(Error(ErrorKind::kInternal, "A sentence could not be spoken."));
  }
  return outcome;
}

void OpenAiSynthesizer::server_done(Outcome outcome) {
  if (outcome.result) {
    if (in_outage()) log::info("{} is back.", server_.name());
    pause_ = Duration::zero();
    return done({});
  }
  const bool first = !in_outage();
  pause_ = first ? Duration(kFirstPause) : std::min<Duration>(pause_ * 2, kLongestPause);
  try_again_at_ = loop_.now() + std::max(pause_, outcome.wait);
  if (first) log::warn("{} {} speaks until it is back.", outcome.result.error().message(), fallback_->name());
  if (outcome.begun) return done(std::move(outcome.result));
  ask_fallback();
}

void OpenAiSynthesizer::ask_fallback() {
  fallback_->speak(queue_.front().text, answers_.guard([this](PcmPtr sound) { chunk(std::move(sound)); }),
                   answers_.guard([this](std::expected<void, Error> result) { done(std::move(result)); }));
}

void OpenAiSynthesizer::chunk(PcmPtr sound) {
  const ChunkFn on_chunk = queue_.front().on_chunk;  // it may cancel
  on_chunk(std::move(sound));
}

void OpenAiSynthesizer::done(std::expected<void, Error> result) {
  Sentence sentence = std::move(queue_.front());
  queue_.pop_front();
  busy_ = false;
  loop_.post(answers_.guard([this] {
    if (!busy_) next();
  }));
  sentence.on_done(std::move(result));
}

}  // namespace np
