// Requests that a worker answers on the loop: parts as the worker makes them, then one end. A request that is no longer
// wanted gets no more callbacks. Every class that wraps a blocking library needs this delicate code, so it is written
// once, here.
#pragma once

#include <atomic>
#include <expected>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/loop_gate.hpp"

namespace np {

// The open questions. Loop thread. Its destructor cancels them; no callback comes afterwards. Callbacks are called and
// destroyed on the loop, wherever the last ticket is destroyed.
template <typename Part, typename Result = void>
class Answers {
 public:
  using PartFn = std::function<void(Part)>;
  using DoneFn = std::function<void(std::expected<Result, Error>)>;

 private:
  struct Question {
    PartFn on_part;
    DoneFn on_done;
    std::shared_ptr<std::atomic<bool>> wanted;
  };

 public:
  // One question, as its worker holds it. Any thread; may outlive everything. Copies are the same question.
  class Ticket {
   public:
    // False: nobody waits for the answer any more, so the work may stop.
    bool wanted() const { return *wanted_; }
    void give(Part part) const {
      gate_->post([question = question_, part = std::move(part)]() mutable {
        // Held here, because its callback may cancel it.
        if (const auto asked = question.lock()) asked->on_part(std::move(part));
      });
    }
    // Ends the answer. Parts and ends that come afterwards are dropped.
    void finish(std::expected<Result, Error> result) const {
      gate_->post([question = question_, open = open_, result = std::move(result)]() mutable {
        const auto asked = question.lock();
        const auto questions = open.lock();
        if (!asked || !questions) return;
        std::erase(*questions, asked);
        asked->on_done(std::move(result));
      });
    }

   private:
    friend class Answers;
    Ticket() = default;
    std::shared_ptr<LoopGate> gate_;
    std::weak_ptr<std::vector<std::shared_ptr<Question>>> open_;
    std::weak_ptr<Question> question_;
    std::shared_ptr<std::atomic<bool>> wanted_;
  };

  explicit Answers(Loop& loop) : gate_(std::make_shared<LoopGate>(loop)) {}
  ~Answers() {
    cancel();
    gate_->close();
  }
  Answers(const Answers&) = delete;

  Ticket ask(PartFn on_part, DoneFn on_done) {
    const auto question =
        std::make_shared<Question>(std::move(on_part), std::move(on_done), std::make_shared<std::atomic<bool>>(true));
    open_->push_back(question);
    Ticket ticket;
    ticket.gate_ = gate_;
    ticket.open_ = open_;
    ticket.question_ = question;
    ticket.wanted_ = question->wanted;
    return ticket;
  }
  // Cancels all open questions; a callback may call it.
  void cancel() {
    const auto dropped = std::exchange(*open_, {});
    for (const auto& question : dropped) *question->wanted = false;
  }
  std::size_t open() const { return open_->size(); }

 private:
  std::shared_ptr<LoopGate> gate_;
  std::shared_ptr<std::vector<std::shared_ptr<Question>>> open_ =
      std::make_shared<std::vector<std::shared_ptr<Question>>>();
};

}  // namespace np
