// The heart of a show. It decides when to look, asks the engine for a comment, decides which part of the answer is a
// line, passes it to the event log and the voice, and learns how far the picture must lag behind the words. IDLE
// without an instruction, ACTIVE with one. Loop thread only; never blocks. Its arguments must outlive it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/loop.hpp"
#include "base/metrics.hpp"
#include "commentary/event_log.hpp"
#include "commentary/gaps.hpp"
#include "commentary/line.hpp"
#include "commentary/memory.hpp"
#include "commentary/pacer.hpp"
#include "commentary/recap.hpp"
#include "commentary/speaker.hpp"
#include "commentary/sync_delay.hpp"
#include "engine/engine.hpp"
#include "perception/facts/facts.hpp"
#include "video/frame_window.hpp"
#include "video/scene_change.hpp"

namespace np {

struct CommentatorSettings {
  std::size_t frames_per_cycle = 4;
  std::size_t frame_stride = 1;
  double change_threshold = 0;   // 0-255
  bool event_cycles = true;      // what happens starts a cycle before the interval is over
  bool facts_in_prompt = false;  // CommentRequest::facts
  bool gate_by_facts = false;    // a cycle is worth it where the facts have changed, instead of the pixels
  Duration interval = std::chrono::milliseconds(500);
  Duration pause_after_speech = std::chrono::milliseconds(500);
  bool think_ahead = false;            // the next line is written while the last one is still heard
  bool booth = false;                  // openings, and what is said in quiet moments, come from the second seat
  int max_pieces = 512;                // the engine's tokens
  int max_pieces_spoken = 96;          // the same while the voice is on; 0: max_pieces
  std::optional<Duration> delay_init;  // SyncDelay's
  double delay_alpha = 0.2;
  std::size_t memory_lines = 6;  // Memory's
  std::string language;          // that a model is asked for and held to; empty: any

  bool wants_facts() const { return event_cycles || facts_in_prompt || gate_by_facts; }
};

// The counters of a show's cycles.
struct CycleMetrics {
  explicit CycleMetrics(const metrics::Labels& labels = {});
  metrics::Counter& started;
  metrics::Counter& unchanged;
  metrics::Histogram& first_piece;
  metrics::Histogram& sentence_to_sound;
};

class Commentator {
 public:
  Commentator(Loop& loop, FrameWindow& window, EngineSession& engine, EventLog& events,
              std::optional<SpeakingParts> speaking, const CommentatorSettings& settings, const CycleMetrics& metrics);
  ~Commentator();  // cancels

  // Both interrupt: the running cycle and the rest of the speech end, the last line and frame are forgotten, and a
  // cycle starts at once. An empty instruction: IDLE. What was said so far is remembered, unless it is to be forgotten.
  void set_instruction(std::string instruction, bool forget = false);
  void set_profile(std::string key, std::string prompt);
  // What people have written down for a model, from the next cycle on; no more than 900 bytes of it are told.
  void set_context(std::string context);
  // From the next cycle on.
  void set_pacing(const CommentatorSettings& settings);
  // No cycle is run on pictures that are no longer true: while the source is away, nothing new is said.
  void picture_gone();
  // The picture is back after this long; zero: it was not away. The next cycle's engine learns of it.
  void picture_back(Duration gone);
  // Pictures stand because somebody wants it so: a cycle under way ends, and none begins until they go on.
  void set_paused(bool paused);
  // The next frames show another place of the same video: like reset(), but the engine learns of it by the next frame.
  void jumped();
  // The window has a new frame.
  void on_frame();
  // Frames come so much later than they were captured, so that the programme is heard ahead of them; zero: at once. The
  // picture falls behind by at least that.
  void set_hindsight(Duration hindsight);
  // The facts perceived in the frames of the window, in their order; soon after on_frame(), or never if nobody looks.
  void on_facts(FactsPtr facts);
  // The source has gone or is another one: ends the cycle and the speech, forgets what was seen and said. Keeps the
  // instruction.
  void reset();

