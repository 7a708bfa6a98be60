#include "engine/watcher/session.hpp"

#include <exception>
#include <utility>
#include <vector>

#include "base/log.hpp"

namespace np::watcher {
namespace {

// A word a piece, with the space before it; whole sentences only where not all of them may be written.
std::vector<std::string> pieces_of(const std::string& line, int max_pieces) {
  std::vector<std::string> pieces;
  for (std::size_t from = 0; from < line.size();) {
    const std::size_t to = std::min(line.find(' ', from + 1), line.size());
    pieces.push_back(line.substr(from, to - from));
    from = to;
  }
  if (max_pieces <= 0 || pieces.size() <= static_cast<std::size_t>(max_pieces)) return pieces;
  std::size_t keep = max_pieces;
  while (keep > 0 && !pieces[keep - 1].ends_with('.')) --keep;
  pieces.resize(keep > 0 ? keep : max_pieces);
  return pieces;
}

}  // namespace

Session::Session(Loop& loop)
    : loop_(loop),
      dropped_(metrics::counter("np_engine_frames_dropped_total",
                                "Frames that came faster than the engine could look at them")),
      worker_("watcher", kMostTasks) {}

void Session::observe(FramePtr frame) {
  {
    std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(frame));
    if (waiting_.size() > kMostWaiting) {
      waiting_.pop_front();
      dropped_.add();
    }
    if (std::exchange(look_posted_, true)) return;
  }
  if (!worker_.post([this] { look(); })) {
    std::lock_guard lock(mutex_);
    look_posted_ = false;
  }
}

void Session::look() {
  std::deque<FramePtr> frames;
  {
    std::lock_guard lock(mutex_);
    look_posted_ = false;
    frames.swap(waiting_);
    if (std::exchange(begin_anew_, false)) {
      scene_.reset();
      narrator_.reset();
    }
  }
  for (const FramePtr& frame : frames) look_at(*frame);
}

void Session::look_at(const VideoFrame& frame) {
  seen_ = frame.id;
  scene_.observe(frame);
  narrator_.see(scene_.take_events(), scene_.view());
}

std::string Session::line_for(const CommentRequest& request) {
  look();
  for (const FramePtr& frame : request.frames) {
    if (!seen_ || frame->id > *seen_) look_at(*frame);
  }
  const Focus focus = parse_focus(request.instruction);
  return request.instruction_is_new ? narrator_.overview(focus) : narrator_.comment(focus);
}

void Session::comment(CommentRequest request, PieceFn on_piece, DoneFn on_done) {
  cancel();
  on_piece_ = std::move(on_piece);
  on_done_ = std::move(on_done);
  auto piece = answers_.guard([this](std::string text) { deliver(std::move(text)); });
  auto done = answers_.guard([this](std::expected<void, Error> outcome) { finish(std::move(outcome)); });
  const bool taken = worker_.post([this, asked = asked_.load(), piece, done, request = std::move(request)] {
    if (asked_ != asked) return;
    std::expected<void, Error> outcome;
    try {
      for (std::string& text : pieces_of(line_for(request), request.max_pieces)) {
        loop_.post([piece, text = std::move(text)]() mutable { piece(std::move(text)); });
      }
    } catch (const std::exception& e) {
      log::error("The watcher failed: {}", e.what());
      outcome = std::unexpected(
          Error(ErrorKind::kInternal, "The built-in watcher failed on this picture; it goes on with the next one."));
    }
    loop_.post([done, outcome = std::move(outcome)]() mutable { done(std::move(outcome)); });
  });
  if (!taken) {
    loop_.post([done]() mutable {
      done(std::unexpected(
          Error(ErrorKind::kUnavailable, "The built-in watcher is busy; it goes on with the next picture.")));
    });
  }
}

void Session::deliver(std::string piece) {
  const PieceFn on_piece = on_piece_;  // it may cancel
  on_piece(std::move(piece));
}

void Session::finish(std::expected<void, Error> outcome) {
  on_piece_ = nullptr;
  const DoneFn on_done = std::exchange(on_done_, nullptr);
  on_done(std::move(outcome));
}

void Session::cancel() {
  ++asked_;
  answers_.renew();
  on_piece_ = nullptr;
  on_done_ = nullptr;
}

void Session::reset() {
  cancel();
  std::lock_guard lock(mutex_);
  waiting_.clear();
  begin_anew_ = true;
}

}  // namespace np::watcher
