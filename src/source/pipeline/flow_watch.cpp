#include "source/pipeline/flow_watch.hpp"

#include <utility>

#include "base/gst_ptr.hpp"

namespace np {
namespace {

constexpr Duration kTellEvery = std::chrono::milliseconds(500);

}  // namespace

FlowWatch::FlowWatch(std::function<void()> on_flowing, std::function<void()> on_end)
    : on_flowing_(std::move(on_flowing)), on_end_(std::move(on_end)) {}

void FlowWatch::watch(GstPad* pad) {
  gst_pad_add_probe(pad, GstPadProbeType(GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST), on_data, this,
                    nullptr);
}

void FlowWatch::watch_callers(GstElement* source) {
  g_signal_connect(source, "caller-added", G_CALLBACK(on_caller), this);
  const GstObjectPtr<GstPad> out(gst_element_get_static_pad(source, "src"));
  gst_pad_add_probe(out.get(), GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event, this, nullptr);
}

GstPadProbeReturn FlowWatch::on_data(GstPad*, GstPadProbeInfo*, gpointer p) {
  const TimePoint now = Clock::now();
  if (now - self(p).told_at_.load() < kTellEvery) return GST_PAD_PROBE_OK;
  self(p).told_at_ = now;
  self(p).on_flowing_();
  return GST_PAD_PROBE_OK;
}

GstPadProbeReturn FlowWatch::on_event(GstPad*, GstPadProbeInfo* probe, gpointer p) {
  if (GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(probe)) == GST_EVENT_EOS) self(p).on_end_();
  return GST_PAD_PROBE_OK;
}

void FlowWatch::on_caller(GstElement*, gint, GObject*, gpointer p) { self(p).on_flowing_(); }

}  // namespace np
