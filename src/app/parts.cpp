#include "app/parts.hpp"

#include <utility>

#include "engine/llama/llama_engine.hpp"
#include "engine/openai/openai_engine.hpp"
#include "engine/stand_in_engine.hpp"
#include "engine/watcher/watcher_engine.hpp"
#include "speech/flite_synthesizer.hpp"
#include "speech/openai_synthesizer.hpp"

namespace np {
namespace {

OpenAiOptions model_servers(const Settings& s) {
  return {.urls = s.engine_url,
          .key = s.engine_api_key,
          .line = {.model = s.engine_model,
                   .timeout = from_seconds(s.engine_timeout),
                   .temperature = s.temperature,
                   .top_p = s.top_p,
                   .max_slices = s.max_slice_nums,
                   .max_input = s.max_inp_length},
          .pauses = {}};
}

std::unique_ptr<Engine> model_in_process(const Settings& s, bool live) {
  const LlamaOptions model{.files = {},
                           .device = s.gpu_device,
                           .gpu_layers = s.gpu_layers,
                           .threads = s.model_threads,
                           .slices = s.max_slice_nums,
                           .context = s.max_inp_length + s.max_new_tokens};
  const LlamaChannelOptions show{.sampling = {.temperature = s.temperature,
                                           .top_p = s.top_p,
                                           .top_k = s.top_k,
                                           .repeat_penalty = s.repeat_penalty},
                              .sliding = !s.exact_cache,
                              .live = live,
                              .max_input = s.max_inp_length};
  return std::make_unique<LlamaEngine>(s.model_path, s.mmproj_path, model, show);
}

}  // namespace

std::unique_ptr<Engine> make_engine(const Settings& s, bool live) {
  auto watcher = std::make_unique<WatcherEngine>();
  if (!s.engine_url.empty())
    return std::make_unique<StandInEngine>(std::make_unique<OpenAiEngine>(model_servers(s)), std::move(watcher));
  if (!s.model_path.empty()) return std::make_unique<StandInEngine>(model_in_process(s, live), std::move(watcher));
  return watcher;
}

std::unique_ptr<Synthesizer> make_voice(Loop& loop, const Settings& s) {
  if (!s.enable_tts) return nullptr;
  auto own = std::make_unique<FliteSynthesizer>(loop);
  if (s.speech_url.empty()) return own;
  const OpenAiVoice voice{.url = s.speech_url, .model = s.speech_model, .voice = s.speech_voice, .key = s.speech_api_key};
  return std::make_unique<OpenAiSynthesizer>(loop, voice, std::move(own));
}

CommentatorSettings commentator_settings(const Settings& s) {
  return {.frames_per_cycle = static_cast<std::size_t>(s.frames_per_inference),
          .frame_stride = static_cast<std::size_t>(s.frame_stride),
          .change_threshold = s.change_threshold,
          .interval = from_seconds(s.inference_interval),
          .pause_after_speech = from_seconds(s.tts_pause_after),
          .max_pieces = s.max_new_tokens,
          .max_pieces_spoken = s.tts_max_new_tokens,
          .delay_init = from_seconds(s.stream_delay_init.value_or(5)),
          .delay_alpha = s.stream_delay_ema_alpha};
}

SourceOptions source_options(const Settings& s, const Engine& engine) {
  return {.capture_fps = s.capture_fps,
          .fallback_fps = s.mjpeg_fps,
          .jpeg_quality = s.frame_jpeg_quality,
          .frame_limit = engine.frame_limit(),
          .open_timeout = from_seconds(s.open_timeout),
          .rtsp_transport = s.rtsp_transport == "tcp"   ? RtspTransport::kTcp
                            : s.rtsp_transport == "udp" ? RtspTransport::kUdp
                                                        : RtspTransport::kAuto};
}

}  // namespace np
