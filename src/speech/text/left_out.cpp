#include "speech/text/left_out.hpp"

#include <algorithm>
#include <cstdint>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "speech/text/speakable.hpp"

namespace np {
namespace {

// Joiners, accents and selectors of a form only dress their neighbour.
bool dresses(std::uint32_t c) {
  return (c >= 0x200B && c <= 0x200F) || (c >= 0x300 && c < 0x370) || (c >= 0xFE00 && c < 0xFE10) || c == 0xFEFF;
}

bool is_blank_sign(std::uint32_t c) { return c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x3000; }

// Beside a letter, so that signs that are only read there are, too.
bool is_said(std::string_view character) {
  const std::string beside = speakable("a" + std::string(character));
  return beside != "a";
}

std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t begin = text.find_first_not_of(kBlanks);
    if (begin == text.npos) return words;
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(kBlanks), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

// Runs of characters that are not said.
void add_unsaid(std::vector<std::string>& out, std::string_view word) {
  std::string run;
  const auto end_run = [&] {
    if (!run.empty() && !std::ranges::contains(out, run)) out.push_back(run);
    run.clear();
  };
  while (!word.empty()) {
    const utf8::Front at = utf8::front(word);
    const std::string_view character = word.substr(0, at.bytes);
    word.remove_prefix(at.bytes);
    if (at.kind != utf8::Front::Kind::kCharacter) {
      run += utf8::kReplacement;
      continue;
    }
    const std::uint32_t c = utf8::code_point(character);
    if (c < 0x80 || is_blank_sign(c))
      end_run();
    else if (dresses(c))
      run.append(run.empty() ? "" : character);
    else if (is_said(character))
      end_run();
    else
      run.append(character);
  }
  end_run();
}

}  // namespace

std::vector<std::string> left_out_of_speech(std::string_view text) {
  std::vector<std::string> out;
  for (const std::string_view word : words_of(text)) {
    const bool names_something = std::ranges::any_of(word, [](char c) { return is_alpha(c) || is_digit(c); });
    if (names_something && speakable(word).empty() && !word.starts_with('<')) {
      if (!std::ranges::contains(out, word)) out.emplace_back(word);
    } else {
      add_unsaid(out, word);
    }
  }
  return out;
}

}  // namespace np
