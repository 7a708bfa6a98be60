#include "engine/stand_in_engine.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

#include "base/format.hpp"
#include "engine/messages.hpp"

namespace np {
namespace {

class StandInSession final : public EngineSession {
 public:
  StandInSession(const Engine& wanted, std::unique_ptr<EngineSession> session, std::unique_ptr<EngineSession> stand_in)
      : wanted_(wanted), session_(std::move(session)), stand_in_(std::move(stand_in)) {
    look_who_is_ready();
  }

  void observe(FramePtr frame) override {
    // The wanted engine gets frames before it is ready, so that its first line need not wait for them.
    if (!ready_) stand_in_->observe(frame);
    session_->observe(std::move(frame));
  }
  void perceive(FactsPtr facts) override {
    if (!ready_) stand_in_->perceive(facts);
    session_->perceive(std::move(facts));
  }
  bool speaks_of_facts() const override { return (ready_ ? session_ : stand_in_)->speaks_of_facts(); }
  void expect(const Outlook& outlook) override {
    look_who_is_ready();
    session_->expect(outlook);
    stand_in_->expect(outlook);
  }
  void comment(CommentRequest request, PieceFn on_piece, DoneFn on_done) override {
    look_who_is_ready();
    speaking_ = (ready_ ? session_ : stand_in_).get();
    speaking_->comment(std::move(request), std::move(on_piece), std::move(on_done));
  }
  std::optional<LineKind> line_kind() const override { return speaking_ ? speaking_->line_kind() : std::nullopt; }
  void cancel() override {
    session_->cancel();
    stand_in_->cancel();
  }
  bool takes_questions() const override { return ready_ && session_->takes_questions(); }
  void ask(Question question, AnswerFn on_answer) override { session_->ask(std::move(question), std::move(on_answer)); }
  void drop_question() override { session_->drop_question(); }
  void reset() override {
    session_->reset();
    stand_in_->reset();
  }
  std::optional<Duration> likely_latency() const override {
    return (wanted_.status().ready ? session_ : stand_in_)->likely_latency();
  }

 private:
  void look_who_is_ready() {
    const bool ready = wanted_.status().ready;
    // The stand-in's frames are from before the other engine took over.
    if (ready_.exchange(ready) && !ready) stand_in_->reset();
  }

  const Engine& wanted_;
  std::unique_ptr<EngineSession> session_;
  std::unique_ptr<EngineSession> stand_in_;
  EngineSession* speaking_ = nullptr;  // who was asked last
  std::atomic<bool> ready_ = false;    // written on the loop, read wherever frames come from
};

}  // namespace

StandInEngine::StandInEngine(std::unique_ptr<Engine> wanted, std::unique_ptr<Engine> stand_in)
    : wanted_(std::move(wanted)), stand_in_(std::move(stand_in)) {}

std::unique_ptr<EngineSession> StandInEngine::open_session(Loop& loop) {
  return std::make_unique<StandInSession>(*wanted_, wanted_->open_session(loop), stand_in_->open_session(loop));
}

EngineStatus StandInEngine::status() const {
  EngineStatus wanted = wanted_->status();
  if (wanted.ready) return wanted;
  EngineStatus s = stand_in_->status();
  s.starting = wanted.starting;
  s.awaited = wanted.detail;
  s.detail = np::format(messages::kUntilThenTheWatcher, wanted.detail);
  return s;
}

FrameLimit StandInEngine::frame_limit() const {
  const FrameLimit a = wanted_->frame_limit();
  const FrameLimit b = stand_in_->frame_limit();
  return {std::max(a.max_width, b.max_width), std::max(a.max_height, b.max_height)};
}

std::vector<std::string> StandInEngine::heeded(const std::string& instruction) const {
  return (wanted_->status().ready ? wanted_ : stand_in_)->heeded(instruction);
}

}  // namespace np
