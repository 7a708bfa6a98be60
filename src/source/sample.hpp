// A picture as a source has it, before anybody asked for it.
#pragma once

#include <memory>

#include "base/clock.hpp"

typedef struct _GstSample GstSample;

namespace np {

struct Sample {
  std::shared_ptr<GstSample> gst;  // video/x-raw or image/jpeg
  TimePoint captured_at;
  bool discontinuity = false;  // as VideoFrame's
  bool live = false;           // from a sender that may fall silent or hang up
};

}  // namespace np
