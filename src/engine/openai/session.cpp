#include "engine/openai/session.hpp"

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include "base/format.hpp"
#include "base/log.hpp"
#include "engine/openai/probe.hpp"
#include "engine/openai/sse.hpp"

namespace np::openai {
namespace {

using std::chrono::seconds;

// Frames that are taken this long before a line may be among those it asks for.
constexpr auto kAhead = seconds(1);
constexpr auto kFirstByte = seconds(30);
constexpr std::size_t kMostRefused = 16 * 1024;    // bytes of an error's body that are looked at
constexpr std::size_t kMostAnswered = 256 * 1024;  // and of an answer, where no cap is set
constexpr std::size_t kBytesPerPiece = 64;         // far more than a token has, thoughts aside

// MiniCPM's figures; a model that takes fewer tokens a picture is given fewer pictures than it could take.
std::size_t frames_that_fit(const CommentRequest& request, const LineOptions& options) {
  constexpr int kTokensPerFrame[] = {64, 192, 320};
  constexpr int kMarkup = 64;
  constexpr int kBytesPerToken = 3;
  const int each = kTokensPerFrame[std::clamp(options.max_slices, 1, 3) - 1];
  const auto text = static_cast<int>((request.profile.size() + request.after_frames.size()) / kBytesPerToken);
  const int room = (options.max_input - text - kMarkup) / each;
  return std::clamp<std::size_t>(std::max(room, 1), 1, request.frames.size());
}

// An error in the middle of what began as an answer.
Refused broken_off(const ApiServer& server, const std::string& message) {
  return Refused(Error(ErrorKind::kUnavailable, np::format("{} broke off: {}; its own log says more.", server.name(),
                                                           quoted(message, server.key))),
                 std::nullopt, blames_extras(message));
}

}  // namespace

Session::Session(Loop& loop, Endpoints& endpoints, LineOptions options)
    : loop_(loop),
      endpoints_(endpoints),
      options_(std::move(options)),
      left_out_(
          metrics::counter("np_engine_frames_left_out_total", "Frames of a cycle that did not fit into its prompt")),
      frames_(limit_for(options_.max_slices)),
      worker_("model server", kMostTasks) {}

Session::~Session() { cancel(); }

void Session::expect(const Outlook& outlook) {
  std::lock_guard lock(mutex_);
  next_line_ = outlook.start;
}

void Session::observe(FramePtr frame) {
  {
    std::lock_guard lock(mutex_);
    if (!next_line_ || frame->captured_at + kAhead < *next_line_) return;
    waiting_.push_back(std::move(frame));
    if (waiting_.size() > kMostWaiting) waiting_.pop_front();
    if (std::exchange(encode_posted_, true)) return;
  }
  if (!worker_.post([this] { encode_waiting(); })) {
    std::lock_guard lock(mutex_);
    encode_posted_ = false;
  }
}

void Session::encode_waiting() {
  std::deque<FramePtr> frames;
  {
    std::lock_guard lock(mutex_);
    encode_posted_ = false;
    frames.swap(waiting_);
    if (std::exchange(begin_anew_, false)) {
      frames_.clear();
      dropped_line_.clear();
    }
  }
  for (const FramePtr& frame : frames) frames_.uri(*frame);
}

void Session::comment(CommentRequest request, PieceFn on_piece, DoneFn on_done) {
  cancel();
  on_piece_ = std::move(on_piece);
  on_done_ = std::move(on_done);
  const PieceFn piece = answers_.guard([this](std::string text) {
    const PieceFn on_piece = on_piece_;  // it may cancel
    on_piece(std::move(text));
  });
  const DoneFn done = answers_.guard([this](std::expected<void, Error> outcome) {
    on_piece_ = nullptr;
    const DoneFn on_done = std::exchange(on_done_, nullptr);
    on_done(std::move(outcome));
  });
  const bool taken = worker_.post([this, asked = asked_.load(), piece, done, request = std::move(request)] {
    http_.resume();
    if (asked_ != asked) return;
    std::expected<void, Error> outcome;
    try {
      write_line(request, asked, [&](std::string text) {
        if (!text.empty()) loop_.post([piece, text = std::move(text)]() mutable { piece(std::move(text)); });
      });
    } catch (const Error& error) {
      outcome = std::unexpected(Error(error));
    } catch (const std::exception& error) {
      log::error("A line could not be asked for: {}", error.what());
      outcome = std::unexpected(
          Error(ErrorKind::kInternal, "The model server could not be asked; the next cycle tries again."));
    }
    loop_.post([done, outcome = std::move(outcome)]() mutable { done(std::move(outcome)); });
  });
  if (!taken) {
    loop_.post([done]() mutable {
      done(
          std::unexpected(Error(ErrorKind::kUnavailable, "Too many lines are under way; the next cycle tries again.")));
    });
  }
}

void Session::cancel() {
  ++asked_;
  http_.cancel();
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

void Session::write_line(const CommentRequest& request, std::uint64_t asked, const GiveFn& give) {
  encode_waiting();
  if (request.instruction_is_new) dropped_line_.clear();
  const TimePoint until = Clock::now() + options_.timeout;
  // The commentary takes a repeated line for a skip, after which nothing is forbidden; here it stays so.
  const std::string last_line = request.last_line.empty() ? dropped_line_ : request.last_line;
  std::vector<std::size_t> tried;
  for (;;) {
    auto turn = endpoints_.take(tried);
    if (!turn) throw endpoints_.unavailable();
    tried.push_back(turn->index);
    AnswerText text(last_line);
    try {
      if (!turn->probed) {
        turn->probed = probe(http_, endpoints_.server(turn->index), options_.model);
        endpoints_.probe_succeeded(turn->index, *turn->probed);
      }
      stream(*turn, request, until, text, give);
      std::string rest = text.finish();
      endpoints_.succeeded(*turn);
      give(text.repeated() ? kSkipAnswer : std::move(rest));
      dropped_line_ = text.repeated() ? last_line : std::string();
      return;
    } catch (const Error& error) {
      const auto* refused = dynamic_cast<const Refused*>(&error);
      if (asked_ != asked) {
        endpoints_.left(*turn);
        throw;
      }
      if (refused && refused->blames_extras() && turn->extras) {
        endpoints_.left(*turn);
        endpoints_.spare_extras(turn->index);
        tried.pop_back();
        continue;
      }
      endpoints_.failed(*turn, error);
      const bool goes_on = !text.begun() && tried.size() < endpoints_.size() && Clock::now() < until;
      if (!goes_on) throw;
      log::warn("{}", error.message());
    } catch (...) {
      endpoints_.left(*turn);
      throw;
    }
  }
}

std::string Session::body_for(const Endpoints::Turn& turn, const CommentRequest& request) {
  const std::size_t fit = frames_that_fit(request, options_);
  const std::size_t over = request.frames.size() - fit;
  if (over > 0) {
    left_out_.add(static_cast<double>(over));
    if (!std::exchange(told_too_long_, true))
      log::warn("Of {} frames the oldest {} are left out: more do not fit into MAX_INP_LENGTH={}.",
                request.frames.size(), over, options_.max_input);
  }
  ChatRequest chat{.model = turn.probed->model,
                   .before_images = request.profile,
                   .after_images = request.after_frames,
                   .max_tokens = request.max_pieces,
                   .temperature = options_.temperature,
                   .top_p = options_.top_p,
                   .kind = turn.probed->kind,
                   .extras = turn.extras,
                   .max_slices = options_.max_slices};
  for (std::size_t i = over; i < request.frames.size(); ++i) chat.images.push_back(frames_.uri(*request.frames[i]));
  return chat_request(chat);
}

void Session::stream(const Endpoints::Turn& turn, const CommentRequest& request, TimePoint until, AnswerText& text,
                     const GiveFn& give) {
  const ApiServer& server = endpoints_.server(turn.index);
  HttpRequest http = server.request("/v1/chat/completions", body_for(turn, request));
  http.headers.emplace_back("Accept", "text/event-stream");
  http.total_limit = std::max<Duration>(until - Clock::now(), std::chrono::milliseconds(1));
  http.first_byte_limit = std::min<Duration>(kFirstByte, http.total_limit);
  http.silence_limit = http.first_byte_limit;

  const std::size_t most = request.max_pieces > 0 ? request.max_pieces * kBytesPerPiece : kMostAnswered;
  HttpHead head;
  bool events = false, complete = false;
  std::string other;  // what is no stream of events
  SseReader sse;
  const auto take_event = [&](std::string_view data) {
    if (complete) return;
    const auto event = stream_event(data);
    if (!event) throw no_api(server, head);
    if (!event->error.empty()) throw broken_off(server, event->error);
    give(text.push(event->text));
    complete = event->last || text.bytes() > most;
  };
  try {
    http_.exchange(
        http,
        [&](const HttpHead& answer) {
          head = answer;
          events = head.status == 200 && head.header("content-type").contains("event-stream");
          return true;
        },
        [&](std::string_view piece) {
          if (events)
            sse.push(piece, take_event);
          else
            other += piece.substr(0, kMostRefused - other.size());
          return other.size() < kMostRefused && text.bytes() <= most;
        });
  } catch (const Refused&) {
    throw;
  } catch (const Error& error) {
    if (complete) return;
    if (error.kind() == ErrorKind::kTimeout && Clock::now() >= until) {
      throw Error(ErrorKind::kTimeout,
                  np::format("{} did not finish a line within {:.3g} s; raise ENGINE_TIMEOUT, or take "
                             "fewer frames or a smaller model.",
                             server.name(), to_seconds(options_.timeout)));
    }
    throw about(server, error);
  }
  if (head.status != 200) throw refused(server, head, other);
  if (!events) {
    const std::string message = error_message(other);
    if (message.empty()) throw no_api(server, head);
    throw broken_off(server, message);
  }
  if (!complete)
    throw Error(ErrorKind::kUnavailable,
                server.name() + " broke off in the middle of its answer; its own log says more.");
}

}  // namespace np::openai
