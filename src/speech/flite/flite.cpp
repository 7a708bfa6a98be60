#include "speech/flite/flite.hpp"

#include <flite/flite.h>

#include <exception>
#include <memory>
#include <mutex>

#include "base/error.hpp"
#include "base/text.hpp"

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

std::unique_lock<std::mutex> one_at_a_time() {
  static std::mutex mutex;
  return std::unique_lock(mutex);
}

cst_voice* voice() {
  static cst_voice* const instance = [] {
    flite_init();
    return register_cmu_us_rms(nullptr);
  }();
  return instance;
}

struct Delete {
  void operator()(cst_utterance* utterance) const { delete_utterance(utterance); }
};
using Utterance = std::unique_ptr<cst_utterance, Delete>;

cst_utterance* nothing(cst_utterance* utterance) { return utterance; }

std::string text_of(const cst_item* item, const char* feature) {
  return item && item_feat_present(item, feature) ? item_feat_string(item, feature) : "";
}

Word word_of(const cst_item* item) {
  Word word{.name = item_name(item)};
  for (const cst_item* syllable = item_daughter(item_as(item, "SylStructure")); syllable;
       syllable = item_next(syllable)) {
    const bool stressed = text_of(syllable, "stress") == "1";
    for (const cst_item* phone = item_daughter(syllable); phone; phone = item_next(phone))
      word.phones.push_back({item_name(phone), stressed});
  }
  // Punctuation belongs to the token, after its last word.
  const cst_item* in_token = item_as(item, "Token");
  if (in_token && !item_next(in_token)) word.after = text_of(item_parent(in_token), "punc");
  return word;
}

}  // namespace

void say(const std::string& ascii, const std::function<bool(std::span<const std::int16_t>)>& on_samples, double speed) {
  const auto lock = one_at_a_time();
  Hearer hearer{on_samples, nullptr};

  // The stream belongs to the utterance, not to the voice, and is destroyed with it.
  auto* const info = new_audio_streaming_info();
  info->min_buffsize = kRate / 10;
  info->asc = on_stream;
  info->userdata = &hearer;
  cst_utterance* utterance = new_utterance();
  flite_feat_set(utterance->features, "streaming_info", audio_streaming_info_val(info));
  utt_set_input_text(utterance, ascii.c_str());

  // Each utterance takes its features from the voice as it begins.
  cst_voice* const rms = voice();
  static const float usual = get_param_float(rms->features, "duration_stretch", 1.0F);
  flite_feat_set_float(rms->features, "duration_stretch", static_cast<float>(usual / speed));
  utterance = flite_do_synth(utterance, rms, utt_synth);
  if (!utterance) throw Error(ErrorKind::kInternal, "The voice could not speak a sentence.");
  delete_utterance(utterance);
  if (hearer.thrown) std::rethrow_exception(hearer.thrown);
}

bool has_entry(const std::string& word) {
  const auto lock = one_at_a_time();
  const auto* lexicon = val_lexicon(feat_val(voice()->features, "lexicon"));
  return in_lex(lexicon, lower(word).c_str(), nullptr, voice()->features) != 0;
}

std::vector<Word> pronounce(const std::string& ascii) {
  const auto lock = one_at_a_time();
  Utterance utterance(new_utterance());
  utt_init(utterance.get(), voice());
  // The utterance's own functions come before the voice's: all of flite runs, except what makes sound.
  for (const char* step : {"wave_synth_func", "duration_model_func", "f0_model_func"})
    feat_set(utterance->features, step, uttfunc_val(&nothing));
  utt_set_input_text(utterance.get(), ascii.c_str());
  if (!utt_synth(utterance.get())) throw Error(ErrorKind::kInternal, "The voice could not read a sentence.");
  std::vector<Word> words;
  for (const cst_item* item = relation_head(utt_relation(utterance.get(), "Word")); item; item = item_next(item))
    words.push_back(word_of(item));
  return words;
}

}  // namespace np::flite
