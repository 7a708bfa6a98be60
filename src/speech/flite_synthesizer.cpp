#include "speech/flite_synthesizer.hpp"

#include <span>
#include <utility>

#include "base/log.hpp"
#include "speech/flite_voice.hpp"
#include "speech/sentence_splitter.hpp"
#include "speech/speakable.hpp"
#include "speech/speech_shaper.hpp"

namespace np {
namespace {

using std::chrono::milliseconds;

constexpr float kGain = 1.5F;
constexpr auto kSentencePause = milliseconds(250);
constexpr auto kClausePause = milliseconds(120);

Duration pause_after(const std::string& sentence) {
  return std::string_view(",;:-").contains(sentence.back()) ? kClausePause : kSentencePause;
}

std::vector<std::string> sentences_of(const std::string& text) {
  SentenceSplitter splitter;
  auto sentences = splitter.push(text);
  if (auto rest = splitter.flush()) sentences.push_back(std::move(*rest));
  return sentences;
}

}  // namespace

struct FliteSynthesizer::Job {
  std::string text;
  ChunkFn on_chunk;
  DoneFn on_done;
  std::shared_ptr<std::atomic<bool>> stop;  // set on the loop, where it is looked at before each callback
};

FliteSynthesizer::FliteSynthesizer(Loop& loop)
    : loop_(loop), stop_(std::make_shared<std::atomic<bool>>(false)), worker_("voice", kMaxWaiting) {}

FliteSynthesizer::~FliteSynthesizer() { *stop_ = true; }

void FliteSynthesizer::speak(std::string sentence, ChunkFn on_chunk, DoneFn on_done) {
  auto job = std::make_shared<Job>(std::move(sentence), std::move(on_chunk), std::move(on_done), stop_);
  auto refuse = [&](ErrorKind kind, const char* why) {
    loop_.post([job, error = Error(kind, why)] {
      if (!*job->stop) job->on_done(std::unexpected(error));
    });
  };
  if (job->text.size() > kMaxBytes)
    return refuse(ErrorKind::kInvalid, "The text is too long to be spoken at once; give at most 20000 bytes.");
  if (!worker_.post([this, job]() mutable { run(std::move(job)); }))
    refuse(ErrorKind::kUnavailable, "The voice is 64 sentences behind; this one is left out.");
}

void FliteSynthesizer::cancel() {
  *stop_ = true;
  stop_ = std::make_shared<std::atomic<bool>>(false);
  worker_.clear();
}

std::string FliteSynthesizer::name() const { return std::string("flite ") + flite::kVoice; }

void FliteSynthesizer::run(std::shared_ptr<Job> job) {
  const auto give = [&](PcmPtr chunk) {
    if (!chunk) return;
    loop_.post([job, chunk = std::move(chunk)]() mutable {
      if (!*job->stop) job->on_chunk(std::move(chunk));
    });
  };
  std::expected<void, Error> result;
  try {
    SpeechShaper shaper(flite::kRate, kGain);
    for (const std::string& sentence : sentences_of(speakable(job->text))) {
      flite::say(sentence, [&](std::span<const std::int16_t> samples) {
        if (!*job->stop) give(shaper.push(samples));
        return !*job->stop;
      });
      if (*job->stop) break;
      give(shaper.finish(pause_after(sentence)));
    }
  } catch (const Error& error) {
    result = std::unexpected(error);
  } catch (const std::exception& error) {
    log::error("The voice failed: {}", error.what());
    result = std::unexpected(Error(ErrorKind::kInternal, "The voice could not speak a sentence."));
  }
  // Moved: what the job holds is destroyed on the loop, also when it was cancelled.
  loop_.post([job = std::move(job), result = std::move(result)]() mutable {
    if (!*job->stop) job->on_done(std::move(result));
  });
}

}  // namespace np
