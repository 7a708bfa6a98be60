#include "source/pipeline/sound_pad.hpp"

#include <utility>

#include "base/gst_ptr.hpp"

namespace np {

void SoundPad::watch(GstPad* pad, const std::atomic<unsigned>& laps, const std::atomic<bool>& live, OnPiece on_piece) {
  auto* self = new SoundPad(laps, live, std::move(on_piece));
  if (GstEvent* event = gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0)) {
    gst_event_copy_segment(event, &self->segment_);
    gst_event_unref(event);
  }
  gst_pad_add_probe(pad,
                    GstPadProbeType(GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST |
                                    GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM | GST_PAD_PROBE_TYPE_EVENT_FLUSH),
                    on_data, self, [](gpointer p) { delete static_cast<SoundPad*>(p); });
}

SoundPad::SoundPad(const std::atomic<unsigned>& laps, const std::atomic<bool>& live, OnPiece on_piece)
    : laps_(laps), live_(live), on_piece_(std::move(on_piece)), lap_(laps) {
  gst_segment_init(&segment_, GST_FORMAT_TIME);
}

GstPadProbeReturn SoundPad::on_data(GstPad* pad, GstPadProbeInfo* probe, gpointer p) {
  auto& self = *static_cast<SoundPad*>(p);
  if (GST_PAD_PROBE_INFO_TYPE(probe) & GST_PAD_PROBE_TYPE_BUFFER) {
    self.take(pad, GST_PAD_PROBE_INFO_BUFFER(probe));
    return GST_PAD_PROBE_DROP;
  }
  if (GST_PAD_PROBE_INFO_TYPE(probe) & GST_PAD_PROBE_TYPE_BUFFER_LIST) {
    GstBufferList* list = GST_PAD_PROBE_INFO_BUFFER_LIST(probe);
    for (guint i = 0; i < gst_buffer_list_length(list); ++i) self.take(pad, gst_buffer_list_get(list, i));
    return GST_PAD_PROBE_DROP;
  }
  GstEvent* event = GST_PAD_PROBE_INFO_EVENT(probe);
  switch (GST_EVENT_TYPE(event)) {
    case GST_EVENT_SEGMENT:
      gst_event_copy_segment(event, &self.segment_);
      if (self.lap_ != self.laps_) ++self.lap_;
      break;
    case GST_EVENT_FLUSH_STOP: self.lap_ = self.laps_ - 1; break;  // those before the last are gone
    default: break;
  }
  return GST_PAD_PROBE_OK;
}

void SoundPad::take(GstPad* pad, GstBuffer* buffer) {
  if (segment_.format != GST_FORMAT_TIME) return;
  if (GST_BUFFER_PTS_IS_VALID(buffer)) last_ = GST_BUFFER_PTS(buffer);
  const GstClockTime time = live_ ? gst_segment_to_running_time(&segment_, GST_FORMAT_TIME, last_)
                                  : gst_segment_to_stream_time(&segment_, GST_FORMAT_TIME, last_);
  if (GST_BUFFER_DURATION_IS_VALID(buffer)) last_ += GST_BUFFER_DURATION(buffer);
  const GstCapsPtr caps(gst_pad_get_current_caps(pad));
  if (!GST_CLOCK_TIME_IS_VALID(time) || !caps) return;
  on_piece_(buffer, caps.get(), {lap_, std::chrono::nanoseconds(time)});
}

}  // namespace np
