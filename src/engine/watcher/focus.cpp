#include "engine/watcher/focus.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <span>
#include <utility>

namespace np::watcher {
namespace {

enum Heed { kPeople, kMotion, kLight, kCuts, kKinds };

// A trailing * takes any ending.
constexpr std::string_view kPeopleWords[] = {
    "people*",     "person*",   "who",       "whoever",   "anyone",  "anybody",  "someone", "somebody",
    "everyone",    "everybody", "nobody",    "man",       "men",     "woman",    "women",   "child*",
    "kid",         "kids",      "boy*",      "girl*",     "guest*",  "visitor*", "human*",  "player*",
    "pedestrian*", "crowd*",    "intruder*", "stranger*", "walk*",   "enter",    "enters",  "entering",
    "entries",     "entry",     "leave",     "leaves",    "leaving", "exit*",    "passer*", "customer*"};
constexpr std::string_view kMotionWords[] = {"move*", "moving", "motion*",  "activity", "direction*",
                                             "car",   "cars",   "vehicle*", "animal*",  "dog*",
                                             "cat",   "cats",   "bird*",    "traffic"};
constexpr std::string_view kLightWords[] = {"light*", "lamp*",    "dark*",  "bright*",  "dim",
                                            "dims",   "dimm*",    "flash*", "flicker*", "illuminat*",
                                            "sun",    "sunlight", "sunset", "sunrise"};
constexpr std::string_view kCutWords[] = {"cut", "cuts", "cutting"};
// "Scene" and "camera" alone mean the whole picture; with one of the second list near by they mean a cut.
constexpr std::string_view kViewWords[] = {"scene*", "camera*", "shot", "shots", "angle*", "view*"};
constexpr std::string_view kChangeWords[] = {"change*", "changing", "switch*", "new", "another", "cut*", "jump*"};
constexpr std::string_view kNotWords[] = {"no",       "not",     "don't",  "dont", "never",  "ignore*",
                                          "ignoring", "without", "except", "skip", "forget", "nothing"};
constexpr std::string_view kTurnWords[] = {"but", "only", "just", "tell", "watch"};

bool matches(std::string_view word, std::string_view pattern) {
  return pattern.ends_with('*') ? word.starts_with(pattern.substr(0, pattern.size() - 1)) : word == pattern;
}

bool is_one_of(std::string_view word, std::span<const std::string_view> patterns) {
  return std::ranges::any_of(patterns, [&](std::string_view p) { return matches(word, p); });
}

// Lower-case words; "." stands for the end of a clause (a comma may as well go on listing).
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) words.push_back(std::exchange(word, {}));
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (std::isalnum(c) || c == '\'' || c >= 0x80) {
      // The typographic apostrophe of "don't".
      if (text.substr(i).starts_with("\xE2\x80\x99")) {
        word += '\'';
        i += 2;
        continue;
      }
      word += static_cast<char>(std::tolower(c));
      continue;
    }
    flush();
    if (c == '.' || c == ';' || c == ':' || c == '!' || c == '?') words.emplace_back(".");
  }
  flush();
  return words;
}

std::optional<Heed> kind_of(const std::vector<std::string>& words, std::size_t i) {
  const std::string& word = words[i];
  if (is_one_of(word, kPeopleWords)) return kPeople;
  if (is_one_of(word, kMotionWords)) return kMotion;
  if (is_one_of(word, kLightWords)) return kLight;
  if (is_one_of(word, kCutWords)) return kCuts;
  if (is_one_of(word, kViewWords)) {
    for (std::size_t j = i < 3 ? 0 : i - 3; j < std::min(words.size(), i + 4); ++j) {
      if (is_one_of(words[j], kChangeWords)) return kCuts;
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> focus_kinds() { return {"people", "motion", "light", "cuts"}; }

std::vector<std::string> names_of(const Focus& focus) {
  std::vector<std::string> names;
  const std::array flags{focus.people, focus.motion, focus.light, focus.cuts};
  for (std::size_t i = 0; i < flags.size(); ++i) {
    if (flags[i]) names.push_back(focus_kinds()[i]);
  }
  return names;
}

Focus parse_focus(std::string_view instruction) {
  const std::vector<std::string> words = words_of(instruction);
  std::array<bool, kKinds> asked{}, refused{};
  bool negated = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_one_of(words[i], kNotWords)) {
      negated = true;
    } else if (words[i] == "." || is_one_of(words[i], kTurnWords)) {
      negated = false;
    } else if (const auto kind = kind_of(words, i)) {
      (negated ? refused : asked)[*kind] = true;
    }
  }
  const bool any = std::ranges::any_of(asked, [](bool a) { return a; });
  const auto wanted = [&](Heed k) { return !refused[k] && (!any || asked[k]); };
  const Focus focus{wanted(kPeople), wanted(kMotion), wanted(kLight), wanted(kCuts)};
  return focus == Focus{false, false, false, false} ? Focus{} : focus;
}

}  // namespace np::watcher
