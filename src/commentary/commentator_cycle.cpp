// Commentator's cycles, from the request to the end of the line.
#include <algorithm>
#include <cmath>
#include <utility>

#include "base/format.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "commentary/commentator.hpp"
#include "commentary/language.hpp"
#include "commentary/length_hint.hpp"
#include "commentary/messages.hpp"
#include "engine/prompt.hpp"
#include "perception/facts/facts_line.hpp"

namespace np {
namespace {

// A model's line after so long without one tells how things stand.
constexpr Duration kQuietSpell = std::chrono::seconds(12);
constexpr std::size_t kMostLogged = 500;  // characters of a line
// Two lines of which one repeats the other.
constexpr double kAlike = 0.85;
constexpr double kWarmer = 0.5;
constexpr double kLearns = 0.3;

}  // namespace

void Commentator::start_cycle(std::vector<FramePtr> frames, double difference, const Room& room) {
  metrics_.started.add();
  const bool fresh = pacer_.expedited();
  const TimePoint heard_from = pacer_.next_start(kSentencePause).value_or(loop_.now());
  pacer_.cycle_started(loop_.now());
  scene_.remember(*frames.back());
  last_frame_id_ = frames.back()->id;
  cycle_facts_ = facts_;
  pressing_since_.reset();
  if (const auto latency = engine_.likely_latency()) delay_.guess(loop_.now(), *latency + hindsight_);

  recap_.cancel();
  opening_due_ |= fresh || gone_ > Duration::zero();
  ++cycle_count_;
  CommentRequest request = request_for(std::move(frames), difference, room, fresh);
  LineRules rules = rules_for(request);
  cycle_ =
      std::make_unique<Cycle>(LineEnded{.cycle = cycle_count_}, rules, Line(rules), opening_due_, std::move(request));
  if (heard_from > loop_.now()) {
    cycle_->held.emplace();
    cycle_->heard_from = heard_from;
  }
  for (const FramePtr& frame : cycle_->request.frames) cycle_->report.frame_ids.push_back(frame->id);
  cycle_->report.times = {.oldest_frame = cycle_->request.frames.front()->captured_at,
                          .newest_frame = cycle_->newest()->captured_at,
                          .start = loop_.now(),
                          .end = {}};
  log::debug("Cycle {}: {} frames, scene difference {:.1f}, prompt: {}", cycle_count_, cycle_->request.frames.size(),
             difference, prompt_text(cycle_->request));
  if (speaker_) speaker_->begin_line(cycle_->newest()->captured_at, room.over_at);
  tell_activity();
  ask();
}

CommentRequest Commentator::request_for(std::vector<FramePtr> frames, double difference, const Room& room, bool fresh) {
  CommentRequest request;
  request.cycle = cycle_count_;
  request.frames = std::move(frames);
  request.profile = profile_;
  request.context = context_;
  request.remembered = remembered_;
  request.profile_key = profile_key_;
  request.last_line = last_line_;
  request.instruction = instruction_;
  request.instruction_is_new = fresh;
  request.gone = std::exchange(gone_, {});
  if (settings_.facts_in_prompt && facts_) request.facts = facts_line(*facts_, happened_);
  happened_.clear();
  if (!settings_.language.empty()) request.language = language_name(settings_.language);
  request.hint = speaker_ ? length_hint(difference, last_line_, room.words) : LengthHint::kNone;
  request.max_words = room.words;
  request.max_pieces = speaker_ && settings_.max_pieces_spoken > 0 ? settings_.max_pieces_spoken : settings_.max_pieces;
  return request;
}

// Who speaks of facts says what is so; what a model says is judged.
LineRules Commentator::rules_for(const CommentRequest& request) const {
  if (engine_.speaks_of_facts()) return {.said = {forbidden_}};
  CommentRequest told = request;
  told.remembered.clear();
  told.last_line.clear();
  told.facts.clear();
  return {.said = memory_.not_again(loop_.now()),
          .alike = kAlike,
          .filter = FilterRules{
              .prompt = prompt_text(told) + '\n' + instruction_, .language = settings_.language, .wary = wary_}};
}

void Commentator::ask() {
  engine_.comment(
      cycle_->request, [this](std::string piece) { on_piece(piece); },
      [this](std::expected<Answer, Error> result) { on_done(std::move(result)); });
}

void Commentator::on_piece(const std::string& piece) {
  tell(cycle_->line.push(piece));
  if (!cycle_->line.is_nothing_by_now()) return;
  engine_.cancel();
  if (cycle_->line.in_another_language())
    fail_language();
  else
    finish(Outcome::kNothing, {});
  consider();
}

LineKind Commentator::line_kind() const {
  if (const auto kind = engine_.line_kind()) return *kind;
  if (cycle_->opens) return LineKind::kOpening;
  const bool quiet = said_at_ && cycle_->report.times.start - *said_at_ >= kQuietSpell;
  return quiet ? LineKind::kSummary : LineKind::kEvent;
}

// What comes out of the line goes to everybody, or is held.
void Commentator::tell(std::string text) {
  if (text.empty()) return;
  if (cycle_->held) {
    *cycle_->held += text;
    return;
  }
  const bool begins = cycle_->line.text().size() == text.size();
  if (begins) metrics_.first_piece.observe(to_seconds(loop_.now() - cycle_->report.times.newest_frame));
  if (speaker_) {
    if (begins && settings_.booth && line_kind() != LineKind::kEvent) speaker_->take_seat(Seat::kSecond);
    speaker_->piece(text);
  }
  const std::size_t at = cycle_->line.text().size() - text.size();
  events_.append(loop_.now(), LineGrew{.cycle = cycle_->report.cycle,
                                       .at = at,
                                       .piece = std::move(text),
                                       .newest_frame_at = cycle_->report.times.newest_frame});
}

void Commentator::on_done(std::expected<Answer, Error> result) {
  if (!result) {
    const Error& why = result.error();
    if (why.kind() == ErrorKind::kEnded)
      finish(Outcome::kFailed, why.message());
    else
      fail(why.message());
    return consider();
  }
  const std::string before = std::exchange(last_engine_, result->engine);
  if (!before.empty() && before != last_engine_) delay_.begin_anew();
  Line& line = cycle_->line;
  if (!result->nothing) tell(line.finish());
  if (line.in_another_language()) {
    fail_language();
    return consider();
  }
  last_failure_.clear();
  if (line.repeated() && line.nothing() && cycle_->rules.filter && !std::exchange(cycle_->again, true)) {
    // With more freedom, the model may find other words.
    cycle_->request.warmth = kWarmer;
    line = Line(cycle_->rules);
    return ask();
  }
  if (cycle_->held && !line.nothing())
    cycle_->written_at = loop_.now();
  else
    finish(line.nothing() ? Outcome::kNothing : Outcome::kSaid, {});
  consider();
}

void Commentator::fail(const std::string& why) {
  if (why != last_failure_) log::warn("A cycle failed: {}", why);
  last_failure_ = why;
  finish(Outcome::kFailed, why);
}

void Commentator::fail_language() {
  wary_ = true;
  fail(settings_.language.empty() ? messages::kUnreadableScript
                                  : np::format(messages::kAnotherLanguage, language_name(settings_.language)));
}

void Commentator::finish(Outcome outcome, std::string error) {
  const auto cycle = std::move(cycle_);
  LineEnded& report = cycle->report;
  if (!cycle->held) report.text = cycle->line.text();
  report.outcome = outcome;
  report.error = std::move(error);
  report.times.end = loop_.now();
  report.frame = cycle->newest();
  report.media_time = cycle->newest()->media_time;
  if (const FramePtr last = window_.newest(); report.media_time && last && last->media_time >= report.media_time)
    report.media_end = last->media_time;

  if (outcome == Outcome::kSaid) {
    const Duration took = cycle->written_at.value_or(loop_.now()) - report.times.newest_frame;
    delay_.observe(loop_.now(), took);
    line_takes_ = from_seconds(std::lerp(to_seconds(line_takes_.value_or(took)), to_seconds(took), kLearns));
    last_line_ = forbidden_ = trim(report.text);
    memory_.said(last_line_, loop_.now());
    remembered_ = memory_.told();
    said_at_ = loop_.now();
    opening_due_ = false;
    log::info("{}", utf8::one_line(last_line_, kMostLogged));
  } else if (outcome == Outcome::kNothing && !cycle->line.repeated()) {
    last_line_.clear();
    forbidden_.clear();
    // Whoever asked still gets an answer.
    if (gaps_ && cycle->opens && !pressing_since_) pressing_since_ = report.times.newest_frame;
  }
  report.delay = delay_.value();

  pacer_.cycle_ended();
  if (speaker_ && outcome != Outcome::kCancelled) {
    speaker_->end_line(outcome == Outcome::kFailed);
    pacer_.set_voice_busy(speaker_->busy());
    if (!speaker_->busy() && speaker_->spoke()) pacer_.speech_ends_at(speaker_->stream().speech_ends_at());
  }
  events_.append(loop_.now(), std::move(report));
}

}  // namespace np
