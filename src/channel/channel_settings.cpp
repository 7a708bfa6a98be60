#include "channel/channel_settings.hpp"

namespace np {

CommentatorSettings commentator_settings(const Settings& s) {
  return {.frames_per_cycle = static_cast<std::size_t>(s.frames_per_inference),
          .frame_stride = static_cast<std::size_t>(s.frame_stride),
          .change_threshold = s.change_threshold,
          .event_cycles = s.event_cycles,
          .facts_in_prompt = s.prompt_facts,
          .gate_by_facts = s.change_gate == "facts",
          .interval = from_seconds(s.inference_interval),
          .pause_after_speech = from_seconds(s.tts_pause_after),
          .think_ahead = s.think_ahead,
          .booth = s.booth,
          .max_pieces = s.max_new_tokens,
          .max_pieces_spoken = s.tts_max_new_tokens,
          .delay_init = s.stream_delay_init ? std::optional(from_seconds(*s.stream_delay_init)) : std::nullopt,
          .delay_alpha = s.stream_delay_ema_alpha,
          .memory_lines = static_cast<std::size_t>(s.memory_lines),
          .language = s.language};
}

SourceOptions source_options(const Settings& s, const Engine& engine, const metrics::Labels& labels) {
  return {.capture_fps = s.capture_fps,
          .fallback_fps = s.mjpeg_fps,
          .jpeg_quality = s.frame_jpeg_quality,
          .frame_limit = engine.frame_limit(),
          .open_timeout = from_seconds(s.open_timeout),
          .rtsp_transport = s.rtsp_transport == "tcp"   ? RtspTransport::kTcp
                            : s.rtsp_transport == "udp" ? RtspTransport::kUdp
                                                        : RtspTransport::kAuto,
          .sound = s.source_sound != "off" || s.talk == "gaps",
          .labels = labels};
}

Recovery recovery(const Settings& s) {
  return {.delay = from_seconds(s.reconnect_delay),
          .max_delay = from_seconds(s.max_reconnect_delay),
          .stall_timeout = from_seconds(s.stall_timeout)};
}

}  // namespace np
