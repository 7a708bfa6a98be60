#include "engine/watcher/watcher_session.hpp"

#include <algorithm>
#include <exception>
#include <expected>
#include <string>
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

void WatcherSession::perceive(FactsPtr facts) {
  if (!facts) return;
  perceived_ = facts->frame_id;
  narrator_.see(facts);
  if (waiting_ && perceived(waiting_->request)) answer();
}

bool WatcherSession::perceived(const CommentRequest& request) const {
  return perceived_ && *perceived_ >= request.frames.back()->id;
}

void WatcherSession::comment(CommentRequest request, PieceFn on_piece, DoneFn on_done) {
  cancel();
  waiting_.emplace(std::move(request), answers_.ask(std::move(on_piece), std::move(on_done)));
  if (perceived(waiting_->request)) return answer();
  patience_ = loop_.after(kLongestWait, [this] { answer(); });
}

// Pieces and end are posted, so nobody is called inside a call of theirs.
void WatcherSession::answer() {
  patience_.cancel();
  const Waiting asked = *std::exchange(waiting_, std::nullopt);
  const CommentRequest& request = asked.request;
  try {
    const std::string line = narrator_.comment({.instruction = request.instruction,
                                                .profile_key = request.profile_key,
                                                .anew = request.instruction_is_new,
                                                .gone = request.gone,
                                                .hint = request.hint,
                                                .max_words = request.max_pieces,
                                                .time_for = request.max_words});
    for (std::string& piece : pieces_of(line, request.max_pieces)) asked.ticket.give(std::move(piece));
    asked.ticket.finish(Answer{.engine = "watcher", .nothing = line.empty()});
  } catch (const std::exception& e) {
    log::error("The watcher failed: {}", e.what());
    asked.ticket.finish(std::unexpected(
        Error(ErrorKind::kInternal, "The built-in eyes failed on this picture; they go on with the next one.")));
  }
}

void WatcherSession::cancel() {
  patience_.cancel();
  waiting_.reset();
  answers_.cancel();
}

void WatcherSession::reset() {
  cancel();
  narrator_.reset();
  perceived_.reset();
}

}  // namespace np::watcher
