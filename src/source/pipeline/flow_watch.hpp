// Tells that something comes from a sender, and that it went before it was understood. Only for .cpp files that adapt
// GStreamer.
#pragma once

#include <gst/gst.h>

#include <atomic>
#include <functional>

#include "base/clock.hpp"

namespace np {

class FlowWatch {
 public:
  // Both are called on streaming threads. `on_flowing`: now and then, while something comes.
  FlowWatch(std::function<void()> on_flowing, std::function<void()> on_end);
  FlowWatch(const FlowWatch&) = delete;

  // This outlives the pad.
  void watch(GstPad* pad);
  // srtsrc: one who calls counts as something that comes. It may wait for ever for one who has called and gone at once,
  // and what follows it in the pipeline is silent about an end before any stream.
  void watch_callers(GstElement* source);

 private:
  static FlowWatch& self(gpointer p) { return *static_cast<FlowWatch*>(p); }
  static GstPadProbeReturn on_data(GstPad*, GstPadProbeInfo*, gpointer self);
  static GstPadProbeReturn on_event(GstPad*, GstPadProbeInfo* probe, gpointer self);
  static void on_caller(GstElement*, gint, GObject*, gpointer self);

  const std::function<void()> on_flowing_;
  const std::function<void()> on_end_;
  std::atomic<TimePoint> told_at_{TimePoint{}};
};

}  // namespace np
