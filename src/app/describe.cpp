#include "app/describe.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "app/parts.hpp"
#include "app/spoken_description.hpp"
#include "base/delay_line.hpp"
#include "base/log.hpp"
#include "base/manual_loop.hpp"
#include "base/text.hpp"
#include "channel/channel_settings.hpp"
#include "commentary/commentator.hpp"
#include "perception/detector/detector.hpp"
#include "perception/perception.hpp"
#include "source/source.hpp"

namespace np {
namespace {

// Hands each frame to the show's thread and holds the decoder until the show has dealt with it.
class LockStepSink final : public FrameSink {
 public:
  // `speech` hears the sound; nullptr: nobody does.
  LockStepSink(Loop& loop, SpokenDescription* speech, std::function<void(FramePtr)> on_frame)
      : loop_(loop), speech_(speech), on_frame_(std::move(on_frame)) {}

  void on_frame(FramePtr frame) override {
    std::unique_lock lock(mutex_);
    if (stopped_) return;
    handled_ = false;
    loop_.post([this, frame = std::move(frame)]() mutable {
      on_frame_(std::move(frame));
      std::lock_guard guard(mutex_);
      handled_ = true;
      changed_.notify_all();
    });
    changed_.wait(lock, [this] { return handled_ || stopped_; });
  }
  void on_picture(PicturePtr) override {}
  void on_sound(SoundPtr sound) override {
    if (speech_) speech_->hear(std::move(sound));
  }

  void stop() {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

 private:
  Loop& loop_;
  SpokenDescription* const speech_;
  std::function<void(FramePtr)> on_frame_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool handled_ = false;
  bool stopped_ = false;
};

class StoppedSink {
 public:
  explicit StoppedSink(LockStepSink& sink) : sink_(sink) {}
  ~StoppedSink() { sink_.stop(); }

 private:
  LockStepSink& sink_;
};

constexpr Duration kPatience = std::chrono::seconds(120);
constexpr Duration kLook = std::chrono::milliseconds(20);
constexpr Duration kStep = std::chrono::milliseconds(10);

// The picture keeps its final lag from the first frame on: nobody watches it fall behind.
CommentatorSettings offline_settings(const Settings& settings, bool speaks) {
  CommentatorSettings out = commentator_settings(settings);
  if (speaks) out.delay_init = std::max(out.delay_init.value_or(Duration::zero()), Listening::kAhead);
  return out;
}

DescribedLine line_at(TimePoint at, std::string_view text) {
  return {to_seconds(at - kUnpacedEpoch), std::string(trim(text))};
}

}  // namespace

void describe(const Settings& settings, const std::string& profile_prompt,
              const std::function<void(const DescribedLine&)>& on_line, const DescribeWatch& watch) {
  ManualLoop loop(kUnpacedEpoch);
  const auto stopped = [&] { return watch.stop.stop_requested(); };
  const std::stop_callback wake(watch.stop, [&] { loop.post([] {}); });
  const Detector detector(detector_file(settings.detector_model));
  const auto engine = make_engine(settings, false);
  while (engine->status().starting && !stopped()) std::this_thread::sleep_for(kLook);
  detector.wait_loaded();
  log::info("{}", engine->status().detail);
  const auto session = engine->open_session(loop);
  FrameWindow window(static_cast<std::size_t>(settings.window_size));
  EventLog events;
  std::optional<SpokenDescription> speech;
  if (hears(settings))
    speech.emplace(loop, settings, [&](const std::string& text, TimePoint at) { on_line(line_at(at, text)); });
  Commentator commentator(loop, window, *session, events, speech ? std::optional(speech->parts()) : std::nullopt,
                          offline_settings(settings, speech.has_value()), CycleMetrics());
  commentator.set_profile(settings.profile, profile_prompt);
  commentator.set_context(settings.context);
  commentator.set_instruction(settings.instruction.empty() ? "Tell me what happens." : settings.instruction);

  std::uint64_t perceived = 0;
  DelayLine held_back(loop);
  Perception perception(loop, &detector, [&](FactsPtr facts) {
    perceived = facts->frame_id;
    held_back.push(facts->at, [&, facts] {
      session->perceive(facts);
      commentator.on_facts(facts);
    });
  });

  const auto reader = events.read(std::nullopt, nullptr);
  const auto think = [&] {
    const auto works = [&] { return commentator.in_cycle() || commentator.sums_up() || (speech && speech->working()); };
    while (works() && !stopped() && loop.wait_posted(kPatience)) {
    }
    while (const auto event = reader->next()) {
      const auto* end = std::get_if<LineEnded>(&event->what);
      if (end && end->outcome == Outcome::kSaid && !speech) on_line(line_at(end->times.newest_frame, end->text));
    }
  };
  // Small steps let a cycle that begins between two frames end before the next frame is seen.
  const auto go_on_to = [&](TimePoint to) {
    while (loop.now() < to && !stopped()) {
      loop.advance_to(std::min(loop.now() + kStep, to));
      think();
    }
  };

  LockStepSink sink(loop, speech ? &*speech : nullptr, [&](FramePtr frame) {
    go_on_to(frame->captured_at);
    if (speech) {
      const Duration hindsight = speech->hindsight();
      held_back.set_delay(hindsight);
      commentator.set_hindsight(hindsight);
    }
    const std::uint64_t id = frame->id;
    const TimePoint at = frame->captured_at;
    held_back.push(at, [&, frame] {
      window.push(frame);
      session->observe(frame);
    });
    perception.observe(std::move(frame));
    // Facts come from another thread. Without this wait, chance would decide when they arrive.
    while (perceived < id && !stopped() && loop.wait_posted(kPatience)) {
    }
    held_back.push(at, [&] { commentator.on_frame(); });
    think();
    if (watch.on_frame) watch.on_frame(to_seconds(loop.now() - kUnpacedEpoch));
  });

  SourceOptions options = source_options(settings, *engine);
  options.loop = false;
  options.paced = false;
  std::optional<Error> ended;
  bool opened = false;
  {
    const auto source = make_source(loop, parse_source(settings.source), options, sink);
    source->set_demand({.frames = true, .pictures = false, .sound = speech.has_value()});
    source->start({.on_opened =
                       [&](const SourceInfo& info) {
                         if (!std::exchange(opened, true) && watch.on_length)
                           watch.on_length(info.length.transform(to_seconds));
                       },
                   .on_ended = [&](Error why) { ended = why; }});
    // Goes before the source, which waits for its decoder, even if a line could not be written.
    const StoppedSink stopped_sink(sink);
    while (!ended && !stopped() && loop.wait_posted(kPatience)) {
    }
  }
  // Passes on the frames held back, up to the point where viewers would see the end.
  if (speech && opened) {
    speech->ends_at(loop.now());
    go_on_to(loop.now() + std::max(commentator.delay(), held_back.delay()));
  }
  if (!opened && !stopped())
    throw ended.value_or(Error(ErrorKind::kTimeout, "The file gave no picture; try another one."));
}

}  // namespace np
