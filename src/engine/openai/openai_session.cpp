#include "engine/openai/openai_session.hpp"

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include "base/format.hpp"
#include "base/log.hpp"
#include "engine/messages.hpp"
#include "engine/openai/line_reader.hpp"
#include "engine/openai/probe.hpp"
#include "engine/openai/refusal.hpp"
#include "engine/prompt.hpp"

namespace np::openai {
namespace {

using std::chrono::seconds;

// Frames that are taken this long before a line may be among those it asks for.
constexpr auto kAhead = seconds(1);
constexpr auto kFirstByte = seconds(30);
constexpr std::size_t kMostRefused = 16 * 1024;    // bytes of an error's body that are looked at
constexpr auto kRefusalTakes = seconds(2);         // until it is looked at as far as it has come
constexpr std::size_t kMostAnswered = 256 * 1024;  // and of an answer, where no cap is set
constexpr double kWarmest = 2;                     // that servers take
constexpr std::size_t kBytesPerPiece = 64;         // far more than a token has, thoughts aside

// MiniCPM's figures; a model that takes fewer tokens a picture is given fewer pictures than it could take.
std::size_t frames_that_fit(std::size_t frames, std::size_t text_bytes, const LineOptions& options) {
  constexpr int kTokensPerFrame[] = {64, 192, 320};
  constexpr int kMarkup = 64;
  constexpr int kBytesPerToken = 3;
  const int each = kTokensPerFrame[std::clamp(options.max_slices, 1, 3) - 1];
  const auto text = static_cast<int>(text_bytes / kBytesPerToken);
  const int room = (options.max_input - text - kMarkup) / each;
  return std::clamp<std::size_t>(std::max(room, 1), 1, frames);
}

}  // namespace

OpenAiSession::OpenAiSession(Loop& loop, Endpoints& endpoints, LineOptions options)
    : endpoints_(endpoints),
      options_(std::move(options)),
      left_out_(
          metrics::counter("np_engine_frames_left_out_total", "Frames of a cycle that did not fit into its prompt")),
      answers_(loop),
      questions_(loop),
      observed_(worker_, [this] { encode_waiting(); }),
      newest_line_(worker_),
      frames_(limit_for(options_.max_slices)),
      worker_("model server", kMostTasks),
      newest_question_(question_worker_),
      question_worker_("server question", kMostTasks) {}

void OpenAiSession::expect(const Outlook& outlook) {
  std::lock_guard lock(mutex_);
  next_line_ = outlook.start;
}

void OpenAiSession::observe(FramePtr frame) {
  {
    std::lock_guard lock(mutex_);
    if (!next_line_ || frame->captured_at + kAhead < *next_line_) return;
  }
  observed_.push(std::move(frame));  // a lost one is encoded when a line asks for it
}

void OpenAiSession::encode_waiting() {
  const auto taken = observed_.take();
  if (taken.begin_anew) frames_.clear();
  for (const FramePtr& frame : taken.frames) frames_.uri(*frame);
}

void OpenAiSession::comment(CommentRequest request, PieceFn on_piece, DoneFn on_done) {
  cancel();
  const auto ticket = answers_.ask(std::move(on_piece), std::move(on_done));
  const bool taken = newest_line_.post([this, ticket, request = std::move(request)] {
    http_.resume();
    if (!ticket.wanted()) return;
    try {
      write_line(request, ticket);
      ticket.finish(Answer{.engine = "openai"});
    } catch (const Error& error) {
      ticket.finish(std::unexpected(Error(error)));
    } catch (const std::exception& error) {
      log::error("A line could not be asked for: {}", error.what());
      ticket.finish(std::unexpected(
          Error(ErrorKind::kInternal, "The model server could not be asked; the next cycle tries again.")));
    }
  });
  if (!taken)
    ticket.finish(
        std::unexpected(Error(ErrorKind::kUnavailable, "Too many lines are under way; the next cycle tries again.")));
}

void OpenAiSession::cancel() {
  answers_.cancel();
  http_.cancel();
  drop_question();
}

void OpenAiSession::ask(Question question, AnswerFn on_answer) {
  drop_question();
  const auto ticket = questions_.ask(nullptr, std::move(on_answer));
  const bool taken = newest_question_.post([this, ticket, question = std::move(question)] {
    question_http_.resume();
    if (!ticket.wanted()) return;
    try {
      ticket.finish(answer(question, ticket));
    } catch (const Error& error) {
      ticket.finish(std::unexpected(Error(error)));
    } catch (const std::exception& error) {
      log::error("A question could not be asked: {}", error.what());
      ticket.finish(std::unexpected(Error(ErrorKind::kInternal, "The model server could not be asked; see the log.")));
    }
  });
  if (!taken) ticket.finish(std::unexpected(Error(ErrorKind::kUnavailable, "Too many questions are under way.")));
}

void OpenAiSession::drop_question() {
  if (questions_.open() == 0) return;
  questions_.cancel();
  question_http_.cancel();
}

void OpenAiSession::reset() {
  cancel();
  observed_.reset();
}

void OpenAiSession::write_line(const CommentRequest& request, const Line::Ticket& ticket) {
  encode_waiting();
  const TimePoint until = Clock::now() + options_.timeout;
  std::vector<std::size_t> tried;
  for (;;) {
    auto turn = endpoints_.take(tried);
    if (!turn) throw endpoints_.unavailable();
    tried.push_back(turn->index);
    bool begun = false;
    try {
      if (!turn->probed) {
        turn->probed = probe(http_, endpoints_.server(turn->index), options_.model, until);
        endpoints_.probe_succeeded(turn->index, *turn->probed);
      }
      ask(*turn,
          {.http = http_,
           .body = [&](const Endpoints::Turn& of) { return body_for(of, request); },
           .max_pieces = request.max_pieces,
           .until = until,
           .wanted = [&] { return ticket.wanted(); },
           .give = [&](std::string piece) { ticket.give(std::move(piece)); }},
          begun);
      endpoints_.succeeded(*turn);
      return;
    } catch (const ThoughtAloud&) {
      endpoints_.left(*turn);
      throw;
    } catch (const Error& error) {
      if (!ticket.wanted()) {
        endpoints_.left(*turn);
        throw;
      }
      endpoints_.failed(*turn, error);
      const bool goes_on = !begun && tried.size() < endpoints_.size() && Clock::now() < until;
      if (!goes_on) throw;
      log::warn("{}", error.message());
    } catch (...) {
      endpoints_.left(*turn);
      throw;
    }
  }
}

// Of one server, again without what it refuses.
void OpenAiSession::ask(Endpoints::Turn& turn, const Asked& asked, bool& begun) {
  for (;;) {
    AnswerText text(turn.thinking == Thinking::kUnmarked);
    try {
      stream(turn, asked, text);
      if (std::string rest = text.finish(); !rest.empty()) asked.give(std::move(rest));
      if (text.closed_unopened()) turn.thinking = Thinking::kUnmarked;
      endpoints_.learn(turn);
      return;
    } catch (const ThoughtAloud&) {
      begun = true;
      turn.thinking = Thinking::kUnmarked;
      endpoints_.learn(turn);
      throw;
    } catch (const Refused& refused) {
      begun = text.begun();
      bool spared = false;
      for (const std::string& name : refused.blamed()) spared |= turn.spared.add(name);
      if (!spared || begun || !asked.wanted()) throw;
    } catch (...) {
      begun = text.begun();
      throw;
    }
  }
}

// A server that fails here has lines to fail with: nothing is held against it.
std::string OpenAiSession::answer(const Question& question, const Answers<int, std::string>::Ticket& ticket) {
  auto turn = endpoints_.take();
  if (!turn) throw endpoints_.unavailable();
  try {
    if (!turn->probed) throw Error(ErrorKind::kUnavailable, "No line has been asked of this server yet.");
    std::string text;
    bool begun = false;
    const std::string head = head_text(question.profile, question.context);
    ask(*turn,
        {.http = question_http_,
         .body =
             [&](const Endpoints::Turn& of) {
               ChatRequest chat = chat_for(of, question.max_pieces);
               chat.before_images = head;
               chat.after_images = question.text;
               return chat_request(chat);
             },
         .max_pieces = question.max_pieces,
         .until = Clock::now() + options_.timeout,
         .wanted = [&] { return ticket.wanted(); },
         .give = [&](const std::string& piece) { text += piece; }},
        begun);
    endpoints_.left(*turn);
    return text;
  } catch (...) {
    endpoints_.left(*turn);
    throw;
  }
}

ChatRequest OpenAiSession::chat_for(const Endpoints::Turn& turn, int max_pieces) const {
  return {.model = turn.probed->model,
          .max_tokens = max_pieces,
          .temperature = options_.temperature,
          .top_p = options_.top_p,
          .kind = turn.probed->kind,
          .spared = turn.spared,
          .max_slices = options_.max_slices};
}

std::string OpenAiSession::body_for(const Endpoints::Turn& turn, const CommentRequest& request) {
  const std::string question = after_frames(request);
  std::string before = head_text(request.profile, request.context);
  // What is seen comes before what is remembered.
  if (const std::string memory = before_frames(request);
      !memory.empty() && frames_that_fit(request.frames.size(), before.size() + memory.size() + question.size(),
                                         options_) == request.frames.size())
    before += (before.empty() ? "" : "\n\n") + memory;
  const std::size_t fit = frames_that_fit(request.frames.size(), before.size() + question.size(), options_);
  const std::size_t over = request.frames.size() - fit;
  if (over > 0) {
    left_out_.add(static_cast<double>(over));
    if (!std::exchange(told_too_long_, true))
      log::warn("Of {} frames the oldest {} are left out: more do not fit into MAX_INP_LENGTH={}.",
                request.frames.size(), over, options_.max_input);
  }
  ChatRequest chat = chat_for(turn, request.max_pieces);
  chat.before_images = before;
  chat.after_images = question;
  chat.temperature = std::min(options_.temperature + request.warmth, kWarmest);
  for (std::size_t i = over; i < request.frames.size(); ++i) chat.images.push_back(frames_.uri(*request.frames[i]));
  return chat_request(chat);
}

void OpenAiSession::stream(const Endpoints::Turn& turn, const Asked& asked, AnswerText& text) {
  ApiServer server = endpoints_.server(turn.index);
  server.root = turn.probed->root;
  HttpRequest http = server.request("/v1/chat/completions", asked.body(turn));
  http.headers.emplace_back("Accept", "text/event-stream, application/json");
  http.total_limit = std::max<Duration>(asked.until - Clock::now(), std::chrono::milliseconds(1));
  http.first_byte_limit = std::min<Duration>(kFirstByte, http.total_limit);
  http.silence_limit = http.first_byte_limit;

  const std::size_t most = asked.max_pieces > 0 ? asked.max_pieces * kBytesPerPiece : kMostAnswered;
  HttpHead head;
  std::string refusal;  // the body of an answer that is none
  LineReader line(server, most);
  const auto take = [&](std::string piece) {
    piece = text.push(piece);
    if (text.leaked()) throw ThoughtAloud(ErrorKind::kUnavailable, np::format(messages::kThoughtAloud, server.name()));
    if (!piece.empty()) asked.give(std::move(piece));
  };
  try {
    const TimePoint began = Clock::now();
    asked.http.exchange(
        http,
        [&](const HttpHead& answer) {
          head = answer;
          if (head.status / 100 != 2)
            asked.http.limit_total(std::min<Duration>(Clock::now() - began + kRefusalTakes, http.total_limit));
          return true;
        },
        [&](std::string_view piece) {
          if (head.status / 100 != 2) {
            refusal += piece.substr(0, kMostRefused - refusal.size());
            return refusal.size() < kMostRefused;
          }
          line.push(piece, take);
          return !line.full();
        });
  } catch (const Refused&) {
    throw;
  } catch (const ThoughtAloud&) {
    throw;
  } catch (const Error& error) {
    if (line.complete()) return;
    if (head.status != 0 && head.status / 100 != 2) throw refused(server, head, refusal, Spared::kAll);
    if (error.kind() == ErrorKind::kTimeout && Clock::now() >= asked.until) {
      throw Error(ErrorKind::kTimeout,
                  np::format(messages::kLineNotFinished, server.name(), to_seconds(options_.timeout)));
    }
    throw about(server, error);
  }
  if (head.status / 100 != 2) throw refused(server, head, refusal, Spared::kAll);
  line.finish(head, take);
}

}  // namespace np::openai
