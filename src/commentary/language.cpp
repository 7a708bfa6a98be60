#include "commentary/language.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace np {
namespace {

enum Script : Scripts {
  kLatin = 1,
  kCyrillic = 2,
  kGreek = 4,
  kHan = 8,
  kKana = 16,
  kHangul = 32,
  kArabic = 64,
  kHebrew = 128,
  kDevanagari = 256,
  kThai = 512,
  kElse = 1024,
};

struct Range {
  std::uint32_t first, last;
  Script script;
};
// Letters; what is in none of them is none.
constexpr Range kRanges[] = {
    {'A', 'Z', kLatin},        {'a', 'z', kLatin},          {0xC0, 0x24F, kLatin},       {0x370, 0x3FF, kGreek},
    {0x400, 0x52F, kCyrillic}, {0x531, 0x587, kElse},       {0x5D0, 0x5EA, kHebrew},     {0x620, 0x6D3, kArabic},
    {0x6FA, 0x7FF, kElse},     {0x900, 0x963, kDevanagari}, {0x970, 0x97F, kDevanagari}, {0x980, 0xDFF, kElse},
    {0xE01, 0xE4E, kThai},     {0xE80, 0x10FF, kElse},      {0x1100, 0x11FF, kHangul},   {0x1200, 0x1CFF, kElse},
    {0x1E00, 0x1EFF, kLatin},  {0x1F00, 0x1FFF, kGreek},    {0x3041, 0x30FF, kKana},     {0x3400, 0x4DBF, kHan},
    {0x4E00, 0x9FFF, kHan},    {0xAC00, 0xD7A3, kHangul},   {0xF900, 0xFAFF, kHan},      {0xFB50, 0xFDFF, kArabic},
    {0xFE70, 0xFEFC, kArabic}, {0xFF66, 0xFF9D, kKana},     {0x20000, 0x323AF, kHan},
};

// 0: no letter.
Scripts script_of(std::uint32_t c) {
  for (const Range& range : kRanges)
    if (c >= range.first && c <= range.last) return range.script;
  return 0;
}

template <typename F>
void for_each_character(std::string_view text, F take) {
  while (!text.empty()) {
    const utf8::Front next = utf8::front(text);
    if (next.kind == utf8::Front::Kind::kCharacter) take(utf8::code_point(text.substr(0, next.bytes)));
    text.remove_prefix(next.bytes);
  }
}

struct Language {
  std::string_view code, name, own_name;
  Scripts scripts;
  std::string_view words;  // short ones, with a blank around each
};
constexpr Language kLanguages[] = {
    {"en", "English", "english", kLatin,
     " i a an in on as the and of is are to with from that this his her their he she they it its into while who now "
     "there "
     "at by for not has have been being was were another one two three across over out through "},
    {"de", "German", "deutsch", kLatin,
     " in an am so der die das und ist sind ein eine einen einem einer den dem mit auf von zum zur im nicht auch sich "
     "er sie es wird aus nach über noch durch jetzt hat haben beim vor hinter zwei "},
    {"es", "Spanish", "español", kLatin,
     " un una la en de a el los las y es está están una del que con por para su sus se al pero hacia mientras muy "
     "ha han lo dos ahora "},
    {"fr", "French", "français", kLatin,
     " un la en de à l d le les et est sont une des du dans avec sur pour qui il elle ils elles au aux vers se "
     "pas son sa ses cette deux "},
    {"it", "Italian", "italiano", kLatin,
     " un la le in di e a i il gli è sono una del della con per che nel nella di al alla si suo sua mentre verso "
     "due ora ha hanno lo dei "},
    {"pt", "Portuguese", "português", kLatin,
     " a as de o os e é são está estão uma um do da dos das com para por que não em no na ao seu sua enquanto "
     "dois agora "},
    {"nl", "Dutch", "nederlands", kLatin,
     " de in een is aan toe het en zijn met van naar niet op te dat die ook voor door uit zich hij zij ze wordt "
     "nog twee nu bij "},
    {"pl", "Polish", "polski", kLatin,
     " i w z na się jest są nie do że przez po od za ale jego jej dwóch teraz który która obok przed ku "},
    {"tr", "Turkish", "türkçe", kLatin,
     " ve bir bu ile için de da doğru var yok olarak sonra şimdi iki çok onun ama gibi adam kadın "},
    {"sv", "Swedish", "svenska", kLatin,
     " och är en ett den det som på med av till inte från sig han hon de nu över genom två mot har ut "},
    {"da", "Danish", "dansk", kLatin,
     " og er en et den det som på med af til ikke fra sig han hun de nu over gennem to mod har ud "},
    {"nb", "Norwegian", "norsk", kLatin,
     " og er en et den det som på med av til ikke fra seg han hun de nå over gjennom to mot har ut "},
    {"fi", "Finnish", "suomi", kLatin,
     " ja on ei se hän he ovat nyt kun joka mutta myös kohti yli läpi kaksi mies nainen sitten "},
    {"cs", "Czech", "čeština", kLatin,
     " a je jsou se na v s z do že nebo ale přes po od za jeho její dva nyní který která vedle před "},
    {"ro", "Romanian", "română", kLatin,
     " și este sunt un o în cu de la pe care din spre se nu lui ei doi acum pentru prin "},
    {"hu", "Hungarian", "magyar", kLatin,
     " a az és egy van nem hogy is fel le ki be most két férfi nő meg majd felé át "},
    {"ru", "Russian", "русский", kCyrillic, ""},
    {"uk", "Ukrainian", "українська", kCyrillic, ""},
    {"bg", "Bulgarian", "български", kCyrillic, ""},
    {"el", "Greek", "ελληνικά", kGreek, ""},
    {"zh", "Chinese", "中文", kHan, ""},
    {"ja", "Japanese", "日本語", kHan | kKana, ""},
    {"ko", "Korean", "한국어", kHangul | kHan, ""},
    {"ar", "Arabic", "العربية", kArabic, ""},
    {"fa", "Persian", "فارسی", kArabic, ""},
    {"he", "Hebrew", "עברית", kHebrew, ""},
    {"hi", "Hindi", "हिन्दी", kDevanagari, ""},
    {"th", "Thai", "ไทย", kThai, ""},
};

const Language* known(std::string_view wanted) {
  std::string key = lower(trim(wanted));
  // de-AT, pt_BR
  if (key.size() == 5 && (key[2] == '-' || key[2] == '_')) key.resize(2);
  const auto it = std::ranges::find_if(kLanguages, [&](const Language& language) {
    return key == language.code || key == lower(language.name) || key == language.own_name;
  });
  return it == std::end(kLanguages) ? nullptr : &*it;
}

// Lower-case words of letters, whatever they are.
template <typename F>
void for_each_word(std::string_view text, F take) {
  const std::string all = lower(text);
  const auto is_part = [](char c) { return is_alpha(c) || static_cast<unsigned char>(c) >= 0x80; };
  for (std::size_t at = 0; at < all.size();) {
    if (!is_part(all[at])) {
      ++at;
      continue;
    }
    const std::size_t from = at;
    while (at < all.size() && is_part(all[at])) ++at;
    take(std::string_view(all).substr(from, at - from));
  }
}

}  // namespace

