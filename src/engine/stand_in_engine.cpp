#include "engine/stand_in_engine.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <utility>

#include "base/format.hpp"
#include "engine/messages.hpp"

namespace np {
namespace {

constexpr auto kForgets = std::chrono::seconds(60);

}  // namespace

class StandInEngine::Session final : public EngineSession {
 public:
  Session(Loop& loop, StandInEngine& engine)
      : loop_(loop), engine_(engine), stand_in_(engine.stand_in_->open_session(loop)) {
    engine_.sessions_.push_back(this);
    follow();
  }
  ~Session() override { std::erase(engine_.sessions_, this); }

  // Opens a session of the engine that is wanted now.
  void follow() {
    std::unique_ptr<EngineSession> session = engine_.wanted_ ? engine_.wanted_->open_session(loop_) : nullptr;
    if (session) session->expect(outlook_);
    const std::lock_guard lock(mutex_);
    session_ = std::move(session);
    look_who_is_ready();
  }
  // Closes that session. What was under way there ends with an error, later on the loop.
  void leave() {
    std::unique_ptr<EngineSession> gone;
    {
      const std::lock_guard lock(mutex_);
      gone = std::move(session_);
      look_who_is_ready();
    }
    if (!gone) return;
    const Error why(ErrorKind::kEnded, messages::kOthersTakeOver);
    if (std::exchange(speaking_, stand_in_.get()) == gone.get() && on_done_)
      loop_.post(alive_.guard([this, why, number = number_] {
        if (number == number_) finish(std::unexpected(why));
      }));
    if (on_answer_)
      loop_.post(alive_.guard([this, why] {
        if (const auto answer = std::exchange(on_answer_, nullptr)) answer(std::unexpected(why));
      }));
  }

  void observe(FramePtr frame) override {
    const std::lock_guard lock(mutex_);
    // The wanted engine gets frames before it is ready, so that its first line need not wait for them.
    if (!ready_) stand_in_->observe(frame);
    if (session_) session_->observe(std::move(frame));
  }
  void perceive(FactsPtr facts) override {
    if (!ready_) stand_in_->perceive(facts);
    if (session_) session_->perceive(std::move(facts));
  }
  bool speaks_of_facts() const override { return best().speaks_of_facts(); }
  void expect(const Outlook& outlook) override {
    look_again();
    outlook_ = outlook;
    if (session_) session_->expect(outlook);
    stand_in_->expect(outlook);
  }
  void comment(CommentRequest request, PieceFn on_piece, DoneFn on_done) override {
    look_again();
    ++number_;
    speaking_ = &best();
    on_done_ = std::move(on_done);
    speaking_->comment(std::move(request), std::move(on_piece),
                       [this](std::expected<Answer, Error> result) { finish(std::move(result)); });
  }
  std::optional<LineKind> line_kind() const override { return speaking_ ? speaking_->line_kind() : std::nullopt; }
  void cancel() override {
    ++number_;
    on_done_ = nullptr;
    on_answer_ = nullptr;
    if (session_) session_->cancel();
    stand_in_->cancel();
  }
  bool takes_questions() const override { return ready_ && session_->takes_questions(); }
  void ask(Question question, AnswerFn on_answer) override {
    on_answer_ = std::move(on_answer);
    session_->ask(std::move(question), [this](std::expected<std::string, Error> answer) {
      if (const auto give = std::exchange(on_answer_, nullptr)) give(std::move(answer));
    });
  }
  void drop_question() override {
    on_answer_ = nullptr;
    if (session_) session_->drop_question();
  }
  void reset() override {
    ++number_;
    on_done_ = nullptr;
    on_answer_ = nullptr;
    if (session_) session_->reset();
    stand_in_->reset();
  }
  std::optional<Duration> likely_latency() const override {
    return (engine_.wanted_is_ready() ? *session_ : *stand_in_).likely_latency();
  }

 private:
  EngineSession& best() const { return ready_ ? *session_ : *stand_in_; }
  void finish(std::expected<Answer, Error> result) {
    if (const auto done = std::exchange(on_done_, nullptr)) done(std::move(result));
  }
  void look_again() {
    const std::lock_guard lock(mutex_);
    look_who_is_ready();
  }
  // Under the lock.
  void look_who_is_ready() {
    const bool ready = session_ && engine_.wanted_is_ready();
    const bool was_ready = std::exchange(ready_, ready);
    if (ready && !was_ready) taken_over_at_ = loop_.now();
    // The stand-in knows the scene of before. After a moment it goes on from there: an engine that fails again and
    // again would have it greet the scene each time.
    if (was_ready && !ready && loop_.now() - taken_over_at_ > kForgets) stand_in_->reset();
  }

  Loop& loop_;
  StandInEngine& engine_;
  std::mutex mutex_;  // session_ and ready_ are written on the loop, and read wherever frames come from
  std::unique_ptr<EngineSession> session_;  // nullptr: nobody else is wanted
  const std::unique_ptr<EngineSession> stand_in_;
  bool ready_ = false;
  TimePoint taken_over_at_;
  EngineSession* speaking_ = nullptr;  // who was asked last
  std::uint64_t number_ = 0;           // of the comment that is under way
  DoneFn on_done_;
  AnswerFn on_answer_;
  Outlook outlook_;
  Lifetime alive_;
};

StandInEngine::StandInEngine(std::unique_ptr<Engine> wanted, std::unique_ptr<Engine> stand_in)
    : wanted_(std::move(wanted)), stand_in_(std::move(stand_in)) {}
StandInEngine::~StandInEngine() = default;

std::unique_ptr<Engine> StandInEngine::replace(std::unique_ptr<Engine> wanted) {
  for (Session* session : sessions_) session->leave();
  std::swap(wanted_, wanted);
  for (Session* session : sessions_) session->follow();
  return wanted;
}

std::unique_ptr<EngineSession> StandInEngine::open_session(Loop& loop) {
  return std::make_unique<Session>(loop, *this);
}

EngineStatus StandInEngine::status() const {
  if (!wanted_) return stand_in_->status();
  EngineStatus wanted = wanted_->status();
  if (wanted.ready) return wanted;
  EngineStatus s = stand_in_->status();
  s.starting = wanted.starting;
  s.awaited = wanted.detail;
  s.detail = np::format(messages::kMeanwhileTheEyes, wanted.detail);
  return s;
}

FrameLimit StandInEngine::frame_limit() const {
  const FrameLimit b = stand_in_->frame_limit();
  if (!wanted_) return b;
  const FrameLimit a = wanted_->frame_limit();
  return {std::max(a.max_width, b.max_width), std::max(a.max_height, b.max_height)};
}

std::vector<std::string> StandInEngine::heeded(const std::string& instruction) const {
  return (wanted_is_ready() ? wanted_ : stand_in_)->heeded(instruction);
}

}  // namespace np
