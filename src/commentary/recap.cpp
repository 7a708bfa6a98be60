#include "commentary/recap.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "commentary/line_filter.hpp"
#include "commentary/messages.hpp"

namespace np {
namespace {

constexpr int kMostPieces = 120;
// A line, where nothing is known of the engine's pace; a summary is longer.
constexpr Duration kProbablyTakes = std::chrono::seconds(1);
// What was learned of the pace is true for so long.
constexpr Duration kHolds = std::chrono::minutes(5);
// After a question that had no use, and after one that was dropped.
constexpr Duration kRest = std::chrono::seconds(30);
constexpr Duration kShortRest = std::chrono::seconds(10);

}  // namespace

Recap::Recap(Loop& loop, EngineSession& engine, Memory& memory, std::function<void()> on_summary)
    : loop_(loop), engine_(engine), memory_(memory), on_summary_(std::move(on_summary)) {}

void Recap::consider(TimePoint until, const Character& character) {
  timer_.cancel();
  const TimePoint now = loop_.now();
  if (asking() || !memory_.wants_summary() || !engine_.takes_questions()) return;
  if (now < not_before_) {
    if (until != TimePoint::max()) return;
    timer_ = loop_.after(not_before_ - now, [this, character] {
      const Character own = character;  // cancelling the timer destroys its copy
      consider(TimePoint::max(), own);
    });
    return;
  }
  if (!takes_ || now - learned_at_ > kHolds) {
    takes_ = engine_.likely_latency().value_or(kProbablyTakes) * 2;
    learned_at_ = now;
  }
  if (until != TimePoint::max() && until - now < *takes_ * 3 / 2) return;
  question_ = memory_.question();
  asked_at_ = now;
  engine_.ask({character.profile, character.context, question_, kMostPieces},
              [this](std::expected<std::string, Error> answer) { on_answer(std::move(answer)); });
}

void Recap::cancel() {
  timer_.cancel();
  if (!asking()) return;
  // The summary takes longer than the time that it had.
  learned_at_ = loop_.now();
  takes_ = std::max(*takes_, (learned_at_ - *asked_at_) * 2);
  not_before_ = learned_at_ + kShortRest;
  asked_at_.reset();
  engine_.drop_question();
}

void Recap::on_answer(std::expected<std::string, Error> answer) {
  learned_at_ = loop_.now();
  takes_ = (*takes_ + (learned_at_ - *std::exchange(asked_at_, std::nullopt))) / 2;
  if (!answer) {
    log::debug("There is no summary: {}", answer.error().message());
    not_before_ = loop_.now() + kRest;
    return;
  }
  LineFilter filter({.prompt = question_});
  std::string text = filter.push(*answer);
  text += filter.finish();
  if (filter.refused() || is_skip(text)) {
    not_before_ = loop_.now() + kRest;
    return;
  }
  memory_.summarised(std::move(text));
  log::debug("Summary: {}", memory_.summary());
  on_summary_();
}

}  // namespace np
