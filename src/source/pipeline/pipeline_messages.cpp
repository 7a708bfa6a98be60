#include "source/pipeline/pipeline_messages.hpp"

#include <utility>

#include "base/error.hpp"
#include "base/log.hpp"
#include "source/pipeline/gst_errors.hpp"
#include "source/pipeline/gst_make.hpp"
#include "source/reasons.hpp"

namespace np {

PipelineMessages::PipelineMessages(GstElement* pipeline, std::string shown, PipelineNews& news)
    : bus_(gst_element_get_bus(pipeline)), shown_(std::move(shown)), news_(news) {
  gst_bus_set_sync_handler(bus_.get(), on_message, this, nullptr);
}

PipelineMessages::~PipelineMessages() { gst_bus_set_sync_handler(bus_.get(), nullptr, nullptr, nullptr); }

GstBusSyncReply PipelineMessages::on_message(GstBus*, GstMessage* message, gpointer self) {
  static_cast<PipelineMessages*>(self)->hear(message);
  gst_message_unref(message);
  return GST_BUS_DROP;
}

void PipelineMessages::hear(GstMessage* message) {
  switch (GST_MESSAGE_TYPE(message)) {
    case GST_MESSAGE_ASYNC_DONE: news_.post({.kind = PipelineNews::Kind::kPrerolled}); break;
    case GST_MESSAGE_EOS: news_.post({.kind = PipelineNews::Kind::kEnded}); break;
    case GST_MESSAGE_ELEMENT:
      if (auto what = missing_decoder(message); !what.empty()) {
        std::lock_guard lock(mutex_);
        missing_ = std::move(what);
      }
      break;
    case GST_MESSAGE_STREAM_COLLECTION: look_at_streams(message); break;
    case GST_MESSAGE_WARNING:
    case GST_MESSAGE_ERROR: {
      GError* error = nullptr;
      char* debug = nullptr;
      const bool fatal = GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR;
      fatal ? gst_message_parse_error(message, &error, &debug) : gst_message_parse_warning(message, &error, &debug);
      const GErrorPtr error_owner(error);
      const GCharPtr debug_owner(debug);
      log::debug("GStreamer, {}: {}", GST_MESSAGE_SRC_NAME(message), error->message);
      if (fatal) fail(source_error(message, shown_, missing()));
      break;
    }
    default: break;
  }
}

void PipelineMessages::look_at_streams(GstMessage* message) {
  GstStreamCollection* raw = nullptr;
  gst_message_parse_stream_collection(message, &raw);
  const GstObjectPtr<GstStreamCollection> collection(raw);
  if (!collection || gst_stream_collection_get_size(raw) == 0 || first_video(raw)) return;
  const std::string what = missing();
  fail(what == kProtected ? copy_protected(shown_)
       : !what.empty()    ? no_decoder(shown_, what)
       : has_sound(raw)   ? no_video(shown_)
                          : not_a_video(shown_));
}

std::string PipelineMessages::missing() {
  std::lock_guard lock(mutex_);
  return missing_;
}

}  // namespace np
