// Turns the bus messages of a pipeline's elements into news: ready, over, or why it has failed. GStreamer's threads;
// posts nothing once it is destroyed.
#pragma once

#include <gst/gst.h>

#include <mutex>
#include <string>

#include "base/gst_ptr.hpp"
#include "source/pipeline/pipeline_news.hpp"

namespace np {

class PipelineMessages {
 public:
  // `shown` is the source's name in what people read. `news` outlives it.
  PipelineMessages(GstElement* pipeline, std::string shown, PipelineNews& news);
  ~PipelineMessages();
  PipelineMessages(const PipelineMessages&) = delete;

 private:
  static GstBusSyncReply on_message(GstBus*, GstMessage* message, gpointer self);
  void hear(GstMessage* message);
  void look_at_streams(GstMessage* message);
  std::string missing();
  void fail(Error error) { news_.post({.kind = PipelineNews::Kind::kFailed, .error = std::move(error)}); }

  const GstObjectPtr<GstBus> bus_;
  const std::string shown_;
  PipelineNews& news_;
  std::mutex mutex_;     // guards what follows
  std::string missing_;  // the decoder that was looked for in vain
};

}  // namespace np
