#include "app/parts.hpp"

#include <utility>

#include "base/log.hpp"
#include "engine/llama/llama_engine.hpp"
#include "engine/openai/openai_engine.hpp"
#include "engine/watcher/watcher_engine.hpp"
#include "speech/neural/acoustic_network.hpp"
#include "speech/voices.hpp"

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

std::unique_ptr<Engine> make_model(const Settings& s, bool live) {
  if (!s.engine_url.empty()) return std::make_unique<OpenAiEngine>(model_servers(s));
  if (!s.model_path.empty()) return model_in_process(s, live);
  return nullptr;
}

std::unique_ptr<StandInEngine> make_engine(const Settings& s, bool live) {
  return std::make_unique<StandInEngine>(make_model(s, live), std::make_unique<WatcherEngine>());
}

bool hears(const Settings& s) { return s.talk == "gaps" && s.enable_tts; }

std::optional<SpeechServer> speech_server(const Settings& s) {
  if (s.speech_url.empty()) return std::nullopt;
  return SpeechServer{.url = s.speech_url,
                      .model = s.speech_model,
                      .voice = s.speech_voice,
                      .key = s.speech_api_key,
                      .instructions = s.speech_instructions};
}

std::unique_ptr<Voices> make_voices(Loop& loop, const Settings& s) {
  Voices::Options options{.server = {},
                          .file = voice_file(s.voice_model),
                          .voice = s.voice == "auto" ? "" : s.voice,
                          .second = s.booth_voice == "auto" ? "" : s.booth_voice,
                          .speed = s.voice_speed,
                          .lexicon = {}};
  std::vector<std::string> warnings;
  if (!s.lexicon.empty()) options.lexicon = text::Lexicon::load(s.lexicon, warnings);
  for (const std::string& warning : warnings) log::warn("{}", warning);
  options.server = speech_server(s);
  return std::make_unique<Voices>(loop, std::move(options));
}

}  // namespace np
