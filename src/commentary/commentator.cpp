#include "commentary/commentator.hpp"

#include <utility>

#include "base/log.hpp"
#include "base/metrics.hpp"
#include "base/text.hpp"
#include "commentary/prompt.hpp"

namespace np {

struct Commentator::Cycle {
  CycleEnd report;
  TimePoint newest_frame_at;
  std::string text;
};

Commentator::Commentator(Loop& loop, FrameWindow& window, EngineSession& engine, EventLog& events, Synthesizer* voice,
                         AudioStream* audio, CommentatorSettings settings)
    : loop_(loop),
      window_(window),
      engine_(engine),
      events_(events),
      settings_(settings),
      pacer_(settings.interval, settings.pause_after_speech),
      delay_(settings.delay_init, settings.delay_alpha) {
  if (voice && audio)
    speaker_.emplace(loop, *voice, *audio, [this] {
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
  if (!active()) {
    window_.clear();
    engine_.expect({});
    return;
  }
  pacer_.expedite();
  consider();
}

void Commentator::set_profile(std::string prompt) {
  if (prompt == profile_) return;
  profile_ = std::move(prompt);
  if (!active()) return;
  interrupt();
  pacer_.expedite();
  consider();
}

void Commentator::set_pacing(const CommentatorSettings& settings) {
  settings_ = settings;
  pacer_.set(settings.interval, settings.pause_after_speech);
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
    scene_.forget();
  }
  consider();
}

void Commentator::reset() {
  interrupt();
  picture_there_ = true;
  gone_ = {};
  engine_.reset();
  window_.clear();
  if (active()) pacer_.expedite();
}

void Commentator::on_frame() { consider(); }

void Commentator::interrupt() {
  timer_.cancel();
  engine_.cancel();
  if (speaker_) speaker_->interrupt();
  pacer_.set_voice_busy(false);
  if (cycle_) finish({}, true);
  last_line_.clear();
  scene_.forget();
}

void Commentator::consider() {
  timer_.cancel();
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
  const VideoFrame& newest = *frames.back();
  if (newest.id == last_frame_id_ && !pacer_.expedited()) return;  // nothing new to see
  const double difference = scene_.difference(newest);
  if (difference < settings_.change_threshold && !pacer_.expedited()) {
    static auto& unchanged = metrics::counter("np_cycles_unchanged_total", "Cycles not run because the scene is unchanged");
    unchanged.add();
    last_frame_id_ = newest.id;
    return;
  }
  start_cycle(std::move(frames), difference);
}

void Commentator::start_cycle(std::vector<FramePtr> frames, double difference) {
  static auto& started = metrics::counter("np_cycles_total", "Cycles started");
  started.add();
  const bool fresh = pacer_.expedited();
  pacer_.cycle_started(loop_.now());
  scene_.remember(*frames.back());
  last_frame_id_ = frames.back()->id;

  cycle_ = std::make_unique<Cycle>();
  cycle_->newest_frame_at = frames.back()->captured_at;
  CycleEnd& report = cycle_->report;
  report.cycle = ++cycle_count_;
  for (const FramePtr& frame : frames) report.frame_ids.push_back(frame->id);
  report.oldest_frame_at = unix_seconds(frames.front()->captured_at);
  report.newest_frame_at = unix_seconds(frames.back()->captured_at);
  report.inference_start = unix_seconds(loop_.now());

  CommentRequest request;
  request.cycle = report.cycle;
  request.profile = profile_;
  request.after_frames = after_frames({.last_line = last_line_,
                                       .hint = speaker_ ? length_hint(difference, last_line_) : LengthHint::kNone,
                                       .focus = instruction_,
                                       .gone_s = to_seconds(gone_)});
  request.gone = std::exchange(gone_, {});
  request.last_line = last_line_;
  request.frames = std::move(frames);
  request.instruction = instruction_;
  request.instruction_is_new = fresh;
  request.max_pieces = speaker_ && settings_.max_pieces_spoken > 0 ? settings_.max_pieces_spoken : settings_.max_pieces;
  log::debug("Cycle {}: {} frames, scene difference {:.1f}, prompt: {}", report.cycle, request.frames.size(), difference,
             request.prompt());
  if (speaker_) speaker_->begin_line();
  engine_.comment(
      std::move(request), [this](std::string piece) { on_piece(std::move(piece)); },
      [this](std::expected<void, Error> result) { on_done(std::move(result)); });
}

void Commentator::on_piece(std::string piece) {
  if (piece.empty()) return;
  static auto& first_piece =
      metrics::histogram("np_first_piece_seconds", "From the capture of a cycle's newest frame to its first piece");
  if (cycle_->text.empty()) first_piece.observe(to_seconds(loop_.now() - cycle_->newest_frame_at));
  cycle_->text += piece;
  if (speaker_) speaker_->piece(piece);
  events_.append(EventType::kPiece, std::move(piece));
}

void Commentator::on_done(std::expected<void, Error> result) {
  const std::string failure = result ? "" : result.error().message();
  if (!failure.empty() && failure != last_failure_) log::warn("A cycle failed: {}", failure);
  last_failure_ = failure;
  finish(failure, false);
  consider();
}

void Commentator::finish(std::string error, bool cancelled) {
  const auto cycle = std::move(cycle_);
  CycleEnd& report = cycle->report;
  const bool failed = !error.empty();
  report.skipped = !failed && !cancelled && is_skip(cycle->text);
  report.inference_end = unix_seconds(loop_.now());
  report.error = std::move(error);
  report.cancelled = cancelled;

  const bool said = !failed && !cancelled && !report.skipped;
  if (said) {
    delay_.observe(loop_.now() - cycle->newest_frame_at);
    last_line_ = trim(cycle->text);
    log::info("{}", last_line_);
  } else if (report.skipped) {
    last_line_.clear();
  }
  report.target_delay = to_seconds(delay_.value());

  pacer_.cycle_ended();
  if (speaker_ && !cancelled) {
    speaker_->end_line(said ? Speaker::Outcome::kSaid : failed ? Speaker::Outcome::kFailed : Speaker::Outcome::kSkip);
    pacer_.set_voice_busy(speaker_->busy());
    if (!speaker_->busy() && speaker_->spoke()) pacer_.speech_ends_at(speaker_->stream().speech_ends_at());
  }
  events_.append(EventType::kCycleEnd, to_json(report));
}

}  // namespace np
