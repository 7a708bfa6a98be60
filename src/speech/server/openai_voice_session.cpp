#include "speech/server/openai_voice_session.hpp"

#include <algorithm>
#include <cctype>
#include <exception>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include "base/log.hpp"
#include "speech/server/openai_voice.hpp"
#include "speech/server/server_json.hpp"
#include "speech/server/speech_decoder.hpp"
#include "speech/speech_shaper.hpp"
#include "speech/text/sentence_limits.hpp"
#include "speech/text/spoken_sentences.hpp"

namespace np {
namespace {

using std::chrono::seconds;

constexpr auto kLongestSentence = seconds(120);    // of sound; the rest is left out
constexpr std::size_t kMostOfRefusal = 16 * 1024;  // bytes
constexpr Duration kRefusalTakes = seconds(2);

// Letters or digits of any script.
bool has_words(const std::string& text) {
  return std::ranges::any_of(text, [](unsigned char c) { return c >= 0x80 || std::isalnum(c); });
}

// Where a server says that it is the voice, that setting is the one to look at.
Error refused(ApiServer server, const HttpHead& head, const std::string& body) {
  const std::string message = speech_server::error_message(body);
  if (message.contains("oice")) server.model_setting = "SPEECH_VOICE";
  return refusal(server, head, message);
}

}  // namespace

OpenAiVoiceSession::OpenAiVoiceSession(Loop& loop, const Of& of, std::function<std::string(Seat)> who)
    : of_(of), who_(std::move(who)), answers_(loop), worker_("speech server", kMaxWaiting) {}

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
          of_.outage.over();
        } else {
          of_.outage.failed(result.error().message(), *wait);
        }
        on_done(std::move(result));
      });
  std::ignore = worker_.post([this, ticket, wait, text = std::move(sentence), voice = who_(seat_)] {
    http_.resume();
    if (ticket.wanted()) ticket.finish(stream(text, voice, ticket, *wait));
  });
}

void OpenAiVoiceSession::cancel() {
  answers_.cancel();
  worker_.clear();
  http_.cancel();
}

std::expected<void, Error> OpenAiVoiceSession::stream(const std::string& text, const std::string& voice,
                                                      const Ticket& ticket, Duration& wait) {
  const ApiServer& server = of_.server;
  const unsigned refused_before = of_.refused;
  const speech_server::SpeechRequest asked_for{
      .model = of_.settings.model,
      .voice = voice,
      .text = text,
      .instructions = refused_before & speech_server::kInstructions ? "" : std::string_view(of_.settings.instructions),
      .speed = refused_before & speech_server::kSpeed ? 1 : of_.speed.load(),
      .wav = (refused_before & speech_server::kPcm) != 0};
  HttpRequest request = server.request("/v1/audio/speech", speech_server::speech_request(asked_for));
  request.first_byte_limit = request.silence_limit = of_.settings.most_behind;
  HttpHead head;
  std::optional<SpeechDecoder> decoder;
  SpeechShaper shaper(kSampleRate, of_.loudness.now());
  std::string refusal_text;
  Duration sent{}, heard{};  // silence is sent and not heard
  const auto give = [&](PcmPtr sound) {
    if (!sound) return;
    heard += samples_to_duration(sound->samples.size());
    ticket.give(std::move(sound));
  };
  const auto pass_on = [&](const std::vector<float>& sound) {
    sent += samples_to_duration(sound.size());
    give(shaper.push(sound));
    return sent < kLongestSentence;
  };
  try {
    const TimePoint asked = Clock::now();
    Duration before_answer{};
    http_.exchange(
        request,
        [&](const HttpHead& answer) {
          head = answer;
          before_answer = Clock::now() - asked;
          http_.limit_total(before_answer + (head.status == 200 ? of_.settings.most_behind : kRefusalTakes));
          if (head.status == 200) decoder.emplace(head.header("content-type"));
          return true;
        },
        [&](std::string_view piece) {
          if (!decoder) {
            refusal_text += piece;
            return refusal_text.size() < kMostOfRefusal;
          }
          const bool more = pass_on(decoder->push(piece));
          http_.limit_total(before_answer + of_.settings.most_behind + heard);
          return more;
        });
    if (!decoder) throw refused(server, head, refusal_text);
    pass_on(decoder->finish());
    give(shaper.finish(pause_after(text)));
    of_.loudness.learn(shaper.measured());
    if (sent == Duration::zero())
      throw Error(ErrorKind::kUnavailable, server.name() + " sends no sound; its own log says more.");
    return {};
  } catch (const Error& error) {
    wait = retry_after(head).value_or(Duration::zero());
    // Each attempt leaves less to refuse.
    if (head.status == 400 || head.status == 422)
      if (const auto refused = speech_server::refused_in(refusal_text, asked_for)) {
        of_.refused |= refused;
        return stream(text, voice, ticket, wait);
      }
    // The body of a refusal may be incomplete.
    if (head.status != 0 && head.status != 200) return std::unexpected(refused(server, head, refusal_text));
    return std::unexpected(error.kind() == ErrorKind::kUnsupported
                               ? Error(error.kind(), server.name() + " " + error.message())
                               : about(server, error));
  } catch (const std::exception& error) {
    log::error("The speech server could not be asked: {}", error.what());
    return std::unexpected(Error(ErrorKind::kInternal, "A sentence could not be spoken."));
  }
}

}  // namespace np
