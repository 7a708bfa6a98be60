#include "commentary/commentator.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "perception/facts/facts_change.hpp"

namespace np {
namespace {

constexpr Duration kThoughtShows = std::chrono::milliseconds(200);
constexpr Duration kSoon = std::chrono::milliseconds(1);
// Facts that are this much older than the newest frame say nothing about it: nobody perceives any more.
constexpr Duration kFactsHold = std::chrono::seconds(3);
constexpr std::size_t kMostHappened = 32;
// Nobody wants to hear of what is longer ago.
constexpr Duration kMostAhead = std::chrono::seconds(3);
// As SceneChange measures it: a cut, not somebody who walks by.
constexpr double kOtherScene = 40;
// Bytes, as Memory::kMostTold: both together have no more than 600 tokens.
constexpr std::size_t kMostContext = 900;
// What is left of a gap has to be this long for a line to be begun.
constexpr Duration kLeastRoom = std::chrono::milliseconds(1800);
// Around the words: the moment is not met to the millisecond, and a listener has to take breath.
constexpr Duration kRoomAround = std::chrono::milliseconds(200);
// Of a line that is said over the programme.
constexpr Duration kRoomOver = std::chrono::seconds(4);

}  // namespace

CycleMetrics::CycleMetrics(const metrics::Labels& labels)
    : started(metrics::counter("np_cycles_total", "Cycles started", labels)),
      unchanged(metrics::counter("np_cycles_unchanged_total", "Cycles not run because the scene is unchanged", labels)),
      first_piece(metrics::histogram("np_first_piece_seconds",
                                     "From the capture of a cycle's newest frame to the first text of its line",
                                     labels)),
      sentence_to_sound(metrics::histogram("np_sentence_to_sound_seconds",
                                           "From a finished sentence to its first sound from the voice", labels)) {}

Commentator::Commentator(Loop& loop, FrameWindow& window, EngineSession& engine, EventLog& events,
                         std::optional<SpeakingParts> speaking, const CommentatorSettings& settings,
                         const CycleMetrics& metrics)
    : loop_(loop),
      window_(window),
      engine_(engine),
      events_(events),
      settings_(settings),
      metrics_(metrics),
      gaps_(speaking ? speaking->gaps : nullptr),
      pacer_(settings.interval, settings.pause_after_speech),
      delay_(settings.delay_init, settings.delay_alpha),
      memory_(settings.memory_lines),
      recap_(loop, engine, memory_, [this] { remembered_ = memory_.told(); }) {
  if (!speaking) return;
  speaker_.emplace(loop, *speaking,
                   Speaker::Picture{.until_shown = [this](TimePoint captured_at) { return until_shown(captured_at); },
                                    .position = [this] { return position(); }},
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

void Commentator::set_instruction(std::string instruction, bool forget_all) {
  interrupt();
  if (forget_all) forget();
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

void Commentator::set_context(std::string context) {
  context.resize(utf8::cut(context, kMostContext));
  context_ = std::move(context);
  recap_.cancel();
}

void Commentator::forget() {
  memory_.forget();
  remembered_.clear();
}

void Commentator::set_pacing(const CommentatorSettings& settings) {
  settings_ = settings;
  memory_.set_lines(settings.memory_lines);
  remembered_ = memory_.told();
  pacer_.set(settings.interval, settings.pause_after_speech);
  delay_.begin_anew();
  consider();
}

void Commentator::picture_gone() {
  picture_there_ = false;
  window_.clear();
  engine_.expect({});
  consider();
}

void Commentator::picture_back(Duration gone) {
  picture_there_ = true;
  if (gone > Duration::zero()) {
    gone_ += gone;
    // A silent or frozen source may have gone on delivering.
    if (const FramePtr newest = window_.newest(); newest && !newest->discontinuity) window_.clear();
    // The next line is about another time.
    last_line_.clear();
    forbidden_.clear();
    memory_.may_be_said_again();
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
  forget();
  if (active()) pacer_.expedite();
}

void Commentator::set_paused(bool paused) {
  if (std::exchange(paused_, paused) == paused) return;
  if (paused) engine_.expect({});
  consider();
}

void Commentator::jumped() {
  interrupt();
  gone_ = {};
  forget_facts();
  if (active()) pacer_.expedite();
}

void Commentator::on_frame() { consider(); }

void Commentator::set_hindsight(Duration hindsight) {
  hindsight_ = hindsight;
  delay_.set_least(loop_.now(), hindsight);
}

void Commentator::on_facts(FactsPtr facts) {
  if (!active()) return;
  facts_ = std::move(facts);
  if (gaps_ && !pressing_since_ && presses(*facts_, cycle_facts_.get())) pressing_since_ = facts_->at;
  happened_.insert(happened_.end(), facts_->events.begin(), facts_->events.end());
  if (happened_.size() > kMostHappened) happened_.erase(happened_.begin(), happened_.end() - kMostHappened);
  if (!settings_.event_cycles || pacer_.hastened() || !of_weight(*facts_, cycle_facts_.get())) return;
  pacer_.hasten();
  consider();
}

void Commentator::forget_facts() {
  facts_ = cycle_facts_ = nullptr;
  happened_.clear();
  pressing_since_.reset();
}

void Commentator::interrupt() {
  timer_.cancel();
  recap_.cancel();
  engine_.cancel();
  if (speaker_) speaker_->interrupt();
  pacer_.set_voice_busy(false);
  if (cycle_) finish(Outcome::kCancelled, {});
  last_line_.clear();
  forbidden_.clear();
  memory_.may_be_said_again();
  scene_.forget();
  cycle_facts_ = nullptr;
  tell_activity();
}

void Commentator::consider() {
  timer_.cancel();
  tell_activity();
  if (cycle_ && cycle_->held) return hold();
  if (!active() || cycle_) return;
  if (!picture_there_ || paused_) return recap(TimePoint::max());
  const auto start = pacer_.next_start(ahead());
  engine_.expect({.start = start ? std::optional(std::max(*start, loop_.now())) : std::nullopt,
                  .frames = settings_.frames_per_cycle,
                  .stride = settings_.frame_stride,
                  .remembered = remembered_});
  if (!start) return;
  if (*start > loop_.now()) {
    timer_ = loop_.after(*start - loop_.now(), [this] { consider(); });
    return recap(*start);
  }
  auto frames = window_.select(settings_.frames_per_cycle, settings_.frame_stride);
  if (frames.empty()) return;
  // Frames and facts come often enough to look for room at each.
  const auto room = room_for_line(frames.back()->captured_at);
  if (!room) return recap(TimePoint::max());
  const double difference = scene_.difference(*frames.back());
  if (worth_a_cycle(*frames.back(), difference))
    start_cycle(std::move(frames), difference, *room);
  else if (frames.back()->id != last_frame_id_)
    recap(TimePoint::max());
}

// By so much a line is begun before the last one has been heard. Who speaks of facts needs no time; where the programme
// is not to be talked over, gaps decide.
Duration Commentator::ahead() const {
  const bool may = settings_.think_ahead && speaker_ && !gaps_ && line_takes_ && !engine_.speaks_of_facts();
  return may ? std::min(*line_takes_, kMostAhead) + kSentencePause : Duration::zero();
}

// A line that was written ahead is told when its turn has come, unless it is no longer true.
void Commentator::hold() {
  if (!holds_true()) {
    engine_.cancel();
    gone_ += cycle_->request.gone;
    finish(Outcome::kCancelled, {});
    return consider();
  }
  if (const Duration left = cycle_->heard_from - loop_.now(); left > Duration::zero()) {
    timer_ = loop_.after(left, [this] { consider(); });
    return;
  }
  tell(*std::exchange(cycle_->held, std::nullopt));
  if (!cycle_->written_at) return;
  finish(Outcome::kSaid, {});
  consider();
}

bool Commentator::holds_true() const {
  if (!picture_there_ || paused_ || pacer_.hastened()) return false;
  const FramePtr newest = window_.newest();
  return !newest || scene_.difference(*newest) < kOtherScene;
}

void Commentator::recap(TimePoint until) { recap_.consider(until, {profile_, context_}); }

// Nothing: somebody in the programme speaks there, or soon, and it can wait.
std::optional<Commentator::Room> Commentator::room_for_line(TimePoint at) {
  if (!gaps_) return Room{};
  // The earliest moment at which viewers could hear the line. While the picture still falls behind, they are ahead of
  // it.
  const TimePoint heard = std::max(at, position());
  const auto words = [this](Duration time) { return std::max(speaker_->rate().words_within(time - kRoomAround), 1); };
  const auto gap = gaps_->next(heard);
  const bool room = gap && gap->from <= heard && gap->until - heard >= kLeastRoom;
  Room found{.words = room && gap->until == TimePoint::max() ? 0 : words(room ? gap->until - heard : kRoomOver)};
  if (pacer_.expedited())
    found.over_at = at + Placement::kLongestWait;
  else if (pressing_since_)
    found.over_at = *pressing_since_ + Placement::kLongestWait;
  if (room || pacer_.expedited() || (found.over_at && at >= *found.over_at)) return found;
  return std::nullopt;
}

bool Commentator::worth_a_cycle(const VideoFrame& newest, double difference) {
  if (pacer_.expedited()) return true;
  // There is nothing new to see, unless the facts of that frame have only just arrived.
  if (newest.id == last_frame_id_ && !(pacer_.hastened() && engine_.speaks_of_facts())) return false;
  if (changed(newest, difference)) return true;
  if (newest.id == unchanged_frame_id_) return false;
  metrics_.unchanged.add();
  unchanged_frame_id_ = newest.id;
  return false;
}

bool Commentator::changed(const VideoFrame& newest, double difference) const {
  const bool known = facts_ && newest.captured_at - facts_->at < kFactsHold;
  // A black picture, a frozen one or a test card deserves one look.
  if (known && facts_->picture != PictureState::kNormal && !engine_.speaks_of_facts())
    return !cycle_facts_ || cycle_facts_->picture != facts_->picture;
  if (pacer_.hastened()) return true;
  if (known && settings_.gate_by_facts)
    return !cycle_facts_ || !happened_.empty() || facts_->camera_moves || moved(*cycle_facts_, *facts_);
  return difference >= settings_.change_threshold;
}

// Told at each change, but for thoughts too short to be seen; the end of the speech by a look at the moment when it was
// heard.
void Commentator::tell_activity() {
  const Activity activity = speaking() ? Activity::kSpeaking : cycle_ ? Activity::kThinking : Activity::kListening;
  look_.cancel();
  if (activity == Activity::kSpeaking && !speaker_->busy()) {
    look_ =
        loop_.after(std::max(speaker_->stream().speech_ends_at() - loop_.now(), kSoon), [this] { tell_activity(); });
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
