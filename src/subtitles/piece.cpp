#include "subtitles/piece.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "subtitles/glyph.hpp"
#include "subtitles/word_class.hpp"

namespace np::subtitles {
namespace {

using Kind = Glyph::Kind;
using Glyphs = std::span<const Glyph>;

constexpr std::array<std::string_view, 11> kSentenceEnds = {".", "!", "?", "…", "。", "！", "？", "؟", "۔", "।", "．"};
constexpr std::array<std::string_view, 12> kClauseEnds = {",", ";",  ":",  "–",  "—",  "،",
                                                          "؛", "、", "，", "；", "：", "・"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& list, std::string_view text) {
  return std::ranges::find(list, text) != list.end();
}

bool is_word(const Glyph& g) { return g.columns > 0 && (g.kind == Kind::kLetter || g.kind == Kind::kIdeograph); }

bool is_stop(const Glyph& g) { return is_one_of(kSentenceEnds, g.text) || is_one_of(kClauseEnds, g.text); }

bool is_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

std::string_view text_of(Glyphs glyphs) {
  if (glyphs.empty()) return {};
  const char* begin = glyphs.front().text.data();
  const char* end = glyphs.back().text.data() + glyphs.back().text.size();
  return {begin, static_cast<std::size_t>(end - begin)};
}

// The word of one piece without the punctuation around it.
struct Word {
  std::string lower;
  Glyph::Case initial = Glyph::Case::kNone;
  std::string_view behind;  // the mark after it: the full stop or comma, if there is one among others
  WordClass word_class = WordClass::kOther;

  explicit Word(Glyphs piece) {
    const auto first = std::ranges::find_if(piece, is_word);
    auto last = piece.end();
    while (last != first && !is_word(*(last - 1))) --last;
    const auto tail = first == piece.end() ? piece.begin() : last;
    const auto stop = std::find_if(tail, piece.end(), is_stop);
    if (tail != piece.end()) behind = (stop == piece.end() ? tail : stop)->text;
    if (first == last) return;
    lower = np::lower(text_of(Glyphs(first, last)));
    initial = first->letter_case;
    word_class = class_of(lower);
  }

  bool clings() const {
    return behind.empty() && (word_class == WordClass::kArticle || word_class == WordClass::kConjunction ||
                              word_class == WordClass::kPreposition || is_digits(lower));
  }
  // A title, or an initial as in "J. Smith".
  bool begins_name() const {
    if (word_class == WordClass::kTitle) return behind.empty() || behind == ".";
    return initial == Glyph::Case::kCapital && (behind.empty() || (behind == "." && lower.size() == 1));
  }
  bool ends_sentence(const Word& next) const {
    if (!is_one_of(kSentenceEnds, behind)) return false;
    if (behind != ".") return true;
    const bool shortened = word_class == WordClass::kTitle || word_class == WordClass::kAbbreviation ||
                           (lower.size() == 1 && initial == Glyph::Case::kCapital);
    return !shortened && next.initial != Glyph::Case::kSmall;
  }
};

Joint joint_of(Glyphs a, Glyphs b, bool space) {
  const Word left(a), right(b);
  if (left.ends_sentence(right)) return Joint::kSentence;
  if (is_one_of(kClauseEnds, left.behind)) return Joint::kClause;
  if (!space) {
    if (a.back().kind == Kind::kGap) return Joint::kWord;
    return a.back().columns == 2 || b.front().kind == Kind::kIdeograph ? Joint::kIdeograph : Joint::kHyphen;
  }
  if (b.front().kind == Kind::kDash) return Joint::kBound;
  if (left.begins_name() && right.initial == Glyph::Case::kCapital && right.lower != "i" &&
      left.word_class != WordClass::kArticle && left.word_class != WordClass::kConjunction &&
      left.word_class != WordClass::kPreposition)
    return Joint::kName;
  if (left.clings()) return Joint::kBound;
  if (right.word_class == WordClass::kConjunction) return Joint::kConjunction;
  if (right.word_class == WordClass::kPreposition) return Joint::kPreposition;
  return Joint::kWord;
}

// Whether a line may break between these neighbours. `before`: the glyph in front of `a`.
bool may_break(const Glyph* before, const Glyph& a, const Glyph& b, bool space) {
  if (b.kind == Kind::kClosing || a.kind == Kind::kOpening) return false;
  if (space) return true;
  if (a.kind == Kind::kGlue || b.kind == Kind::kGlue) return false;
  if (a.kind == Kind::kGap) return true;
  if (a.kind == Kind::kQuote || b.kind == Kind::kQuote) return false;
  if (a.kind == Kind::kDash) return before && is_word(*before) && is_word(b);
  const bool east_asian_stop = a.kind == Kind::kClosing && a.columns == 2;
  return a.kind == Kind::kIdeograph || b.kind == Kind::kIdeograph || east_asian_stop;
}

Piece piece_of(Glyphs glyphs, bool space, Joint joint) {
  Piece piece{.text = text_of(glyphs), .space = space, .joint = joint};
  for (const Glyph& g : glyphs) {
    piece.columns += g.columns;
    piece.wide += g.columns == 2;
  }
  // Even a piece of no width counts as one column. Otherwise a row would have room for any number of them.
  piece.columns = std::max(piece.columns, 1);
  return piece;
}

class Cutter {
 public:
  Cutter(int most_columns, int most_wide) : most_columns_(most_columns), most_wide_(most_wide) {}

  void add(Glyphs glyphs, bool space) {
    const Joint joint = last_.empty() ? Joint::kSentence : joint_of(last_, glyphs, space);
    last_ = glyphs;
    const Piece whole = piece_of(glyphs, space, joint);
    if (whole.columns <= most_columns_ && whole.wide <= most_wide_) {
      pieces_.push_back(whole);
      return;
    }
    bool gap = space;
    for (std::size_t i = 0; i < glyphs.size(); ++i) {
      if (glyphs[i].kind == Kind::kSpace) {
        gap = true;
        continue;
      }
      pieces_.push_back(piece_of(glyphs.subspan(i, 1), gap, i == 0 ? joint : Joint::kTorn));
      gap = false;
    }
  }
  std::vector<Piece> take() { return std::move(pieces_); }

 private:
  const int most_columns_;
  const int most_wide_;
  Glyphs last_;
  std::vector<Piece> pieces_;
};

}  // namespace

std::vector<Piece> pieces(std::string_view line, int most_columns, int most_wide) {
  const std::vector<Glyph> all = glyphs(line);
  Cutter cutter(most_columns, most_wide);
  std::size_t begin = 0;
  bool space_before_piece = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].kind == Kind::kSpace) continue;
    std::size_t next = i + 1;
    const bool space = next < all.size() && all[next].kind == Kind::kSpace;
    next += space;
    if (next < all.size() && !may_break(i > begin ? &all[i - 1] : nullptr, all[i], all[next], space)) continue;
    cutter.add(Glyphs(all).subspan(begin, i + 1 - begin), space_before_piece);
    begin = next;
    space_before_piece = space;
  }
  return cutter.take();
}

}  // namespace np::subtitles
