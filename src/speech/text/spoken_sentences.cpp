#include "speech/text/spoken_sentences.hpp"

#include <string_view>
#include <utility>

#include "speech/text/sentence_splitter.hpp"
#include "speech/voice.hpp"

namespace np {
namespace {

using std::chrono::milliseconds;

constexpr auto kClausePause = milliseconds(140);
constexpr std::size_t kLong = 90;       // bytes: what is longer is cut
constexpr std::size_t kLeastPart = 25;  // bytes, on either side of a cut

// Behind the first comma or the like that is far enough from either end; npos: it stays whole.
std::size_t clause_end(std::string_view sentence) {
  if (sentence.size() <= kLong) return sentence.npos;
  for (std::size_t i = kLeastPart; i + kLeastPart < sentence.size(); ++i)
    if (sentence[i] == ' ' && std::string_view(",;:").contains(sentence[i - 1])) return i;
  return sentence.npos;
}

}  // namespace

std::deque<std::string> spoken_sentences(const std::string& text) {
  SentenceSplitter splitter;
  std::deque<std::string> all;
  const auto add = [&](std::string_view sentence) {
    for (auto end = clause_end(sentence); end != sentence.npos; end = clause_end(sentence)) {
      all.emplace_back(sentence.substr(0, end));
      sentence.remove_prefix(end + 1);
    }
    all.emplace_back(sentence);
  };
  for (const std::string& sentence : splitter.push(text)) add(sentence);
  if (const auto rest = splitter.flush()) add(*rest);
  return all;
}

Duration pause_after(const std::string& sentence) {
  return std::string_view(",;:-").contains(sentence.back()) ? kClausePause : kSentencePause;
}

}  // namespace np
