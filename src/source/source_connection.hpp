// Where the stream of one run comes from: a file, an address, an HLS playlist, a camera by RTSP, or a publisher who
// sends it to us. It knows how to reach the sender, which ways of asking are left, how long to wait, and why nothing
// comes if GStreamer does not know. On the run's thread, except where said.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "source/hls/hls_reader.hpp"
#include "source/pipeline/media_pipeline.hpp"
#include "source/source.hpp"

namespace np {

// The findings of an earlier request to an http(s):// address.
struct WebContent {
  std::string address;  // that answers, after redirects
  bool local = false;   // at one of this machine's or link-local addresses, so that a playlist there may lead to others
  bool playlist = false;  // of HLS
  bool in_parts = false;  // its server sends any part of it that it is asked for
};

namespace rtmp {
class Stream;
}
class ArrivingFile;
class RtspRelay;

class SourceConnection {
 public:
  // How a sender is asked for its stream.
  struct Way {
    bool over_tcp = true;  // RTSP's media
    bool sound = true;
    bool operator==(const Way&) const = default;
  };

  // Opens nothing. `options` without what only a show needs of them.
  SourceConnection(SourceSpec spec, const SourceOptions& options, WebContent content = {});
  // Of somebody who sends to our rtmp:// address already.
  SourceConnection(SourceSpec spec, const SourceOptions& options, std::shared_ptr<rtmp::Stream> published);
  ~SourceConnection();
  SourceConnection(const SourceConnection&) = delete;
  SourceConnection& operator=(const SourceConnection&) = delete;

  // Any thread.
  const SourceSpec& spec() const { return spec_; }
  const SourceOptions& options() const { return options_; }
  // Any part of it can be had at any time.
  bool in_parts() const { return spec_.kind == "file" || content_.in_parts; }

  // Once, before the first pipeline: makes sure of the file, the port or the camera. Blocks at most answer_limit(), and
  // a little longer where a name is looked up. Throws Error.
  void open();
  // For a pipeline: what it reads, and nothing else of its options. Connects to a camera again after close(), which
  // blocks at most for the time to open. Throws Error.
  MediaPipeline::Options connect(const Way& way);
  // The pipeline is gone.
  void close();
  // Any thread. No connection is begun from here on. `cut`: one that is being made is broken off.
  void stop(bool cut);
  // Any thread; never blocks. As RtspRelay's.
  void reset_on_close();

  Way first_way() const;
  // After `failed` failed with `why`, before any picture; nothing: no other way is left. `sound_offered`: as
  // MediaPipeline's.
  std::optional<Way> next_way(const Way& failed, const Error& why, bool sound_offered) const;

  // Nothing but the stream itself tells that somebody sends.
  bool awaits_sender() const;
  // For the sender's first answer.
  Duration answer_limit() const;

  // Of a playlist, once it is open; else nullptr.
  HlsReader* playlist() { return playlist_ ? &*playlist_ : nullptr; }
  // Any thread, once something has come: the sound, where it is in a playlist of its own and somebody may want it.
  std::optional<HlsReader::Sound> sound_apart() const;
  // For another playlist of the same stream.
  HlsReader::Options playlist_at(std::string url) const;

  // There was no picture in time. `flowing`: though something has come.
  Error why_nothing_came(bool flowing) const;
  // The pipeline came to its end; nothing: the stream has one.
  std::optional<Error> why_ended() const;
  // The pipeline failed; nothing: what it says itself is right. `shown`: after the first picture.
  std::optional<Error> why_failed(const Error& error, bool shown, bool flowing) const;
  // Any thread: the end of the run, as people are told of it.
  Error told(const Error& why) const;

 private:
  void greet(Duration limit);
  SourceSpec where_it_is() const;
  std::unique_ptr<ArrivingFile> arriving_file() const;
  Error still_arrives() const;

  const SourceSpec spec_;
  const SourceOptions options_;
  const WebContent content_;
  const std::shared_ptr<rtmp::Stream> published_;
  std::optional<HlsReader> playlist_;
  mutable std::mutex mutex_;  // guards what follows; the run's thread alone changes `relay_`
  bool stopped_ = false;
  std::unique_ptr<RtspRelay> relay_;  // that GStreamer reaches the camera by
};

}  // namespace np
