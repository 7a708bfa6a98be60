// The first half of a pipeline: from a file or URI to its pictures, decoded, or JPEG where they are JPEG already. Sound
// is never decoded. Its elements live in the pipeline's bin.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/error.hpp"
#include "source/source.hpp"

typedef struct _GstBin GstBin;
typedef struct _GstPad GstPad;

namespace np {

class VideoInput {
 public:
  struct Options {
    SourceSpec spec;
    bool over_tcp = true;  // RTSP's pictures
  };
  // All called on streaming threads.
  struct Listener {
    // JPEG or raw pictures, to be linked; another pad may follow and replaces it.
    std::function<void(GstPad*, bool jpeg)> on_pad;
    // Something comes; a picture may be a while yet, as it has to be a whole one. Again and again.
    std::function<void()> on_flowing;
    // Files: all that a segment seek asked for has been read and is on its way; the next one can be asked for.
    std::function<void()> on_segment_read;
    std::function<void(Error)> on_failed;
  };

  // Throws Error where GStreamer lacks what everything needs. To be destroyed once the bin's state is NULL.
  VideoInput(GstBin* bin, const Options& options, Listener listener);
  ~VideoInput();
  VideoInput(const VideoInput&) = delete;
  VideoInput& operator=(const VideoInput&) = delete;

  // For people: "H.264". Any thread; empty until it is known.
  std::string codec() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
