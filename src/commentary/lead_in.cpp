#include "commentary/lead_in.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "base/text.hpp"

namespace np {
namespace {

using Words = std::initializer_list<std::string_view>;

constexpr Words kPictures = {"image",  "images",    "picture",    "pictures", "photo",      "photos",   "frame",
                             "frames", "video",     "footage",    "clip",     "screenshot", "snapshot", "bild",
                             "bilder", "foto",      "fotos",      "aufnahme", "aufnahmen",  "imagen",   "imágenes",
                             "vídeo",  "fotograma", "fotogramas", "cuadro"};
constexpr Words kThe = {"the",  "this",   "these",  "that",  "das", "dem", "den",  "die",
                        "der",  "diesem", "dieses", "diese", "la",  "el",  "las",  "los",
                        "esta", "este",   "estas",  "estos", "a",   "an",  "your", "my"};
constexpr Words kWhich = {"first", "second",  "third",    "last",   "latest",  "newest", "final",
                          "next",  "current", "provided", "given",  "same",    "live",   "short",
                          "brief", "new",     "neueste",  "letzte", "letzten", "última", "último"};
constexpr Words kShows = {"show",    "shows",    "depict",  "depicts",  "display", "displays",
                          "capture", "captures", "feature", "features", "present", "presents",
                          "portray", "portrays", "zeigt",   "zeigen",   "muestra", "muestran"};
constexpr Words kNow = {"now", "clearly", "then", "also", "still", "nun", "jetzt", "ahora"};
constexpr Words kIn = {"in", "on", "im", "auf", "en", "from", "across", "throughout"};
constexpr Words kLooking = {"based", "looking", "judging"};
constexpr Words kUponWhat = {"on", "at", "by", "from"};
constexpr Words kOneSees = {"we", "you", "one", "i"};
constexpr Words kCan = {"can", "could"};
constexpr Words kSee = {"see", "observe", "notice"};
constexpr Words kThat = {"that", "us", "how"};
constexpr Words kHere = {"here", "below"};
constexpr Words kIs = {"is", "are", "'s", "’s"};
constexpr Words kSure = {"sure", "certainly", "okay", "ok", "absolutely"};
constexpr Words kLabels = {"commentary", "commentator", "comment",    "answer",       "response",
                           "assistant",  "output",      "line",       "caption",      "narrator",
                           "narration",  "description", "summary",    "update",       "kommentar",
                           "antwort",    "kommentator", "comentario", "comentarista", "respuesta"};
constexpr std::size_t kLongestTail = 48;  // "…commentary on what happens in these frames:"

bool is_letter(char c) { return is_alpha(c) || static_cast<unsigned char>(c) >= 0x80; }

// Reads words off the front of a text. Once it has met the end of the text in the middle of what could fit, nothing is
// clear any more.
class WordReader {
 public:
  explicit WordReader(std::string_view text) : all_(lower(text)), rest_(all_) {}

