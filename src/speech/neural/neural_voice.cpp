#include "speech/neural/neural_voice.hpp"

#include <condition_variable>
#include <exception>
#include <limits>
#include <mutex>
#include <optional>
#include <tuple>
#include <utility>

#include "base/heap.hpp"
#include "base/log.hpp"
#include "speech/messages.hpp"
#include "speech/neural/neural_utterance.hpp"
#include "speech/seated.hpp"

namespace np {

struct NeuralVoice::Shared {
  Shared(std::filesystem::path its_file, const Manner& its_manner, const TextReader& its_reader)
      : file(std::move(its_file)), reader(its_reader), manners(its_manner) {}

  // Worker.
  void load() {
    try {
      network = std::make_unique<AcousticNetwork>(file);
      return_free_memory();  // of the file
      settle({.ready = true});
    } catch (const std::exception& error) {
      log::warn(messages::kFliteInstead, error.what());
      settle({.detail = error.what()});
    }
  }

  void settle(VoiceStatus now) {
    {
      const std::lock_guard lock(mutex);
      status = std::move(now);
    }
    settled.notify_all();
  }

  // Worker.
  AcousticNetwork::Answer run(std::span<const std::int64_t> phonemes, float speed, const Utterance::Ticket& ticket) {
    if (!network) throw Error(ErrorKind::kUnavailable, "The neural voice is not there.");
    const auto set_asker = [&](std::optional<Utterance::Ticket> now) {
      const std::lock_guard lock(mutex);
      asker = std::move(now);
    };
    set_asker(ticket);
    try {
      auto answer = network->speak(phonemes, speed);
      set_asker(std::nullopt);
      return answer;
    } catch (...) {
      set_asker(std::nullopt);
      throw;
    }
  }

  // Any thread. Ends a run that nobody waits for.
  void hurry() {
    const std::lock_guard lock(mutex);
    if (asker && !asker->wanted()) network->stop();
  }

  // Worker.
  std::unique_ptr<Utterance> begin(const std::string& text, const Manner& now) {
    return std::make_unique<NeuralUtterance>(
        reader.read(text), now.style, now.speed,
        [this](auto phonemes, float speed, const auto& ticket) { return run(phonemes, speed, ticket); });
  }

  const std::filesystem::path file;
  const TextReader& reader;
  Seated<Manner> manners;
  mutable std::mutex mutex;
  mutable std::condition_variable settled;
  VoiceStatus status{.starting = true, .detail = "The neural voice is loading."};
  std::optional<Utterance::Ticket> asker;    // whom the network runs for
  std::unique_ptr<AcousticNetwork> network;  // the worker's
};

// A session has at most one turn in the worker's queue, so that their number bounds it.
NeuralVoice::NeuralVoice(std::filesystem::path file, Manner manner, const TextReader& reader)
    : shared_(std::make_unique<Shared>(std::move(file), manner, reader)),
      worker_("voice", std::numeric_limits<std::size_t>::max()) {
  if (shared_->file.empty()) {
    shared_->settle({.detail = messages::kVoiceFileOff});
  } else {
    std::ignore = worker_.post([shared = shared_.get()] { shared->load(); });
  }
}
NeuralVoice::~NeuralVoice() = default;

std::unique_ptr<VoiceSession> NeuralVoice::open_session(Loop& loop) {
  return std::make_unique<OwnVoiceSession>(
      loop, worker_,
      [shared = shared_.get()](const std::string& text, Seat seat) {
        return shared->begin(text, shared->manners.of(seat));
      },
      [shared = shared_.get()] { shared->hurry(); });
}

std::unique_ptr<VoiceSession> NeuralVoice::open_session_as(Loop& loop, Manner manner) {
  return std::make_unique<OwnVoiceSession>(
      loop, worker_,
      [shared = shared_.get(), manner = std::move(manner)](const std::string& text, Seat) {
        return shared->begin(text, manner);
      },
      [shared = shared_.get()] { shared->hurry(); });
}

VoiceStatus NeuralVoice::status() const {
  std::unique_lock lock(shared_->mutex);
  VoiceStatus status = shared_->status;
  lock.unlock();
  status.name = shared_->manners.of(Seat::kFirst).name;
  return status;
}

bool NeuralVoice::speaks(std::string_view text) const { return shared_->reader.reads(text); }

void NeuralVoice::set_manner(Manner manner, Seat seat) { shared_->manners.set(std::move(manner), seat); }

void NeuralVoice::wait_loaded() const {
  std::unique_lock lock(shared_->mutex);
  shared_->settled.wait(lock, [this] { return !shared_->status.starting; });
}

}  // namespace np
