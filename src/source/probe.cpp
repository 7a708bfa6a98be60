#include <optional>

#include "base/manual_loop.hpp"
#include "source/source.hpp"

namespace np {
namespace {

struct NoSink final : FrameSink {
  void on_frame(FramePtr) override {}
  void on_picture(PicturePtr) override {}
};

}  // namespace

SourceInfo probe_source(const SourceSpec& spec, Duration open_timeout) {
  NoSink sink;
  ManualLoop loop;
  SourceOptions options;
  options.open_timeout = open_timeout;
  std::optional<SourceInfo> info;
  std::optional<Error> error;
  {
    const auto source = make_source(loop, spec, options, sink);
    source->start(
        {.on_opened = [&](const SourceInfo& i) { info = i; }, .on_ended = [&](const Error& e) { error = e; }});
    while (!info && !error) loop.wait_posted(std::chrono::hours(1));
  }
  if (!info) throw *error;
  return *info;
}

}  // namespace np
