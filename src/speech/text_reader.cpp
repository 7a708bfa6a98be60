#include "speech/text_reader.hpp"

#include "base/log.hpp"
#include "speech/text/language.hpp"

namespace np {
namespace {

constexpr const char* kForeign =
    "The voice speaks English only, so lines in other languages are shown and not spoken: SPEECH_URL names a server that "
    "speaks them.";

}  // namespace

bool TextReader::reads(std::string_view text) const { return text::is_english(text); }

std::string TextReader::read(std::string_view text) const {
  foreign_ = !reads(text);
  if (!foreign_) return normaliser_.words(text);
  if (!told_.exchange(true)) log::warn("{}", kForeign);
  return {};
}

std::string TextReader::complaint() const { return foreign_ ? kForeign : ""; }

}  // namespace np
