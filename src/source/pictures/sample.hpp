// A picture as a source has it, before anybody asked for it.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "video/h264_picture.hpp"

typedef struct _GstSample GstSample;

namespace np {

// A place in what the source plays, the same for pictures and sound: files, the time in the file, and which lap through
// it; live sources, the time since it was opened.
struct MediaTime {
  unsigned lap = 0;
  Duration time{};
};

struct Sample {
  std::shared_ptr<GstSample> gst;  // video/x-raw or image/jpeg
  TimePoint captured_at;
  bool discontinuity = false;           // as VideoFrame's
  bool jump = false;                    // what came before it is of another place, which somebody has left
  bool live = false;                    // from a sender that may fall silent or hang up
  std::optional<MediaTime> place = {};  // nothing: not known
  Duration length{};                    // how long it is shown, as far as that is known
  // The coded pictures that a viewer's decoder needs after those of the earlier samples; nothing: it cannot decode this
  // one.
  std::optional<std::vector<std::shared_ptr<H264Picture>>> coded = {};
};

}  // namespace np
