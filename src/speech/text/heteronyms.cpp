#include "speech/text/heteronyms.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/text.hpp"

namespace np::text {
namespace {

using std::string_view;

// In front of these it is the metal.
constexpr string_view kOfLead[] = {"acid", "free", "paint", "pencil", "pipe", "pipes", "poisoning", "shot", "weight"};
// Behind these somebody lives; in front of these something is live.
constexpr string_view kWhoLives[] = {"i",     "you",  "we",    "they",    "who",   "people",   "to",     "must",
                                     "can",   "will", "would", "could",   "may",   "might",    "should", "still",
                                     "never", "not",  "don't", "animals", "birds", "families", "that",   "long"};
constexpr string_view kWhatIsLive[] = {"stream",   "streams",    "broadcast", "show",       "camera",   "feed",
                                       "picture",  "pictures",   "video",     "view",       "coverage", "concert",
                                       "audience", "shot",       "match",     "game",       "music",    "sound",
                                       "tv",       "television", "event",     "commentary", "now"};
// The lexicon takes these for other words.
constexpr std::pair<string_view, string_view> kRespelled[] = {{"we're", "weer"},
                                                              {"livestream", "lyve stream"},
                                                              {"livestreams", "lyve streams"},
                                                              {"livestreaming", "lyve streaming"},
                                                              {"lineout", "line out"},
                                                              {"lineouts", "line outs"},
                                                              {"equaliser", "equalizer"},
                                                              {"equalisers", "equalizers"},
                                                              {"passerby", "passer by"},
                                                              {"bicyclist", "bysiclist"},
                                                              {"bicyclists", "bysiclists"}};

bool is_live(const std::string& previous, const std::string& next) {
  if (std::ranges::contains(kWhatIsLive, next)) return true;
  return !std::ranges::contains(kWhoLives, previous);
}

}  // namespace

std::string say_heteronym(const Place& place) {
  const std::string word = lower(place.all[place.at].core);
  const std::string next = lower(place.next()), previous = lower(place.previous());
  if (word == "lead" && !std::ranges::contains(kOfLead, next)) return "leed";
  if (word == "live" && is_live(previous, next)) return "lyve";
  for (const auto& [written, said] : kRespelled)
    if (written == word) return std::string(said);
  return {};
}

}  // namespace np::text
