#include "speech/text_reader.hpp"

#include "base/log.hpp"
#include "speech/messages.hpp"
#include "speech/text/language.hpp"

namespace np {
bool TextReader::reads(std::string_view text) const { return text::is_english(text); }

std::string TextReader::read(std::string_view text) const {
  foreign_ = !reads(text);
  if (!foreign_) return normaliser_.words(text);
  if (!told_.exchange(true)) log::warn("{}", messages::kForeignLanguage);
  return {};
}

std::string TextReader::complaint() const { return foreign_ ? messages::kForeignLanguage : ""; }

}  // namespace np
