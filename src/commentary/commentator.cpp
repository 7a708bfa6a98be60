#include "commentary/commentator.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "base/text.hpp"
#include "commentary/length_hint.hpp"
#include "engine/prompt.hpp"
#include "perception/facts_change.hpp"
#include "perception/facts_line.hpp"

namespace np {
namespace {

constexpr Duration kThoughtShows = std::chrono::milliseconds(200);
constexpr Duration kSoon = std::chrono::milliseconds(1);
// Facts that are this much older than the newest frame say nothing about it: nobody perceives any more.
constexpr Duration kFactsHold = std::chrono::seconds(3);
constexpr std::size_t kMostHappened = 32;

}  // namespace

CycleMetrics::CycleMetrics(const metrics::Labels& labels)
    : started(metrics::counter("np_cycles_total", "Cycles started", labels)),
      unchanged(
          metrics::counter("np_cycles_unchanged_total", "Cycles not run because the scene is unchanged", labels)),
      first_piece(metrics::histogram("np_first_piece_seconds",
                                     "From the capture of a cycle's newest frame to the first text of its line", labels)),
      sentence_to_sound(metrics::histogram("np_sentence_to_sound_seconds",
                                           "From a finished sentence to its first sound from the voice", labels)) {}

struct Commentator::Cycle {
  LineEnded report;
  Line line;
};

Commentator::Commentator(Loop& loop, FrameWindow& window, EngineSession& engine, EventLog& events,
                         std::optional<SpeakingParts> speaking, const CommentatorSettings& settings,
                         const CycleMetrics& metrics)
    : loop_(loop),
      window_(window),
      engine_(engine),
      events_(events),
      settings_(settings),
      metrics_(metrics),
      pacer_(settings.interval, settings.pause_after_speech),
      delay_(settings.delay_init, settings.delay_alpha) {
  if (!speaking) return;
  speaker_.emplace(
      loop, speaking->voice, speaking->stream, [this](TimePoint captured_at) { return until_shown(captured_at); },
      metrics_.sentence_to_sound, [this] {
        pacer_.set_voice_busy(false);
        if (speaker_->spoke()) pacer_.speech_ends_at(speaker_->stream().speech_ends_at());
        consider();
      });
}

Commentator::~Commentator() {
  engine_.cancel();
  if (speaker_) speaker_->interrupt();
}

bool Commentator::speaking() const { return speaker_ && (speaker_->busy() || speaker_->stream().speaking()); }

void Commentator::set_instruction(std::string instruction) {
  interrupt();
  instruction_ = trim(instruction);
  delay_.set_active(loop_.now(), active());
  if (active()) {
    pacer_.expedite();
  } else {
    window_.clear();
    forget_facts();
    engine_.expect({});
  }
  consider();
}

void Commentator::set_profile(std::string key, std::string prompt) {
  if (key == profile_key_ && prompt == profile_) return;
  profile_key_ = std::move(key);
  profile_ = std::move(prompt);
  if (!active()) return;
  interrupt();
  pacer_.expedite();
  consider();
}

void Commentator::set_pacing(const CommentatorSettings& settings) {
  settings_ = settings;
  pacer_.set(settings.interval, settings.pause_after_speech);
  delay_.begin_anew();
  consider();
}

void Commentator::picture_gone() {
  picture_there_ = false;
  window_.clear();
  timer_.cancel();
  engine_.expect({});
}

void Commentator::picture_back(Duration gone) {
  picture_there_ = true;
  if (gone > Duration::zero()) {
    gone_ += gone;
    // What is said next is about another time.
    last_line_.clear();
    forbidden_.clear();
    scene_.forget();
    cycle_facts_ = nullptr;
  }
  consider();
}

void Commentator::reset() {
  interrupt();
  picture_there_ = true;
  gone_ = {};
  engine_.reset();
  window_.clear();
  forget_facts();
  if (active()) pacer_.expedite();
}

void Commentator::on_frame() { consider(); }

void Commentator::on_facts(FactsPtr facts) {
  if (!active()) return;
  facts_ = std::move(facts);
  happened_.insert(happened_.end(), facts_->events.begin(), facts_->events.end());
  if (happened_.size() > kMostHappened) happened_.erase(happened_.begin(), happened_.end() - kMostHappened);
  if (!settings_.event_cycles || pacer_.hastened() || !of_weight(*facts_, cycle_facts_.get())) return;
  pacer_.hasten();
  consider();
}

void Commentator::forget_facts() {
  facts_ = cycle_facts_ = nullptr;
  happened_.clear();
}

void Commentator::interrupt() {
  timer_.cancel();
  engine_.cancel();
  if (speaker_) speaker_->interrupt();
  pacer_.set_voice_busy(false);
  if (cycle_) finish(Outcome::kCancelled, {});
  last_line_.clear();
  forbidden_.clear();
  scene_.forget();
  cycle_facts_ = nullptr;
  tell_activity();
}

void Commentator::consider() {
  timer_.cancel();
  tell_activity();
  if (!active() || cycle_ || !picture_there_) return;
  const auto start = pacer_.next_start();
  engine_.expect({.start = start, .frames = settings_.frames_per_cycle, .stride = settings_.frame_stride});
  if (!start) return;
  if (*start > loop_.now()) {
    timer_ = loop_.after(*start - loop_.now(), [this] { consider(); });
    return;
  }
  auto frames = window_.select(settings_.frames_per_cycle, settings_.frame_stride);
  if (frames.empty()) return;
  const double difference = scene_.difference(*frames.back());
  if (worth_a_cycle(*frames.back(), difference)) start_cycle(std::move(frames), difference);
}

bool Commentator::worth_a_cycle(const VideoFrame& newest, double difference) {
  if (pacer_.expedited()) return true;
  // Nothing new to see, unless what was perceived in that frame became known only now.
  if (newest.id == last_frame_id_ && !(pacer_.hastened() && engine_.speaks_of_facts())) return false;
  if (changed(newest, difference)) return true;
  if (newest.id == unchanged_frame_id_) return false;
  metrics_.unchanged.add();
  unchanged_frame_id_ = newest.id;
  return false;
}

bool Commentator::changed(const VideoFrame& newest, double difference) const {
  const bool known = facts_ && newest.captured_at - facts_->at < kFactsHold;
  // A black picture, one that stands still and a test card are worth one look.
  if (known && facts_->picture != PictureState::kNormal && !engine_.speaks_of_facts())
    return !cycle_facts_ || cycle_facts_->picture != facts_->picture;
  if (pacer_.hastened()) return true;
  if (known && settings_.gate_by_facts)
    return !cycle_facts_ || !happened_.empty() || facts_->camera_moves || moved(*cycle_facts_, *facts_);
  return difference >= settings_.change_threshold;
}

void Commentator::start_cycle(std::vector<FramePtr> frames, double difference) {
  metrics_.started.add();
  const bool fresh = pacer_.expedited();
  pacer_.cycle_started(loop_.now());
  scene_.remember(*frames.back());
  last_frame_id_ = frames.back()->id;
  const std::vector<Occurrence> happened = std::exchange(happened_, {});
  cycle_facts_ = facts_;
  if (const auto latency = engine_.likely_latency()) delay_.guess(loop_.now(), *latency);

  cycle_ = std::make_unique<Cycle>(LineEnded{.cycle = ++cycle_count_}, Line(forbidden_));
  for (const FramePtr& frame : frames) cycle_->report.frame_ids.push_back(frame->id);
  cycle_->report.times = {.oldest_frame = frames.front()->captured_at,
                          .newest_frame = frames.back()->captured_at,
                          .start = loop_.now(),
                          .end = {}};

  CommentRequest request;
  request.cycle = cycle_count_;
  request.frames = std::move(frames);
  request.profile = profile_;
  request.profile_key = profile_key_;
  request.last_line = last_line_;
  request.instruction = instruction_;
  request.instruction_is_new = fresh;
  request.gone = std::exchange(gone_, {});
  if (settings_.facts_in_prompt && facts_) request.facts = facts_line(*facts_, happened);
  request.hint = speaker_ ? length_hint(difference, last_line_) : LengthHint::kNone;
  request.max_pieces = speaker_ && settings_.max_pieces_spoken > 0 ? settings_.max_pieces_spoken : settings_.max_pieces;
  log::debug("Cycle {}: {} frames, scene difference {:.1f}, prompt: {}", request.cycle, request.frames.size(), difference,
             prompt_text(request));
  if (speaker_) speaker_->begin_line(request.frames.back()->captured_at);
  tell_activity();
  engine_.comment(
      std::move(request), [this](std::string piece) { on_piece(piece); },
      [this](std::expected<Answer, Error> result) { on_done(std::move(result)); });
}

void Commentator::on_piece(const std::string& piece) {
  const bool first = cycle_->line.text().empty();
  std::string text = cycle_->line.push(piece);
  if (first && !text.empty())
    metrics_.first_piece.observe(to_seconds(loop_.now() - cycle_->report.times.newest_frame));
  tell(std::move(text));
  if (!cycle_->line.is_skip_by_now()) return;
  engine_.cancel();
  finish(Outcome::kNothing, {});
  consider();
}

// What comes out of the line goes to everybody.
void Commentator::tell(std::string text) {
  if (text.empty()) return;
  if (speaker_) speaker_->piece(text);
  const std::size_t at = cycle_->line.text().size() - text.size();
  events_.append(loop_.now(), LineGrew{.cycle = cycle_->report.cycle,
                                       .at = at,
                                       .piece = std::move(text),
                                       .newest_frame_at = cycle_->report.times.newest_frame});
}

void Commentator::on_done(std::expected<Answer, Error> result) {
  const std::string failure = result ? "" : result.error().message();
  if (!failure.empty() && failure != last_failure_) log::warn("A cycle failed: {}", failure);
  last_failure_ = failure;
  if (!result) {
    finish(Outcome::kFailed, failure);
  } else {
    const std::string before = std::exchange(last_engine_, result->engine);
    if (!before.empty() && before != last_engine_) delay_.begin_anew();
    if (!result->nothing) tell(cycle_->line.finish());
    finish(cycle_->line.nothing() ? Outcome::kNothing : Outcome::kSaid, {});
  }
  consider();
}

void Commentator::finish(Outcome outcome, std::string error) {
  const auto cycle = std::move(cycle_);
  LineEnded& report = cycle->report;
  report.text = cycle->line.text();
  report.outcome = outcome;
  report.error = std::move(error);
  report.times.end = loop_.now();

  if (outcome == Outcome::kSaid) {
    delay_.observe(loop_.now(), loop_.now() - report.times.newest_frame);
    last_line_ = forbidden_ = trim(report.text);
    log::info("{}", last_line_);
  } else if (outcome == Outcome::kNothing && !cycle->line.repeated()) {
    last_line_.clear();
    forbidden_.clear();
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

// Told at each change, but for thoughts too short to be seen; the end of the speech by a look at the moment when it was
// heard.
void Commentator::tell_activity() {
  const Activity activity = speaking() ? Activity::kSpeaking : cycle_ ? Activity::kThinking : Activity::kListening;
  look_.cancel();
  if (activity == Activity::kSpeaking && !speaker_->busy()) {
    look_ = loop_.after(std::max(speaker_->stream().speech_ends_at() - loop_.now(), kSoon), [this] { tell_activity(); });
  } else if (activity == Activity::kThinking && told_.activity != activity) {
    const Duration shown = cycle_->report.times.start + kThoughtShows - loop_.now();
    if (shown > Duration::zero()) {
      look_ = loop_.after(shown, [this] { tell_activity(); });
      return;
    }
  }
  if (activity == told_.activity && delay() == told_.delay) return;
  told_ = {activity, delay()};
  events_.append(loop_.now(), told_);
}

}  // namespace np
