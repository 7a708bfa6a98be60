#include <algorithm>
#include <optional>

#include "base/format.hpp"
#include "base/manual_loop.hpp"
#include "source/messages.hpp"
#include "source/source.hpp"

namespace np {
namespace {

// A camera's key frames are mostly one to four seconds apart, those of a file up to 25; it is read as fast as it can be
// decoded.
constexpr Duration kLookOn = std::chrono::seconds(10);
constexpr Duration kEnoughForOne = std::chrono::seconds(3);  // once there is a gap
constexpr int kEnoughGaps = 3;

struct NoSink final : FrameSink {
  void on_frame(FramePtr) override {}
  void on_picture(PicturePtr) override {}
};

}  // namespace

SourceFacts probe_source(const SourceSpec& spec, Duration open_timeout, bool look_on) {
  NoSink sink;
  ManualLoop loop;
  SourceOptions options;
  options.open_timeout = open_timeout;
  options.loop = false;
  options.paced = false;
  std::optional<SourceInfo> info;
  std::optional<Error> error;
  std::optional<TimePoint> nobody_until;  // where it listens
  SourceFacts facts;
  {
    const auto source = make_source(loop, spec, options, sink);
    source->start({.on_answered = [&] { nobody_until.reset(); },
                   .on_waiting = [&](const std::string&) { nobody_until = Clock::now() + open_timeout; },
                   .on_opened = [&](const SourceInfo& i) { info = i; },
                   .on_ended = [&](const Error& e) { error = e; }});
    while (!info && !error) {
      loop.wait_posted(nobody_until ? *nobody_until - Clock::now() : std::chrono::hours(1));
      if (nobody_until && Clock::now() >= *nobody_until)
        error = Error(ErrorKind::kTimeout, np::format(messages::kNobodySent, spec.shown, to_seconds(open_timeout)));
    }
    const TimePoint begun = Clock::now();
    facts = source->facts();
    const bool jpegs = info && info->kind == "mjpeg";  // nothing has to be looked for
    facts.all_are_keys |= jpegs;
    while (look_on && !jpegs && !error && facts.key_gaps < kEnoughGaps &&
           Clock::now() - begun < (facts.key_gaps > 0 ? kEnoughForOne : kLookOn)) {
      loop.wait_posted(std::chrono::milliseconds(50));
      const Duration length = facts.length;
      facts = source->facts();
      facts.length = std::max(facts.length, length);
    }
  }
  if (!info) throw *error;
  facts.info = *info;
  return facts;
}

}  // namespace np
