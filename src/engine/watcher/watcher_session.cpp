#include "engine/watcher/watcher_session.hpp"

#include <exception>
#include <expected>
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

WatcherSession::WatcherSession(Loop& loop)
    : dropped_(metrics::counter("np_engine_frames_dropped_total",
                                "Frames that came faster than the engine could look at them")),
      answers_(loop),
      observed_(worker_, [this] { look(); }),
      worker_("watcher", kMostTasks) {}

void WatcherSession::observe(FramePtr frame) {
  if (!observed_.push(std::move(frame))) dropped_.add();
}

void WatcherSession::look() {
  const auto taken = observed_.take();
  if (taken.begin_anew) {
    scene_.reset();
    narrator_.reset();
  }
  for (const FramePtr& frame : taken.frames) look_at(*frame);
}

void WatcherSession::look_at(const VideoFrame& frame) {
  seen_ = frame.id;
  scene_.observe(frame);
  narrator_.see(scene_.take_events(), scene_.view());
}

std::string WatcherSession::line_for(const CommentRequest& request) {
  look();
  for (const FramePtr& frame : request.frames) {
    if (!seen_ || frame->id > *seen_) look_at(*frame);
  }
  const Focus focus = parse_focus(request.instruction);
  return request.instruction_is_new ? narrator_.overview(focus) : narrator_.comment(focus);
}

void WatcherSession::comment(CommentRequest request, PieceFn on_piece, DoneFn on_done) {
  cancel();
  const auto ticket = answers_.ask(std::move(on_piece), std::move(on_done));
  const bool taken = worker_.post([this, ticket, request = std::move(request)] {
    if (!ticket.wanted()) return;
    try {
      const std::string line = line_for(request);
      for (std::string& piece : pieces_of(line, request.max_pieces)) ticket.give(std::move(piece));
      ticket.finish(Answer{.engine = "watcher", .nothing = line.empty()});
    } catch (const std::exception& e) {
      log::error("The watcher failed: {}", e.what());
      ticket.finish(std::unexpected(Error(
          ErrorKind::kInternal, "The built-in watcher failed on this picture; it goes on with the next one.")));
    }
  });
  if (!taken)
    ticket.finish(std::unexpected(
        Error(ErrorKind::kUnavailable, "The built-in watcher is busy; it goes on with the next picture.")));
}

void WatcherSession::reset() {
  cancel();
  observed_.reset();
}

}  // namespace np::watcher
