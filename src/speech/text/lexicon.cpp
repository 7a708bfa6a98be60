#include "speech/text/lexicon.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

#include "base/format.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "speech/messages.hpp"
#include "speech/text/speakable.hpp"

namespace np::text {
namespace {

constexpr std::size_t kMostWarnings = 5;
constexpr std::size_t kLongestWord = 64;

}  // namespace

Lexicon::Lexicon(std::string_view lines, std::vector<std::string>* warnings) {
  std::size_t number = 0, wrong = 0;
  while (!lines.empty()) {
    ++number;
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    line = trim(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const std::size_t equals = line.find('=');
    const std::string word = equals == line.npos ? "" : lower(speakable(trim(line.substr(0, equals))));
    const std::string saying = equals == line.npos ? "" : speakable(trim(line.substr(equals + 1)));
    if (word.empty() || saying.empty() || word.size() > kLongestWord || word.contains(' ')) {
      if (warnings && ++wrong <= kMostWarnings) warnings->push_back(np::format(messages::kLexiconLine, number));
      continue;
    }
    words_[word] = saying;
  }
}

Lexicon Lexicon::load(const std::filesystem::path& file, std::vector<std::string>& warnings) {
  std::error_code error;
  const auto refuse = [&](std::string_view why) {
    warnings.push_back(np::format(messages::kLexiconFile, utf8::one_line(file.filename().string(), 80), why));
    return Lexicon();
  };
  if (!std::filesystem::exists(file, error)) return refuse("is not there");
  if (!std::filesystem::is_regular_file(file, error)) return refuse("is no file");
  if (std::filesystem::file_size(file, error) > kMostBytes) return refuse("is larger than a megabyte");
  std::ifstream in(file, std::ios::binary);
  const std::string lines(std::istreambuf_iterator<char>(in), {});
  if (!in) return refuse("cannot be read");
  if (!utf8::length(lines)) return refuse("is no text in UTF-8");
  return Lexicon(lines, &warnings);
}

const std::string* Lexicon::find(std::string_view word) const {
  const auto found = words_.find(lower(word));
  return found == words_.end() ? nullptr : &found->second;
}

}  // namespace np::text
