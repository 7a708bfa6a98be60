// The part of a text that can be spoken: plain ASCII on one line. Typographic signs and accents become their plain
// form, signs of money their code, as EUR; markup, escape sequences, links, emoji, control bytes, broken UTF-8, letters
// of other scripts and endless words are left out, so that a voice neither spells them nor chokes on them. Empty when
// no letter or digit is left.
#pragma once

#include <string>
#include <string_view>

namespace np {

std::string speakable(std::string_view text);

}  // namespace np
