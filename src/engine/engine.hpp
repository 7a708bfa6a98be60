// The eyes. All shows share an Engine. Each show opens a session, hands it frames as they are captured, and asks it for
// a comment once a cycle. An engine that can work early (encode, track) does it in observe().
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/loop.hpp"
#include "perception/facts/facts.hpp"
#include "video/frame.hpp"

namespace np {

// How much there is to say.
enum class LengthHint { kNone, kBrief, kMinimal };

struct CommentRequest {
  std::uint64_t cycle = 0;
  std::vector<FramePtr> frames;  // oldest first, never empty
  std::string profile;           // who the commentator is, for a model; the same from cycle to cycle
  std::string context;           // what people have written down for it; likewise, mostly empty
  std::string remembered;        // what happened and was said so far; changes with each line, empty: nothing is told
  std::string profile_key;       // its name: "sports"
  std::string last_line;         // the line before; empty: none
  std::string instruction;
  bool instruction_is_new = false;  // the first cycle since the instruction or profile changed
  Duration gone{};                  // so long no picture came just before these frames; zero: no interruption
  std::string facts;                // one line on what was perceived in them, for a model; empty: it is told nothing
  std::string language;             // that a model is asked for; empty: whichever it takes
  LengthHint hint = LengthHint::kNone;
  int max_pieces = 0;  // cap on what may be written, in the engine's own tokens
  int max_words = 0;   // there is time to say so many; 0: for any number
  double warmth = 0;   // is added to a model's temperature: it is to find other words
};

// Something that a model is asked beside its comments.
struct Question {
  std::string profile, context;  // as its comments have them
  std::string text;
  int max_pieces = 0;
};

// The purpose of a line: an event, the scene at a beginning, or a summary while nothing happens.
enum class LineKind { kEvent, kOpening, kSummary };

// A comment that ended well.
struct Answer {
  std::string engine;  // EngineStatus::kind of the engine that answered
  bool nothing =
      false;  // nothing is worth saying, and no piece was given. A model says so in words, which its prompt defines.
};

// The expected next comment, as far as it is known, so that an engine can work early.
struct Outlook {
  std::optional<TimePoint> start;  // the earliest start; in the past: at the next frame; nullopt: not known yet, so not
                                   // soon
  std::size_t frames = 1;
  std::size_t stride = 1;       // every how many observed frames one is taken, from the newest backwards
  std::string remembered = {};  // CommentRequest's
};

class EngineSession {
 public:
  using PieceFn = std::function<void(std::string piece)>;            // UTF-8, never split inside a character
  using DoneFn = std::function<void(std::expected<Answer, Error>)>;  // the complete answer, or why there is none

  virtual ~EngineSession() = default;  // cancels; no callback comes afterwards
  // Takes each frame of the window, in order, while the show is ACTIVE. Any thread; never blocks.
  virtual void observe(FramePtr frame) = 0;
  // Loop thread, in the order of the frames. Takes the facts perceived in them, for engines that speak of facts instead
  // of pictures.
  virtual void perceive(FactsPtr) {}
  // Loop thread. True: it comments on facts, needs them and costs next to nothing, so it takes part in every cycle.
  virtual bool speaks_of_facts() const { return false; }
  // Loop thread; called at each change. An engine that ignores it is only slower.
  virtual void expect(const Outlook&) {}
  // Loop thread. Calls back on the loop: pieces, then one done. One comment at a time.
  virtual void comment(CommentRequest request, PieceFn on_piece, DoneFn on_done) = 0;
  // Loop thread, from the first piece of a comment to its end. The kind of line; nullopt: the engine does not know, and
  // the show judges by the time.
  virtual std::optional<LineKind> line_kind() const { return std::nullopt; }
  // Loop thread. The comment under way ends, and so does a question; none of their callbacks comes after.
  virtual void cancel() = 0;
  // Loop thread. It can be asked questions.
  virtual bool takes_questions() const { return false; }
  using AnswerFn = std::function<void(std::expected<std::string, Error>)>;
  // Loop thread. One question at a time, while no comment is under way: a comment ends it, and is not late for it.
  virtual void ask(Question, AnswerFn) {}
  // Loop thread. The question under way ends; its callback does not come after.
  virtual void drop_question() {}
  // Loop thread. The show begins anew (another source): what was observed is forgotten.
  virtual void reset() = 0;
  // Loop thread. The estimated time from the newest frame to the end of a line, before a line was written.
  virtual std::optional<Duration> likely_latency() const { return std::nullopt; }
};

struct EngineStatus {
  std::string kind;  // "watcher", "llama", "openai"
  std::string name;  // for people
  bool ready = false;
  bool starting = false;           // not ready yet, and nothing is wrong so far
  bool model_loaded = false;       // a real model, not the built-in watcher
  std::string detail;              // one sentence for people: the engine, or its fault
  std::string awaited;             // if this one stands in for another: the state of that one; otherwise empty
  std::vector<std::string> heeds;  // the kinds of instruction it understands; empty: any
};

class Engine {
 public:
  virtual ~Engine() = default;
  // Sessions must not outlive the engine. Callbacks come on `loop`.
  virtual std::unique_ptr<EngineSession> open_session(Loop& loop) = 0;
  // Loop thread; never waits.
  virtual EngineStatus status() const = 0;
  virtual FrameLimit frame_limit() const = 0;
  // The kinds of status().heeds that this instruction asks for; empty if it heeds everything or recognised nothing.
  virtual std::vector<std::string> heeded(const std::string& instruction) const = 0;
  // Any thread, once all sessions are closed; blocks for `patience` at most. Whether its own threads have ended, so
  // that what they held is free again. If they have not, call it again.
  virtual bool wind_down(Duration) { return true; }
};

}  // namespace np
