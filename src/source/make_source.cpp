#include "source/gst_source.hpp"
#include "source/http_source.hpp"
#include "source/published_source.hpp"
#include "source/rtmp/rtmp_source.hpp"
#include "source/source_connection.hpp"
#include "whep/subscription.hpp"

namespace np {

std::unique_ptr<Source> make_source(Loop& loop, const SourceSpec& spec, const SourceOptions& options, FrameSink& sink) {
  if (spec.kind == "http") return std::make_unique<HttpSource>(loop, spec, options, sink);
  if (spec.kind == "rtmp") return std::make_unique<RtmpSource>(loop, spec, options, sink);
  if (spec.kind == "livekit" || spec.kind == "webcam")
    return std::make_unique<PublishedSource>(loop, nullptr, spec, options, sink);
  if (spec.kind == "whep") {
    auto feed = std::make_unique<whep::Subscription>(
        loop, whep::Subscription::Options{.url = spec.text, .shown = spec.shown, .answer_limit = options.open_timeout});
    return std::make_unique<PublishedSource>(loop, std::move(feed), spec, options, sink);
  }
  return std::make_unique<GstSource>(loop, std::make_unique<SourceConnection>(spec, options), sink);
}

}  // namespace np
