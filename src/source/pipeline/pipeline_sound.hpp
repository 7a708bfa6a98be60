// The sound beside the pictures of a pipeline: out of the same stream, or, with HLS, of a playlist of its own. Only for
// .cpp files that adapt GStreamer.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "source/hls/hls_sound.hpp"
#include "source/pipeline/media_pipeline.hpp"
#include "source/pipeline/sound_tap.hpp"
#include "source/source_connection.hpp"

namespace np {

class PipelineSound {
 public:
  // `piece` is called on a thread of its own: MediaPipeline::piece() of the pipeline that plays. The connection and the
  // sink outlive this.
  PipelineSound(const SourceConnection& connection, FrameSink& sink, std::function<std::uint64_t()> piece);

  // Any thread; never blocks.
  void set_demand(bool wanted);
  // The pipeline's threads: sound as it comes, and each picture before it is shown. As SoundTap's.
  void push(GstBuffer* buffer, GstCaps* caps, MediaTime at);
  void picture(const Sample& sample);
  // Any thread but the sink's. When this returns the sink is not used any more.
  void shut() { tap_.close(); }

  // The run's thread. Another pipeline is about to begin.
  void renew();
  // Its pictures have begun. Throws std::system_error where no thread can be had.
  void follow(const MediaPipeline& pipeline);
  // The pipeline is about to go: nothing asks for its piece after this.
  void leave() { apart_.leave(); }
  // For good. Waits until no thread of it is left.
  void close() { apart_.close(); }
  // For people, where the pipeline itself cannot know it; else `otherwise`.
  std::string codec(std::string otherwise) const;

 private:
  const SourceConnection& connection_;
  SoundTap tap_;
  HlsSound apart_;
};

}  // namespace np
