#include "source/pipeline/pipeline_sound.hpp"

#include <utility>

#include "source/pipeline/caps.hpp"

namespace np {

PipelineSound::PipelineSound(const SourceConnection& connection, FrameSink& sink, std::function<std::uint64_t()> piece)
    : connection_(connection),
      tap_(connection.options(), connection.spec().shown, sink),
      apart_({.on_piece = [this](GstBuffer* buffer, GstCaps* caps, MediaTime at) { tap_.push(buffer, caps, at); },
              .on_rest = [this] { tap_.renew(); },
              .piece = std::move(piece)}) {}

void PipelineSound::set_demand(bool wanted) {
  tap_.set_demand(wanted);
  apart_.set_demand(wanted);
}

void PipelineSound::push(GstBuffer* buffer, GstCaps* caps, MediaTime at) {
  if (!connection_.sound_apart()) tap_.push(buffer, caps, at);
}

void PipelineSound::picture(const Sample& sample) {
  if (sample.place) apart_.picture(*sample.place);
  tap_.picture(sample);
}

void PipelineSound::renew() {
  apart_.leave();
  tap_.renew();
}

void PipelineSound::follow(const MediaPipeline& pipeline) {
  const auto where = connection_.sound_apart();
  const auto clock = where ? pipeline.clock() : std::nullopt;
  if (clock) apart_.follow(connection_.playlist_at(where->url), *clock);
}

std::string PipelineSound::codec(std::string otherwise) const {
  const auto apart = connection_.sound_apart();
  return apart ? sound_codec_among(apart->codecs) : std::move(otherwise);
}

}  // namespace np
