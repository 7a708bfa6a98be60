// One channel as the watcher sees it: facts of each picture looked at go to its narrator as they come; a comment is
// made once the newest picture it is about was perceived. All on the loop's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "base/answers.hpp"
#include "engine/engine.hpp"
#include "engine/watcher/narrator.hpp"

namespace np::watcher {

class WatcherSession final : public EngineSession {
 public:
  // Facts that have not come by then are not waited for.
  static constexpr Duration kLongestWait = std::chrono::milliseconds(1000);

  explicit WatcherSession(Loop& loop) : loop_(loop), answers_(loop) {}

  void observe(FramePtr) override {}
  void perceive(FactsPtr facts) override;
  bool speaks_of_facts() const override { return true; }
  std::optional<LineKind> line_kind() const override { return narrator_.kind(); }
  void comment(CommentRequest request, PieceFn on_piece, DoneFn on_done) override;
  void cancel() override;
  void reset() override;

 private:
  using Ticket = Answers<std::string, Answer>::Ticket;
  struct Waiting {
    CommentRequest request;
    Ticket ticket;
  };

  bool perceived(const CommentRequest& request) const;
  void answer();

  Loop& loop_;
  Narrator narrator_;
  std::optional<std::uint64_t> perceived_;  // id of the newest frame
  Answers<std::string, Answer> answers_;
  std::optional<Waiting> waiting_;
  Timer patience_;
};

}  // namespace np::watcher
