// Owning pointers to objects that GStreamer and GLib count or free. Only for .cpp files that adapt GStreamer.
#pragma once

#include <gst/gst.h>

#include <memory>
#include <string>

namespace np {

template <auto kFree>
struct GstFree {
  template <typename T>
  void operator()(T* p) const {
    kFree(p);
  }
};

template <typename T>
using GstObjectPtr = std::unique_ptr<T, GstFree<gst_object_unref>>;
using GstCapsPtr = std::unique_ptr<GstCaps, GstFree<gst_caps_unref>>;
using GstSamplePtr = std::unique_ptr<GstSample, GstFree<gst_sample_unref>>;
using GstMessagePtr = std::unique_ptr<GstMessage, GstFree<gst_message_unref>>;
using GstQueryPtr = std::unique_ptr<GstQuery, GstFree<gst_query_unref>>;
using GstEventPtr = std::unique_ptr<GstEvent, GstFree<gst_event_unref>>;
using GErrorPtr = std::unique_ptr<GError, GstFree<g_error_free>>;
using GCharPtr = std::unique_ptr<char, GstFree<g_free>>;

inline std::string to_string(const GCharPtr& text) { return text ? text.get() : ""; }

}  // namespace np
