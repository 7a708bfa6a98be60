#include "speech/flite_voice_session.hpp"

#include <chrono>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "speech/flite.hpp"
#include "speech/sentence_limits.hpp"
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

std::deque<std::string> sentences_of(const std::string& text) {
  SentenceSplitter splitter;
  const auto sentences = splitter.push(text);
  std::deque<std::string> all(sentences.begin(), sentences.end());
  if (auto rest = splitter.flush()) all.push_back(std::move(*rest));
  return all;
}

}  // namespace

struct FliteVoiceSession::Text {
  Answers<PcmPtr>::Ticket ticket;
  std::string text;
  std::optional<std::deque<std::string>> left;  // its sentences that are not spoken yet; nullopt: it was not cut yet
};

struct FliteVoiceSession::Queue {
  std::mutex mutex;
  std::deque<Text> texts;
  bool has_turn = false;  // one is being taken or is in the worker's queue
};

FliteVoiceSession::FliteVoiceSession(Loop& loop, WorkerThread& worker)
    : worker_(worker), queue_(std::make_shared<Queue>()), answers_(loop) {}

FliteVoiceSession::~FliteVoiceSession() { cancel(); }

void FliteVoiceSession::speak(std::string sentence, ChunkFn on_chunk, DoneFn on_done) {
  Text text{.ticket = answers_.ask(std::move(on_chunk), std::move(on_done)), .text = std::move(sentence)};
  std::lock_guard lock(queue_->mutex);
  if (auto error = over_limit(text.text, queue_->texts.size()))
    return text.ticket.finish(std::unexpected(std::move(*error)));
  queue_->texts.push_back(std::move(text));
  if (!std::exchange(queue_->has_turn, true))
    std::ignore = worker_.post([&worker = worker_, queue = queue_] { take_turn(worker, queue); });
}

void FliteVoiceSession::cancel() {
  answers_.cancel();
  std::lock_guard lock(queue_->mutex);
  queue_->texts.clear();
}

void FliteVoiceSession::take_turn(WorkerThread& worker, const std::shared_ptr<Queue>& queue) {
  std::unique_lock lock(queue->mutex);
  if (queue->texts.empty()) {
    queue->has_turn = false;
    return;
  }
  Text text = std::move(queue->texts.front());
  queue->texts.pop_front();
  lock.unlock();
  const bool more = speak_one(text);
  lock.lock();
  if (more) queue->texts.push_front(std::move(text));
  lock.unlock();
  std::ignore = worker.post([&worker, queue] { take_turn(worker, queue); });
}

// True: the text goes on at the session's next turn.
bool FliteVoiceSession::speak_one(Text& text) {
  if (!text.ticket.wanted()) return false;
  const auto give = [&](PcmPtr sound) {
    if (sound) text.ticket.give(std::move(sound));
  };
  try {
    if (!text.left) text.left = sentences_of(speakable(text.text));
    if (!text.left->empty()) {
      const std::string sentence = std::move(text.left->front());
      text.left->pop_front();
      SpeechShaper shaper(flite::kRate, kGain);
      flite::say(sentence, [&](std::span<const std::int16_t> samples) {
        give(shaper.push(samples));
        return text.ticket.wanted();
      });
      give(shaper.finish(pause_after(sentence)));
    }
    if (!text.left->empty()) return true;
    text.ticket.finish({});
  } catch (const Error& error) {
    text.ticket.finish(std::unexpected(error));
  } catch (const std::exception& error) {
    log::error("The voice failed: {}", error.what());
    text.ticket.finish(std::unexpected(Error(ErrorKind::kInternal, "The voice could not speak a sentence.")));
  }
  return false;
}

}  // namespace np
