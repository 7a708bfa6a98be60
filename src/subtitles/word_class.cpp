#include "subtitles/word_class.hpp"

#include <unordered_map>

namespace np::subtitles {
namespace {

// If languages share a word, the first list that has it counts.
constexpr std::string_view kArticles =
    "the a an this these those my your his her its our their some any no each every both very not "
    "der die das den dem des ein eine einen einem einer eines kein keine keinen mein meine sein "
    "seine ihr ihre unser nicht sehr "
    "el la los las un una unos unas su sus mi mis tu este esta estos estas muy";
constexpr std::string_view kConjunctions =
    "and but or nor so yet because while when whenever where that which who whom whose if as than though "
    "although unless until since after before "
    "und oder aber sondern denn weil dass daß während wenn als ob damit bevor nachdem sobald obwohl "
    "y e o u pero sino que porque mientras cuando donde si aunque como";
constexpr std::string_view kPrepositions =
    "in on at to from with without by for of off over under into onto out up down through across along behind "
    "beside between near towards toward past around above below inside outside against among about during beyond "
    "within "
    "im am auf aus bei mit nach seit von vom zu zum zur über unter vor hinter neben zwischen durch für gegen "
    "ohne um bis "
    "al ante bajo con contra de del desde durante en entre hacia hasta para por según sin sobre tras";
constexpr std::string_view kTitles = "mr mrs ms dr prof st sgt capt gen rev herr frau hr señor señora sra dra";
constexpr std::string_view kAbbreviations = "approx vs nr ca bzw usw z.b e.g i.e d.h p.ej resp incl";

using Words = std::unordered_map<std::string_view, WordClass>;

void add(Words& words, std::string_view list, WordClass as) {
  while (!list.empty()) {
    const std::string_view word = list.substr(0, list.find(' '));
    words.emplace(word, as);
    list.remove_prefix(word.size() < list.size() ? word.size() + 1 : word.size());
  }
}

Words known_words() {
  Words words;
  add(words, kArticles, WordClass::kArticle);
  add(words, kConjunctions, WordClass::kConjunction);
  add(words, kPrepositions, WordClass::kPreposition);
  add(words, kTitles, WordClass::kTitle);
  add(words, kAbbreviations, WordClass::kAbbreviation);
  return words;
}

}  // namespace

WordClass class_of(std::string_view word) {
  static const Words words = known_words();
  const auto found = words.find(word);
  return found == words.end() ? WordClass::kOther : found->second;
}

}  // namespace np::subtitles
