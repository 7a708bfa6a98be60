#include "engine/llama/llama_channel.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "engine/answer_text.hpp"
#include "engine/messages.hpp"
#include "engine/prompt.hpp"

namespace np {
namespace {

// Apart from frame ids and from each other.
constexpr std::uint64_t kHeadKeys = 1ull << 63;
constexpr std::uint64_t kMemoryKeys = 1ull << 62;
constexpr std::uint64_t kNumberKeys = 1ull << 61;
// Frames that take their place may be this many windows older.
constexpr int kOldWindows = 4;

// An answer with fewer tokens says little about the pace.
constexpr int kFewTokens = 4;

}  // namespace

LlamaChannel::LlamaChannel(LlamaChannelOptions options)
    : options_(std::move(options)),
      dropped_(metrics::counter("np_engine_frames_dropped_total",
                                "Frames that came faster than the engine could look at them")) {}

void LlamaChannel::observe(FramePtr frame) {
  std::lock_guard lock(mutex_);
  if (newest_at_ && !frame->discontinuity && frame->captured_at > *newest_at_) {
    const Duration gap = frame->captured_at - *newest_at_;
    interval_ =
        interval_ == Duration{} || gap < interval_ / 2 || gap > interval_ * 2 ? gap : interval_ + (gap - interval_) / 8;
  }
  newest_at_ = frame->captured_at;
  waiting_.push_back(std::move(frame));
  if (waiting_.size() > kMostWaiting) {
    waiting_.pop_front();
    if (outlook_.start) dropped_.add();
  }
}

void LlamaChannel::expect(const Outlook& outlook) {
  std::lock_guard lock(mutex_);
  outlook_ = outlook;
}

void LlamaChannel::ask(Ask ask) {
  std::lock_guard lock(mutex_);
  ask_ = std::move(ask);
}

void LlamaChannel::cancel() {
  std::lock_guard lock(mutex_);
  ask_.reset();
  stop_ = true;
}

void LlamaChannel::reset() {
  std::lock_guard lock(mutex_);
  ask_.reset();
  waiting_.clear();
  newest_at_.reset();
  begin_anew_ = true;
  stop_ = true;
}

void LlamaChannel::close() {
  closed_ = true;
  reset();
}

LlamaPace LlamaChannel::pace() const {
  std::lock_guard lock(mutex_);
  return pace_;
}

LlamaContext::Counts LlamaChannel::counts() const {
  std::lock_guard lock(mutex_);
  return counts_;
}

std::optional<TimePoint> LlamaChannel::next_work() const {
  std::lock_guard lock(mutex_);
  if (!outlook_.start || waiting_.empty() || !options_.live) return std::nullopt;
  const TimePoint now = Clock::now();
  const TimePoint of_use = *outlook_.start - interval_ * static_cast<int>((outlook_.frames - 1) * outlook_.stride + 1);
  if (of_use > now) return of_use;
  return std::max(*outlook_.start, now + std::chrono::milliseconds(20));
}

LlamaChannel::Worked LlamaChannel::work(LlamaModel& model) {
  Outlook outlook;
  {
    std::lock_guard lock(mutex_);
    stop_ = closed_.load();
    if (std::exchange(begin_anew_, false)) {
      seen_.clear();
      read_ahead_.clear();
      cached_.clear();
      if (context_) context_->forget();
    }
    if (closed_) return Worked::kNot;
    answering_ = std::exchange(ask_, std::nullopt);
    outlook = outlook_;
  }
  const bool asked = answering_.has_value();
  try {
    if (!asked) return look_ahead(model, outlook);
    if (answering_->question) {
      answer_question(model, *answering_);
      done(Answer{.engine = "llama"});
      return Worked::kSome;
    }
    answer(model, *answering_);
    drop_old(std::max(outlook.frames, answering_->request.frames.size()) * outlook.stride + 1);
    done(Answer{.engine = "llama"});
    return stop_ ? Worked::kSome : Worked::kWell;
  } catch (const ModelFailure& e) {
    return failed(e);
  } catch (const Error& e) {
    if (!asked) log::debug("Looking ahead failed: {}", e.message());
    done(std::unexpected(e));
    // To look ahead once more before anything has changed would fail once more.
    return asked ? Worked::kSome : Worked::kNot;
  } catch (const std::exception& e) {
    log::error("The model failed: {}", e.what());
    return failed(failure_of(e));
  }
}

LlamaChannel::Worked LlamaChannel::failed(const ModelFailure& why) {
  const bool memory = why.of() == ModelFailure::Of::kMemory;
  read_ahead_.clear();
  cached_.clear();
  // Another channel may need what it holds; on a device that is gone nothing can be taken down.
  if (memory)
    context_.reset();
  else if (context_)
    context_->forget();
  if (!answering_) log::debug("Looking ahead failed: {}", why.message());
  done(std::unexpected(why));
  return memory ? Worked::kSome : Worked::kFailed;
}

void LlamaChannel::done(std::expected<Answer, Error> outcome) {
  if (auto ask = std::exchange(answering_, std::nullopt)) ask->done(std::move(outcome));
}

void LlamaChannel::lose(const Error& why) {
  done(std::unexpected(why));
  std::lock_guard lock(mutex_);
  if (auto ask = std::exchange(ask_, std::nullopt)) ask->done(std::unexpected(why));
}

const LlamaChannel::Seen* LlamaChannel::seen(std::uint64_t id) const {
  const auto it = std::ranges::find(seen_, id, &Seen::id);
  return it == seen_.end() ? nullptr : &*it;
}

void LlamaChannel::drop_old(std::size_t keep) {
  while (seen_.size() > keep) seen_.pop_front();
}

// --- before anybody asks ---------------------------------------------------------------------------------------------

LlamaChannel::Worked LlamaChannel::look_ahead(LlamaModel& model, const Outlook& outlook) {
  if (!outlook.start || !options_.live) return Worked::kNot;
  if (const FramePtr frame = worth_encoding(outlook)) {
    const bool whole = encode(model, frame);
    drop_old(outlook.frames * outlook.stride + 1);
    return whole ? Worked::kWell : Worked::kSome;
  }
  if (!context_) return Worked::kNot;
  const auto frames = likely_next(outlook);
  std::vector<std::uint64_t> ids;
  for (const Seen* s : frames) ids.push_back(s->id);
  if (ids.empty()) return Worked::kNot;
  if (memory_text_ != outlook.remembered) {
    read_memory(model, outlook.remembered);
    read_ahead_.clear();
  }
  if (ids == read_ahead_) return Worked::kNot;
  auto pieces = prompt_of(model, frames);
  if (!context_->read(pieces, stop_)) return Worked::kNot;
  cached_ = std::move(pieces);
  read_ahead_ = std::move(ids);
  return Worked::kWell;
}

// Of the frames that the next cycle can use the newest that has not been looked at; what is too old for it goes.
FramePtr LlamaChannel::worth_encoding(const Outlook& outlook) {
  std::lock_guard lock(mutex_);
  if (waiting_.empty()) return nullptr;
  const TimePoint now = Clock::now();
  const TimePoint start = std::max(*outlook.start, now);
  const TimePoint oldest = start - interval_ * static_cast<int>((outlook.frames - 1) * outlook.stride + 1);
  while (!waiting_.empty() && waiting_.front()->captured_at < oldest) {
    if (*outlook.start <= now) dropped_.add();
    waiting_.pop_front();
  }
  if (waiting_.empty()) return nullptr;
  const FramePtr& newest = waiting_.back();
  // Begun now it would not be ready in time, and a newer one is going to be asked for: that one shall find the model
  // free.
  if (*outlook.start > now && now + from_seconds(pace_.encode_s) > *outlook.start &&
      newest->captured_at + interval_ < *outlook.start)
    return nullptr;
  FramePtr chosen = newest;
  waiting_.pop_back();
  return chosen;
}

const LlamaChannel::Seen* LlamaChannel::encode(LlamaModel& model, const FramePtr& frame) {
  const TimePoint began = Clock::now();
  PromptBlockPtr block = model.eyes().encode(*frame, stop_);
  if (!block) return nullptr;
  {
    std::lock_guard lock(mutex_);
    pace_.encode_s = blend(pace_.encode_s, to_seconds(Clock::now() - began));
  }
  const auto after = std::ranges::upper_bound(seen_, frame->captured_at, {}, &Seen::captured_at);
  return &*seen_.insert(after, {frame->id, frame->captured_at, std::move(block), frame->discontinuity});
}

// The frames of the next prompt that exist already, if it starts on time.
std::vector<const LlamaChannel::Seen*> LlamaChannel::likely_next(const Outlook& outlook) const {
  TimePoint newest;
  Duration interval;
  {
    std::lock_guard lock(mutex_);
    if (!newest_at_ || interval_ <= Duration{}) return {};
    newest = *newest_at_;
    interval = interval_;
  }
  // A cycle that may start already starts with the next frame; one that has to wait takes the last frame before its
  // time.
  newest += *outlook.start <= newest ? interval : (*outlook.start - newest) / interval * interval;
  std::vector<const Seen*> frames;
  for (std::size_t back = outlook.frames; back-- > 0;) {
    const TimePoint wanted = newest - interval * static_cast<int>(back * outlook.stride);
    for (const Seen& s : seen_)
      if (abs(s.captured_at - wanted) < interval / 2 && (frames.empty() || frames.back() != &s)) frames.push_back(&s);
  }
  return frames;
}

// --- the answer ------------------------------------------------------------------------------------------------------

std::vector<LlamaContext::Piece> LlamaChannel::prompt_of(LlamaModel& model,
                                                         const std::vector<const Seen*>& frames) const {
  std::vector<LlamaContext::Piece> pieces;
  if (head_) pieces.push_back({head_key_, head_, true});
  if (memory_) pieces.push_back({memory_key_, memory_, true});
  for (std::size_t n = 0; n < frames.size(); ++n) {
    if (auto number = std::make_shared<PromptBlock>(model.eyes().number(n)); number->size > 0)
      pieces.push_back({kNumberKeys | n, std::move(number)});
    pieces.push_back({frames[n]->id, frames[n]->block});
  }
  return pieces;
}

// The frames that were asked for; if the model could not look at all of them, others from shortly before.
std::vector<const LlamaChannel::Seen*> LlamaChannel::frames_for(LlamaModel& model, const CommentRequest& request) {
  const auto is_missing = [this](const FramePtr& f) { return !seen(f->id); };
  {
    // They are looked at here or never.
    std::lock_guard lock(mutex_);
    std::erase_if(waiting_, [&](const FramePtr& f) { return f->captured_at <= request.frames.back()->captured_at; });
  }
  if (is_missing(request.frames.back()) && !encode(model, request.frames.back())) return {};
  const auto missing = std::ranges::count_if(request.frames, is_missing);
  const double encode_s = pace().encode_s;
  if (missing > 0 && (!options_.live || encode_s * static_cast<double>(missing) <= options_.patience_s)) {
    for (const FramePtr& f : request.frames)
      if (is_missing(f) && !encode(model, f)) return {};
  } else if (missing > 0) {
    dropped_.add(static_cast<double>(missing));
  }
  std::vector<const Seen*> frames;
  for (const FramePtr& f : request.frames)
    if (const Seen* s = seen(f->id)) frames.push_back(s);
  const Duration span = request.frames.back()->captured_at - request.frames.front()->captured_at;
  const TimePoint oldest = request.frames.back()->captured_at - span * kOldWindows;
  for (auto s = seen_.rbegin(); s != seen_.rend() && frames.size() < request.frames.size(); ++s)
    if (s->captured_at >= oldest && s->captured_at < request.frames.back()->captured_at &&
        !std::ranges::contains(frames, &*s))
      frames.push_back(&*s);
  std::ranges::sort(frames, {}, [](const Seen* s) { return s->captured_at; });
  return frames;
}

void LlamaChannel::read_head(const LlamaModel& model, const std::string& text) {
  if (head_ && head_text_ == text) return;
  head_ = std::make_shared<PromptBlock>(model.head(text));
  head_key_ = kHeadKeys | std::hash<std::string>{}(text);
  head_text_ = text;
}

void LlamaChannel::read_memory(const LlamaModel& model, const std::string& text) {
  if (memory_text_ == text) return;
  memory_text_ = text;
  memory_.reset();
  if (text.empty()) return;
  auto memory = std::make_shared<PromptBlock>();
  memory->add(model.tokens(before_frames({.remembered = text}) + "\n", false));
  memory_ = std::move(memory);
  memory_key_ = kMemoryKeys | (std::hash<std::string>{}(text) >> 3);
}

void LlamaChannel::answer(LlamaModel& model, const Ask& ask) {
  const TimePoint asked_at = Clock::now();
  const CommentRequest& request = ask.request;
  if (!context_) context_ = std::make_unique<LlamaContext>(model, options_.sampling, options_.sliding);
  read_head(model, head_text(request.profile, request.context));
  read_memory(model, request.remembered);
  const PromptBlock question = model.question(after_frames(request));

  auto frames = frames_for(model, request);
  if (frames.empty()) return;  // stopped
  const int room = std::min(options_.max_input, context_->capacity() - std::max(1, request.max_pieces)) - head_->size -
                   question.size;
  const int number = model.eyes().number(frames.size()).size;
  int size = 0;
  for (const Seen* s : frames) size += number + s->block->size;
  // What is seen comes before what is remembered.
  if (memory_ && size + memory_->size > room) read_memory(model, {});
  if (memory_) size += memory_->size;
  while (frames.size() > 1 && size > room) {
    size -= number + frames.front()->block->size;
    frames.erase(frames.begin());
    if (!std::exchange(told_too_long_, true))
      log::warn("The frames of a cycle do not fit into MAX_INP_LENGTH ({} tokens): the oldest are left out.",
                options_.max_input);
  }
  if (size > room) throw Error(ErrorKind::kInvalid, messages::kPromptDoesNotFit);
  // A difference across a break is no movement: nothing read before it may colour the rest.
  if (std::ranges::any_of(frames, &Seen::after_break)) context_->forbid_sliding();
  context_->warm(request.warmth);
  cached_ = prompt_of(model, frames);
  if (!context_->begin_answer(cached_, question, stop_)) return;
  read_ahead_.clear();
  last_prompt_tokens_ = head_->size + size + question.size;
  const TimePoint begun = Clock::now();
  const int count = write(model, ask);
  const TimePoint end = Clock::now();
  std::lock_guard lock(mutex_);
  counts_ = context_->counts();
  if (stop_ || count < kFewTokens) return;
  pace_.tokens_per_s = blend(pace_.tokens_per_s, count / to_seconds(end - begun));
  pace_.line_s = blend(pace_.line_s, to_seconds(end - asked_at));
}

// Behind what the cache holds already, so that nothing of it is lost for the next comment.
void LlamaChannel::answer_question(LlamaModel& model, const Ask& ask) {
  if (!context_ || cached_.empty())
    throw Error(ErrorKind::kUnavailable, "The model has not written a line yet that could be summed up.");
  const PromptBlock question = model.question(ask.question->text);
  context_->warm(0);
  if (context_->begin_answer(cached_, question, stop_)) write(model, ask);
  std::lock_guard lock(mutex_);
  counts_ = context_->counts();
}

// The next comment shall not have to wait for frames that came while a question was answered.
void LlamaChannel::encode_meanwhile(LlamaModel& model) {
  std::unique_lock lock(mutex_);
  const Outlook outlook = outlook_;
  lock.unlock();
  if (!outlook.start || !options_.live) return;
  if (const FramePtr frame = worth_encoding(outlook)) encode(model, frame);
}

// Returns how many tokens there are.
int LlamaChannel::write(LlamaModel& model, const Ask& ask) {
  AnswerText text;
  const auto give = [&](std::string piece) {
    if (!piece.empty()) ask.give(std::move(piece));
  };
  int count = 0;
  const int most = ask.question ? ask.question->max_pieces : ask.request.max_pieces;
  while (count < std::max(1, most)) {
    const auto token = context_->next(stop_);
    if (!token) break;
    ++count;
    give(text.push(model.text(*token)));
    if (ask.question) encode_meanwhile(model);
  }
  if (!stop_) give(text.finish());
  return count;
}

}  // namespace np
