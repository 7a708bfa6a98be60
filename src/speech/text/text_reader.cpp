#include "speech/text/text_reader.hpp"

#include "base/log.hpp"
#include "speech/flite/flite.hpp"
#include "speech/messages.hpp"
#include "speech/text/language.hpp"
#include "speech/text/names.hpp"
#include "speech/text/speakable.hpp"

namespace np {
bool TextReader::reads(std::string_view text) const { return text::is_english(text); }

std::string TextReader::read(std::string_view text) const {
  foreign_ = !reads(text);
  if (!foreign_) {
    const auto is_known = [this](const std::string& word) {
      return normaliser_.has_own(word) || flite::has_entry(speakable(word));
    };
    return with_readable_names(normaliser_.words(with_last_accents(text, is_known)));
  }
  if (!told_.exchange(true)) log::warn("{}", messages::kForeignLanguage);
  return {};
}

std::string TextReader::complaint() const { return foreign_ ? messages::kForeignLanguage : ""; }

}  // namespace np
