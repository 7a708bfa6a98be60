#include "speech/flite.hpp"

#include <flite/flite.h>

#include <exception>
#include <mutex>

#include "base/error.hpp"

extern "C" cst_voice* register_cmu_us_rms(const char* voxdir);

namespace np::flite {
namespace {

struct Hearer {
  const std::function<bool(std::span<const std::int16_t>)>& on_samples;
  std::exception_ptr thrown;
};

int on_stream(const cst_wave* wave, int start, int size, int /*last*/, cst_audio_streaming_info* info) {
  auto& hearer = *static_cast<Hearer*>(info->userdata);
  try {
    const std::span<const std::int16_t> samples(wave->samples + start, static_cast<std::size_t>(size));
    return hearer.on_samples(samples) ? CST_AUDIO_STREAM_CONT : CST_AUDIO_STREAM_STOP;
  } catch (...) {
    // No exception may pass through flite's frames.
    hearer.thrown = std::current_exception();
    return CST_AUDIO_STREAM_STOP;
  }
}

cst_voice* voice() {
  static cst_voice* const instance = [] {
    flite_init();
    return register_cmu_us_rms(nullptr);
  }();
  return instance;
}

}  // namespace

void say(const std::string& ascii, const std::function<bool(std::span<const std::int16_t>)>& on_samples) {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  Hearer hearer{on_samples, nullptr};

  // The stream hangs on the utterance, not on the voice, and goes with it.
  auto* const info = new_audio_streaming_info();
  info->min_buffsize = kRate / 10;
  info->asc = on_stream;
  info->userdata = &hearer;
  cst_utterance* utterance = new_utterance();
  flite_feat_set(utterance->features, "streaming_info", audio_streaming_info_val(info));
  utt_set_input_text(utterance, ascii.c_str());

  utterance = flite_do_synth(utterance, voice(), utt_synth);
  if (!utterance) throw Error(ErrorKind::kInternal, "The voice could not speak a sentence.");
  delete_utterance(utterance);
  if (hearer.thrown) std::rethrow_exception(hearer.thrown);
}

}  // namespace np::flite