  bool active() const { return !instruction_.empty(); }
  const std::string& instruction() const { return instruction_; }
  const Memory& memory() const { return memory_; }
  std::uint64_t cycle_count() const { return cycle_count_; }
  Duration delay() const { return delay_.value(); }
  // How long until the picture, as far behind live as the show has it, shows what was captured then; zero: it does.
  Duration until_shown(TimePoint captured_at) { return delay_.until_shown(loop_.now(), captured_at); }
  bool wants_facts() const { return active() && (settings_.wants_facts() || engine_.speaks_of_facts()); }
  bool in_cycle() const { return cycle_ != nullptr; }
  bool sums_up() const { return recap_.asking(); }
  bool speaking() const;
  // The moment that the picture shows now, by the show's delay.
  TimePoint position() { return delay_.position(loop_.now()); }

 private:
  struct Cycle {
    LineEnded report;
    LineRules rules;
    Line line;
    bool opens = false;  // the first since somebody began to listen, or a picture came back
    CommentRequest request = {};
    bool again = false;  // asked once more, as the first answer was a repetition
    // Written ahead: what nobody has been told yet, as the last line is still heard until then.
    std::optional<std::string> held = {};
    TimePoint heard_from{};
    std::optional<TimePoint> written_at = {};  // it is complete, and held

    const FramePtr& newest() const { return request.frames.back(); }
  };
  // What a line about a moment of the programme may be.
  struct Room {
    int words = 0;                     // 0: any number
    std::optional<TimePoint> over_at;  // as Placement::begin_line has it
  };

  void interrupt();
  void consider();
  std::optional<Room> room_for_line(TimePoint at);
  bool worth_a_cycle(const VideoFrame& newest, double difference);
  bool changed(const VideoFrame& newest, double difference) const;
  void forget_facts();
  void start_cycle(std::vector<FramePtr> frames, double difference, const Room& room);
  CommentRequest request_for(std::vector<FramePtr> frames, double difference, const Room& room, bool fresh);
  LineRules rules_for(const CommentRequest& request) const;
  void ask();
  Duration ahead() const;
  void hold();
  bool holds_true() const;
  void recap(TimePoint until);
  void forget();
  void on_piece(const std::string& piece);
  void tell(std::string text);
  LineKind line_kind() const;
  void on_done(std::expected<Answer, Error> result);
  void fail(const std::string& why);
  void fail_language();
  void finish(Outcome outcome, std::string error);
  void tell_activity();

  Loop& loop_;
  FrameWindow& window_;
  EngineSession& engine_;
  EventLog& events_;
  CommentatorSettings settings_;
  const CycleMetrics metrics_;
  const Gaps* const gaps_;
  Duration hindsight_{};
  std::optional<TimePoint> pressing_since_;  // something that should not wait for long happened then
  std::optional<Speaker> speaker_;
  Pacer pacer_;
  SyncDelay delay_;
  SceneChange scene_;
  std::string profile_;  // its text
  std::string profile_key_;
  std::string instruction_;
  std::string context_;
  Memory memory_;
  std::string remembered_;  // of it, for the prompt
  Recap recap_;
  std::string last_line_;  // for the prompt
  std::string forbidden_;  // must not be said again by who speaks of facts
  bool wary_ = false;      // the model has written another language
  std::string last_failure_;
  std::string last_engine_;
  std::optional<TimePoint> said_at_;    // the last line's end
  std::optional<Duration> line_takes_;  // from its newest frame to its end, on average
  bool opening_due_ = true;             // nobody has said yet what there is to see
  FactsPtr facts_;                      // the newest
  FactsPtr cycle_facts_;                // the newest when the last cycle began
  std::vector<Occurrence> happened_;    // since then; the oldest are lost beyond kMostHappened
  ActivityChanged told_;
  bool picture_there_ = true;
  bool paused_ = false;
  Duration gone_{};
  std::uint64_t cycle_count_ = 0;
  std::uint64_t last_frame_id_ = 0;       // of the last cycle
  std::uint64_t unchanged_frame_id_ = 0;  // of the last one that was not worth a cycle
  std::unique_ptr<Cycle> cycle_;
  Timer timer_;
  Timer look_;  // at the activity
};

}  // namespace np
