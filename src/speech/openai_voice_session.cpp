#include "speech/openai_voice_session.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cctype>
#include <exception>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include "base/log.hpp"
#include "speech/sentence_limits.hpp"
#include "speech/speech_decoder.hpp"
#include "speech/speech_shaper.hpp"
#include "speech/spoken_sentences.hpp"

namespace np {
namespace {

using std::chrono::seconds;

constexpr auto kLongestSentence = seconds(120);  // of sound; the rest is left out

// Letters or digits of any script.
bool has_words(const std::string& text) {
  return std::ranges::any_of(text, [](unsigned char c) { return c >= 0x80 || std::isalnum(c); });
}

}  // namespace

OpenAiVoiceSession::OpenAiVoiceSession(Loop& loop, const ApiServer& server, std::string model, std::string voice,
                                       Outage& outage, UsualLoudness& loudness, const std::atomic<double>& speed)
    : server_(server),
      model_(std::move(model)),
      voice_(std::move(voice)),
      outage_(outage),
      loudness_(loudness),
      speed_(speed),
      answers_(loop),
      worker_("speech server", kMaxWaiting) {}

OpenAiVoiceSession::~OpenAiVoiceSession() { cancel(); }

void OpenAiVoiceSession::speak(std::string sentence, ChunkFn on_chunk, DoneFn on_done) {
  if (auto error = over_limit(sentence, worker_.queued()))
    return answers_.ask({}, std::move(on_done)).finish(std::unexpected(std::move(*error)));
  if (!has_words(sentence)) {
    const Ticket ticket = answers_.ask({}, std::move(on_done));
    std::ignore = worker_.post([ticket] { ticket.finish({}); });  // after those before it
    return;
  }
  const auto wait = std::make_shared<Duration>();  // the worker's until it finishes the ticket
  const Ticket ticket =
      answers_.ask(std::move(on_chunk), [this, wait, on_done = std::move(on_done)](std::expected<void, Error> result) {
        if (result) {
          outage_.over();
        } else {
          outage_.failed(result.error().message(), *wait);
        }
        on_done(std::move(result));
      });
  std::ignore = worker_.post([this, ticket, wait, text = std::move(sentence)] {
    http_.resume();
    if (ticket.wanted()) ticket.finish(stream(text, ticket, *wait));
  });
}

void OpenAiVoiceSession::cancel() {
  answers_.cancel();
  worker_.clear();
  http_.cancel();
}

std::expected<void, Error> OpenAiVoiceSession::stream(const std::string& text, const Ticket& ticket, Duration& wait) {
  boost::json::object body = {{"model", model_}, {"voice", voice_}, {"input", text}, {"response_format", "pcm"}};
  // Some servers know no speed, so they are asked for one only when somebody wants another.
  if (const double speed = speed_; speed != 1) body["speed"] = speed;
  HttpRequest request = server_.request("/v1/audio/speech", boost::json::serialize(body));
  request.first_byte_limit = seconds(10);
  request.silence_limit = seconds(10);
  HttpHead head;
  std::optional<SpeechDecoder> decoder;
  SpeechShaper shaper(kSampleRate, loudness_.now());
  std::uint64_t samples = 0;
  const auto give = [&](PcmPtr sound) {
    if (sound) ticket.give(std::move(sound));
  };
  const auto pass_on = [&](const std::vector<float>& sound) {
    samples += sound.size();
    give(shaper.push(sound));
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
    pass_on(decoder->finish());
    give(shaper.finish(pause_after(text)));
    loudness_.learn(shaper.measured());
    if (samples == 0) throw Error(ErrorKind::kUnavailable, server_.name() + " sends no sound; its own log says more.");
    return {};
  } catch (const Error& error) {
    wait = retry_after(head).value_or(Duration::zero());
    return std::unexpected(error.kind() == ErrorKind::kUnsupported
                               ? Error(error.kind(), server_.name() + " " + error.message())
                               : about(server_, error));
  } catch (const std::exception& error) {
    log::error("The speech server could not be asked: {}", error.what());
    return std::unexpected(Error(ErrorKind::kInternal, "A sentence could not be spoken."));
  }
}

}  // namespace np
