// How texts are said, phoneme by phoneme, beside a table that was made by hand (tests/data/spoken.txt): from what is
// written to what the voice's network reads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.hpp"
#include "checkout.hpp"
#include "speech/neural/phonemes.hpp"
#include "speech/text/text_reader.hpp"

namespace np {
namespace {

using Phones = std::vector<std::string>;

// The voice's alphabet in CMU's, where a weak vowel and a strong one are the same.
const std::map<std::string_view, const char*> kOfCmu{
    {"ɑ", "AA"}, {"æ", "AE"}, {"ʌ", "AH"}, {"ə", "AH"}, {"ɐ", "AH"}, {"ᵊ", "AH"}, {"ɔ", "AO"}, {"W", "AW"}, {"I", "AY"},
    {"b", "B"},  {"ʧ", "CH"}, {"d", "D"},  {"ð", "DH"}, {"ɛ", "EH"}, {"A", "EY"}, {"f", "F"},  {"ɡ", "G"},  {"h", "HH"},
    {"ɪ", "IH"}, {"i", "IY"}, {"ʤ", "JH"}, {"k", "K"},  {"l", "L"},  {"m", "M"},  {"n", "N"},  {"ŋ", "NG"}, {"O", "OW"},
    {"Y", "OY"}, {"p", "P"},  {"ɹ", "R"},  {"s", "S"},  {"ʃ", "SH"}, {"t", "T"},  {"θ", "TH"}, {"ʊ", "UH"}, {"u", "UW"},
    {"v", "V"},  {"w", "W"},  {"j", "Y"},  {"z", "Z"},  {"ʒ", "ZH"}};

Phones cmu_phones(std::string_view phonemes) {
  Phones phones;
  for (std::string_view before; !phonemes.empty();) {
    const std::string_view character = phonemes.substr(0, utf8::front(phonemes).bytes);
    phonemes.remove_prefix(character.size());
    if (character == "ɹ" && (before == "ə" || before == "ɜ")) {
      if (before == "ə") phones.pop_back();
      phones.push_back("ER");
    } else if (const auto known = kOfCmu.find(character); known != kOfCmu.end()) {
      phones.push_back(known->second);
    }
    if (character != "ˈ" && character != "ˌ") before = character;
  }
  return phones;
}

Phones split(const std::string& text, char sign) {
  Phones parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, sign);)
    if (!part.empty()) parts.push_back(part);
  return parts;
}

bool fits(const Phones& said, const Phones& wanted) {
  return std::ranges::equal(said, wanted, [](const std::string& phone, const std::string& either) {
    return std::ranges::contains(split(either, '/'), phone);
  });
}

TEST(SpokenPhonemes, AreThoseOfAReader) {
  std::ifstream table(std::string(kCheckout) + "/tests/data/spoken.txt");
  const TextReader reader;
  int all = 0, right = 0;
  std::string wrong;
  for (std::string line; std::getline(table, line);) {
    const std::size_t arrow = line.find(" => ");
    if (line.starts_with("# ") || arrow == line.npos) continue;
    ++all;
    const std::string text = line.substr(0, arrow), words = reader.read(text);
    const Phones said = cmu_phones(phonemes_of(flite::pronounce(words)));
    if (fits(said, split(line.substr(arrow + 4), ' '))) {
      ++right;
      continue;
    }
    wrong += text + " is \"" + words + "\":";
    for (const std::string& phone : said) wrong += ' ' + phone;
    wrong += '\n';
  }
  EXPECT_EQ(all, 85);
  EXPECT_GE(right, 82) << wrong;
  if (!wrong.empty()) std::cout << right << " of " << all << " are right; not so\n" << wrong;
}

}  // namespace
}  // namespace np
