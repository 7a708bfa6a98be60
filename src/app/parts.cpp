#include "app/parts.hpp"

#include "engine/watcher_engine.hpp"
#include "speech/flite_synthesizer.hpp"

namespace np {

std::unique_ptr<Engine> make_engine(const Settings&) { return std::make_unique<WatcherEngine>(); }

std::unique_ptr<Synthesizer> make_voice(Loop& loop, const Settings& settings) {
  return settings.enable_tts ? std::make_unique<FliteSynthesizer>(loop) : nullptr;
}

CommentatorSettings commentator_settings(const Settings& s) {
  return {.frames_per_cycle = static_cast<std::size_t>(s.frames_per_inference),
          .frame_stride = static_cast<std::size_t>(s.frame_stride),
          .change_threshold = s.change_threshold,
          .interval = from_seconds(s.inference_interval),
          .pause_after_speech = from_seconds(s.tts_pause_after),
          .max_pieces = s.max_new_tokens,
          .max_pieces_spoken = s.tts_max_new_tokens,
          .delay_init = from_seconds(s.stream_delay_init),
          .delay_alpha = s.stream_delay_ema_alpha};
}

SourceOptions source_options(const Settings& s, const Engine& engine) {
  return {.capture_fps = s.capture_fps,
          .fallback_fps = s.mjpeg_fps,
          .jpeg_quality = s.frame_jpeg_quality,
          .frame_limit = engine.frame_limit(),
          .open_timeout = from_seconds(s.open_timeout)};
}

}  // namespace np
