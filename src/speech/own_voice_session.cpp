#include "speech/own_voice_session.hpp"

#include <deque>
#include <exception>
#include <mutex>
#include <tuple>
#include <utility>

#include "base/log.hpp"
#include "speech/text/sentence_limits.hpp"

namespace np {

struct OwnVoiceSession::Text {
  Answers<PcmPtr>::Ticket ticket;
  std::string text;
  Seat seat = Seat::kFirst;
  std::unique_ptr<Utterance> utterance;  // nullptr: it has not begun
};

struct OwnVoiceSession::Queue {
  const Begin begin;
  std::mutex mutex;
  std::deque<Text> texts;
  bool has_turn = false;  // one is being taken or is in the worker's queue
};

OwnVoiceSession::OwnVoiceSession(Loop& loop, WorkerThread& worker, Begin begin, std::function<void()> on_cancel)
    : worker_(worker),
      queue_(std::make_shared<Queue>(std::move(begin))),
      on_cancel_(std::move(on_cancel)),
      answers_(loop) {}

OwnVoiceSession::~OwnVoiceSession() { cancel(); }

void OwnVoiceSession::speak(std::string sentence, ChunkFn on_chunk, DoneFn on_done) {
  Text text{
      .ticket = answers_.ask(std::move(on_chunk), std::move(on_done)), .text = std::move(sentence), .seat = seat_};
  std::lock_guard lock(queue_->mutex);
  if (auto error = over_limit(text.text, queue_->texts.size()))
    return text.ticket.finish(std::unexpected(std::move(*error)));
  queue_->texts.push_back(std::move(text));
  if (!std::exchange(queue_->has_turn, true))
    std::ignore = worker_.post([&worker = worker_, queue = queue_] { take_turn(worker, queue); });
}

void OwnVoiceSession::cancel() {
  answers_.cancel();
  {
    std::lock_guard lock(queue_->mutex);
    queue_->texts.clear();
  }
  if (on_cancel_) on_cancel_();
}

void OwnVoiceSession::take_turn(WorkerThread& worker, const std::shared_ptr<Queue>& queue) {
  std::unique_lock lock(queue->mutex);
  if (queue->texts.empty()) {
    queue->has_turn = false;
    return;
  }
  Text text = std::move(queue->texts.front());
  queue->texts.pop_front();
  lock.unlock();
  const bool more = speak_some(text, queue->begin);
  lock.lock();
  if (more) queue->texts.push_front(std::move(text));
  lock.unlock();
  std::ignore = worker.post([&worker, queue] { take_turn(worker, queue); });
}

// True: the text goes on at the session's next turn.
bool OwnVoiceSession::speak_some(Text& text, const Begin& begin) {
  if (!text.ticket.wanted()) return false;
  try {
    if (!text.utterance) text.utterance = begin(text.text, text.seat);
    if (text.utterance->step(text.ticket)) return true;
    text.ticket.finish({});
  } catch (const Error& error) {
    // A copy of its own: exceptions share their text, and this one ends on the worker.
    text.ticket.finish(std::unexpected(Error(error.kind(), error.message())));
  } catch (const std::exception& error) {
    log::error("The voice failed: {}", error.what());
    text.ticket.finish(std::unexpected(Error(ErrorKind::kInternal, "The voice could not speak a sentence.")));
  }
  return false;
}

}  // namespace np