Letters letters_in(std::string_view text, Scripts scripts) {
  Letters found;
  for_each_character(text, [&](std::uint32_t c) {
    if (const Scripts script = script_of(c)) ++(script & scripts ? found.fit : found.alien);
  });
  return found;
}

Scripts scripts_in(std::string_view text) {
  Scripts found = 0;
  for_each_character(text, [&](std::uint32_t c) { found |= script_of(c); });
  return found;
}

Scripts scripts_asked_for(std::string_view prompt) {
  Scripts scripts = scripts_in(prompt);
  for_each_word(prompt, [&](std::string_view word) {
    for (const Language& language : kLanguages)
      if (word == lower(language.name) || word == language.own_name) scripts |= language.scripts;
  });
  return scripts;
}

std::string language_name(std::string_view wanted) {
  const Language* language = known(wanted);
  return std::string(language ? language->name : trim(wanted));
}

Scripts scripts_of(std::string_view wanted) {
  const Language* language = known(wanted);
  return language ? language->scripts : 0;
}

std::size_t words_in(std::string_view text) {
  std::size_t words = 0;
  for_each_word(text, [&](std::string_view) { ++words; });
  return words;
}

bool is_in_another_language(std::string_view text, std::string_view wanted) {
  const Language* language = known(wanted);
  if (!language || language->words.empty()) return false;
  std::array<std::size_t, std::size(kLanguages)> hits{};
  std::size_t words = 0;
  for_each_word(text, [&](std::string_view word) {
    ++words;
    const std::string one = ' ' + std::string(word) + ' ';
    for (std::size_t i = 0; i < std::size(kLanguages); ++i) hits[i] += kLanguages[i].words.contains(one);
  });
  const std::size_t own = hits[static_cast<std::size_t>(language - kLanguages)];
  const std::size_t other = std::ranges::max(hits);
  return words >= kTellingWords && (own == 0 ? other >= 2 : other >= 4 && other > 2 * own);
}

}  // namespace np
