// The first half of a pipeline: from a file or URI to its pictures, decoded, or JPEG if they are JPEG already, and to
// its coded sound. Its elements live in the pipeline's bin.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "source/pictures/key_pictures.hpp"
#include "source/source.hpp"

typedef struct _GstBin GstBin;
typedef struct _GstPad GstPad;

namespace np {

namespace rtmp {
class Stream;
}
class CodedVideo;
class ArrivingFile;
class HlsReader;
struct HlsClock;

class VideoInput {
 public:
  struct Options {
    SourceSpec spec;
    std::shared_ptr<ArrivingFile> arriving = nullptr;   // of a file that is still being written: what reads it
    bool waits = true;                                  // for what of it is yet to come
    std::string address;                                // of an RTSP or HTTP source: what is really opened
    bool over_tcp = true;                               // RTSP's media
    bool sound = true;                                  // RTSP: to be sent; others: to be told of
    HlsReader* playlist = nullptr;                      // what reads the pieces, where the address is one of a playlist
    std::shared_ptr<rtmp::Stream> published = nullptr;  // RTMP: what somebody sends
    KeyPictures* keys = nullptr;  // counts the coded pictures, and outlives the input; nullptr: nobody does
    CodedVideo* coded = nullptr;  // takes them, likewise
  };
  // All called on streaming threads.
  struct Listener {
    // JPEG or raw pictures, to be linked; another pad may follow and replaces it.
    std::function<void(GstPad*, bool jpeg)> on_pad;
    // The first sound, of any codec; nothing is behind the pad, and nothing has come through it. Once.
    std::function<void(GstPad*)> on_sound_pad;
    // Something comes; a picture may be a while yet, as it has to be a whole one. Again and again.
    std::function<void()> on_flowing;
    // Files: all that a segment seek asked for has been read and is on its way; the next one can be asked for.
    std::function<void()> on_segment_read;
    std::function<void(Error)> on_failed;
    // Asked on a thread of the input's own: whether all that was read has been shown.
    std::function<bool()> is_shown;
  };

  // Throws Error where GStreamer lacks what everything needs. To be destroyed once the bin's state is NULL.
  VideoInput(GstBin* bin, const Options& options, Listener listener);
  ~VideoInput();
  VideoInput(const VideoInput&) = delete;
  VideoInput& operator=(const VideoInput&) = delete;

  // For people: "H.264". Any thread; empty until it is known.
  std::string codec() const;
  // Any thread: all that has been read is decoded, so that only what is yet to come can be shown.
  bool empty() const;
  // Any thread: of a playlist, where what is read now stands in it.
  Duration position() const;
  std::string sound_codec() const;
  // Any thread: of a playlist, once a picture has come.
  std::optional<HlsClock> clock() const;
  // Any thread: of a playlist that is not complete, the number of the piece that is read now.
  std::uint64_t piece() const;
  // RTSP: the sender was asked for sound.
  bool sound_offered() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
