#include "cli/wrong_words.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "base/utf8.hpp"
#include "cli/messages.hpp"
#include "config/mask.hpp"
#include "config/nearest.hpp"

namespace np {
namespace {

constexpr std::size_t kMostShown = 60;

std::string shown(std::string_view word) { return utf8::one_line(mask_credentials(word), kMostShown); }

void add_names(std::vector<std::string>& names, const std::vector<ManualFlag>& flags) {
  for (const ManualFlag& flag : flags) names.insert(names.end(), flag.names.begin(), flag.names.end());
}

std::string about_flag(const Manual& manual, const ManualCommand* command, const std::string& word) {
  const std::string flag = word.substr(0, word.find('='));
  std::vector<std::string> known;
  add_names(known, manual.settings);
  add_names(known, manual.flags);
  if (command) add_names(known, command->flags);
  for (const ManualCommand& other : manual.commands) {
    std::vector<std::string> names;
    add_names(names, other.flags);
    if (std::ranges::contains(names, flag))
      return np::format(messages::kFlagOfAnother, shown(flag), other.name, called(command));
  }
  if (const std::string near = nearest_word(flag, known); !near.empty())
    return np::format(messages::kNoSuchFlagNear, shown(flag), near);
  return np::format(messages::kNoSuchFlag, shown(flag), called(command));
}

bool may_be_source(std::string_view word) { return word.find_first_of("./:\\") != std::string_view::npos; }

std::string about_command(const Manual& manual, const std::string& word) {
  std::vector<std::string> names;
  for (const ManualCommand& command : manual.commands) names.push_back(command.name);
  if (const std::string near = nearest_word(word, names); !near.empty())
    return np::format(messages::kNoSuchCommandNear, shown(word), near);
  if (may_be_source(word)) return np::format(messages::kSourceWithoutFlag, shown(word), shown(word));
  return np::format(messages::kNoSuchCommand, shown(word));
}

}  // namespace

std::string called(const ManualCommand* command) {
  return command ? "nerdpudding " + command->name : std::string("nerdpudding");
}

std::string nearest_word(std::string_view typed, const std::vector<std::string>& words) {
  constexpr std::size_t kShortestBeginning = 4;
  std::string found;
  std::size_t least = 0;
  for (const std::string& word : words) {
    const bool begun = typed.size() >= kShortestBeginning && word.starts_with(typed);
    const std::size_t distance = begun ? 1 : edit_distance(typed, word);
    if (distance > std::max<std::size_t>(1, std::min(typed.size(), word.size()) / 3)) continue;
    if (!found.empty() && distance >= least) continue;
    found = word;
    least = distance;
  }
  return found;
}

std::string about_wrong_words(const Manual& manual, const ManualCommand* command,
                              const std::vector<std::string>& words) {
  const std::string& word = words.front();
  if (word.size() > 1 && word.starts_with('-')) return about_flag(manual, command, word);
  if (!command) return about_command(manual, word);
  return np::format(messages::kOneWordTooMany, called(command), shown(word), called(command));
}

}  // namespace np