  bool open() const { return open_; }
  std::size_t at() const { return all_.size() - rest_.size(); }
  void back_to(std::size_t at) { rest_ = std::string_view(all_).substr(at); }
  // Skips blanks. False if there are none.
  bool blank() {
    const std::size_t end = std::min(rest_.find_first_not_of(" \t"), rest_.size());
    rest_.remove_prefix(end);
    if (rest_.empty()) open_ = true;
    return end > 0;
  }
  // Takes one of the words, if all of it is there.
  bool word(Words words) {
    std::size_t end = 0;
    while (end < rest_.size() && (is_letter(rest_[end]) || (end == 0 && rest_[end] == '\''))) ++end;
    const std::string_view word = rest_.substr(0, end);
    if (end == rest_.size()) {
      open_ |= std::ranges::any_of(words, [&](std::string_view w) { return w.starts_with(word); });
      return false;
    }
    if (!std::ranges::contains(words, word)) return false;
    rest_.remove_prefix(end);
    return true;
  }
  bool any_of(std::string_view characters) {
    if (rest_.empty()) {
      open_ = true;
      return false;
    }
    if (!characters.contains(rest_.front())) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool number() {
    std::size_t end = 0;
    while (end < rest_.size() && is_digit(rest_[end])) ++end;
    if (end == rest_.size()) open_ = true;
    rest_.remove_prefix(end);
    return end > 0;
  }
  bool dash() {
    for (const std::string_view dash : {"-", "–", "—", "to ", "and ", "& "}) {
      if (rest_.size() < dash.size() && dash.starts_with(rest_)) open_ = true;
      if (!rest_.starts_with(dash)) continue;
      rest_.remove_prefix(dash.size());
      return true;
    }
    return false;
  }
  // Takes the rest of the sentence up to a colon, if that is short.
  bool up_to_colon() {
    const std::size_t end = rest_.find_first_of(":.!?\n");
    if (end == rest_.npos) {
      open_ |= rest_.size() <= kLongestTail;
      return false;
    }
    if (end > kLongestTail || rest_[end] != ':') return false;
    rest_.remove_prefix(end + 1);
    return true;
  }

 private:
  std::string all_;
  std::string_view rest_;
  bool open_ = false;
};

// "the last two frames"
bool picture(WordReader& text) {
  if (!text.word(kThe) || !text.blank()) return false;
  if (text.word(kWhich) && !text.blank()) return false;
  if (text.number() && !text.blank()) return false;
  if (!text.word(kPictures)) return false;
  const std::size_t noun = text.at();
  if (text.blank() && !text.number()) text.back_to(noun);
  return true;
}

// "The image shows", "This video clearly depicts how"
bool shows(WordReader& text) {
  if (!picture(text) || !text.blank()) return false;
  if (text.word(kNow) && !text.blank()) return false;
  if (!text.word(kShows)) return false;
  text.blank();
  if (!text.word(kThat)) text.any_of(":");
  return true;
}

// "In the last image,", "In this frame we can see", "Based on the pictures,"
bool in_picture(WordReader& text) {
  if (text.word(kLooking)) {
    if (!text.blank() || !text.word(kUponWhat)) return false;
  } else if (text.word({"im"})) {
    if (!text.blank()) return false;
    if (text.word(kWhich) && !text.blank()) return false;
    if (!text.word(kPictures)) return false;
    return text.any_of(",");
  } else if (!text.word(kIn)) {
    return false;
  }
  if (!text.blank() || !picture(text)) return false;
  const bool comma = text.any_of(",");
  const std::size_t end = text.at();
  if (!text.blank()) return comma;
  if (!text.word(kOneSees) || !text.blank()) {
    text.back_to(end);
    return comma;
  }
  if (text.word(kCan) && !text.blank()) return comma;
  if (!text.word(kSee)) {
    text.back_to(end);
    return comma;
  }
  text.blank();
  text.word(kThat);
  return true;
}

// "Here is the commentary:", "Sure! Here's one line:"
bool here_is(WordReader& text) {
  if (text.word(kSure) && (!text.any_of("!,.") || !text.blank())) return false;
  if (!text.word(kHere)) return false;
  text.blank();
  if (!text.word(kIs) || !text.blank() || !text.word(kThe) || !text.blank()) return false;
  if (text.word(kWhich) && !text.blank()) return false;
  return text.word(kLabels) && text.up_to_colon();
}

// "Frame 3:", "Images 1-4.", "Commentary:", "Picture:"
bool label(WordReader& text) {
  if (text.word(kLabels)) {
    text.blank();
    return text.any_of(":\n");
  }
  if (!text.word(kPictures)) return false;
  text.blank();
  text.any_of("#");
  if (!text.number()) return text.any_of(":");
  const std::size_t numbered = text.at();
  text.blank();
  if (text.dash()) {
    text.blank();
    if (!text.number()) text.back_to(numbered);
  } else {
    text.back_to(numbered);
  }
  text.blank();
  return text.any_of(":.)") || text.dash();
}

}  // namespace

LeadIn lead_in(std::string_view text) {
  bool open = false;
  for (const auto reads : {shows, in_picture, here_is, label}) {
    WordReader words(text);
    const bool there = reads(words);
    open |= words.open();
    if (!there || words.open()) continue;
    words.blank();
    return {LeadIn::Kind::kThere, words.at()};
  }
  return {open ? LeadIn::Kind::kBegun : LeadIn::Kind::kNone};
}

LeadIn row_mark(std::string_view text) {
  const auto begun = [](bool is) { return LeadIn{is ? LeadIn::Kind::kBegun : LeadIn::Kind::kNone}; };
  if (text.starts_with("```")) {
    const std::size_t end = text.find('\n');
    return end == text.npos ? begun(true) : LeadIn{LeadIn::Kind::kThere, end + 1};
  }
  if (std::string_view("```").starts_with(text)) return begun(true);
  std::size_t mark = 0;
  for (const std::string_view bullet : {"-", "•", "–", "—", "+", ">", "*"}) {
    if (text.size() <= bullet.size() && bullet.starts_with(text)) return begun(true);
    if (text.starts_with(bullet)) mark = bullet.size();
  }
  if (text.front() == '#') {
    mark = text.find_first_not_of('#');
  } else if (is_digit(text.front())) {
    mark = text.find_first_not_of("0123456789");
    if (mark == text.npos) return begun(text.size() <= 2);
    if (mark > 2 || (text[mark] != '.' && text[mark] != ')')) return {};
    ++mark;
  }
  if (mark == 0) return {};
  if (mark >= text.size()) return begun(true);
  if (text[mark] != ' ') return {};
  const std::size_t end = text.find_first_not_of(' ', mark);
  return {LeadIn::Kind::kThere, std::min(end, text.size())};
}

}  // namespace np
