#include "subtitles/glyph.hpp"

#include <glib.h>

#include <cstdint>

#include "base/utf8.hpp"

namespace np::subtitles {
namespace {

constexpr std::uint32_t kZeroWidthJoiner = 0x200D;
constexpr std::uint32_t kEmojiStyle = 0xFE0F;

bool is_mark(std::uint32_t c) {
  switch (g_unichar_type(c)) {
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
    case G_UNICODE_SPACING_MARK: return true;
    default: return false;
  }
}

bool is_regional(std::uint32_t c) { return c >= 0x1F1E6 && c <= 0x1F1FF; }

bool is_jamo_tail(std::uint32_t c) { return (c >= 0x1160 && c <= 0x11FF) || (c >= 0xD7B0 && c <= 0xD7FB); }

bool is_hangul(std::uint32_t c) { return (c >= 0x1100 && c <= 0x11FF) || (c >= 0xAC00 && c <= 0xD7FB); }

// Skin colours, the letters of a region's flag, the joiners, the voiced marks of narrow kana.
bool is_attached(std::uint32_t c) {
  return is_mark(c) || c == kZeroWidthJoiner || c == 0x200C || (c >= 0x1F3FB && c <= 0x1F3FF) ||
         (c >= 0xE0020 && c <= 0xE007F) || c == 0xFF9E || c == 0xFF9F;
}

Glyph::Kind kind_of(std::uint32_t c) {
  using Kind = Glyph::Kind;
  if (c == ' ') return Kind::kSpace;
  // These come first, whatever their class in this version of Unicode.
  if (c >= 0x2010 && c <= 0x2015) return c == 0x2011 ? Kind::kGlue : Kind::kDash;
  switch (g_unichar_break_type(c)) {
    case G_UNICODE_BREAK_ZERO_WIDTH_SPACE: return Kind::kGap;
    case G_UNICODE_BREAK_IDEOGRAPHIC:
    case G_UNICODE_BREAK_EMOJI_BASE:
    case G_UNICODE_BREAK_EMOJI_MODIFIER: return is_hangul(c) ? Kind::kLetter : Kind::kIdeograph;
    case G_UNICODE_BREAK_OPEN_PUNCTUATION:
    case G_UNICODE_BREAK_PREFIX: return Kind::kOpening;
    case G_UNICODE_BREAK_CLOSE_PUNCTUATION:
    case G_UNICODE_BREAK_CLOSE_PARENTHESIS:
    case G_UNICODE_BREAK_EXCLAMATION:
    case G_UNICODE_BREAK_INFIX_SEPARATOR:
    case G_UNICODE_BREAK_INSEPARABLE:
    case G_UNICODE_BREAK_POSTFIX:
    case G_UNICODE_BREAK_NON_STARTER:
    case G_UNICODE_BREAK_CONDITIONAL_JAPANESE_STARTER: return Kind::kClosing;
    case G_UNICODE_BREAK_QUOTATION: return Kind::kQuote;
    case G_UNICODE_BREAK_HYPHEN:
    case G_UNICODE_BREAK_AFTER:
    case G_UNICODE_BREAK_BEFORE_AND_AFTER:
    case G_UNICODE_BREAK_SYMBOL: return Kind::kDash;
    case G_UNICODE_BREAK_NON_BREAKING_GLUE:
    case G_UNICODE_BREAK_WORD_JOINER: return Kind::kGlue;
    default: return Kind::kLetter;
  }
}

int columns_of(std::uint32_t c) {
  if (g_unichar_iswide(c)) return 2;
  // A mark that stands alone is drawn on a circle of its own.
  return g_unichar_iszerowidth(c) && !is_mark(c) ? 0 : 1;
}

Glyph::Case case_of(std::uint32_t c) {
  if (g_unichar_isupper(c) || g_unichar_istitle(c)) return Glyph::Case::kCapital;
  return g_unichar_islower(c) ? Glyph::Case::kSmall : Glyph::Case::kNone;
}

}  // namespace

std::vector<Glyph> glyphs(std::string_view text) {
  std::vector<Glyph> all;
  std::uint32_t before = 0;  // the code point before this one
  int flag_letters = 0;      // of the glyph so far
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view character = text.substr(at, utf8::front(text.substr(at)).bytes);
    at += character.size();
    const std::uint32_t c = utf8::code_point(character);
    const bool joined = before == kZeroWidthJoiner && g_unichar_type(c) == G_UNICODE_OTHER_SYMBOL;
    const bool attached =
        !all.empty() && all.back().kind != Glyph::Kind::kSpace &&
        (is_attached(c) || joined || (is_jamo_tail(c) && is_hangul(before)) || (is_regional(c) && flag_letters == 1));
    flag_letters = is_regional(c) ? (attached ? 2 : 1) : 0;
    before = c;
    if (attached) {
      Glyph& glyph = all.back();
      glyph.text = std::string_view(glyph.text.data(), glyph.text.size() + character.size());
      if (c == kEmojiStyle || is_regional(c)) glyph.columns = 2;
      continue;
    }
    all.push_back({character, columns_of(c), kind_of(c), case_of(c)});
  }
  return all;
}

}  // namespace np::subtitles
