// From a piece of news to sentences that tell it, the one whose turn it is first. One call at a time; keeps nothing but
// what it is given.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/watcher/cast/surroundings.hpp"
#include "engine/watcher/news/news.hpp"
#include "engine/watcher/news/verbs.hpp"
#include "engine/watcher/words/english.hpp"
#include "engine/watcher/words/naming.hpp"
#include "engine/watcher/words/style.hpp"
#include "engine/watcher/words/turns.hpp"

namespace np::watcher {

class Telling {
 public:
  // `hurried`: more news wait, and each is told in few words.
  Telling(const Cast& cast, const Naming& naming, const Style& style, Turns& turns, bool hurried = false)
      : cast_(cast), naming_(naming), style_(style), turns_(turns), hurried_(hurried) {}

  // Whole sentences; empty: there is nobody of whom it could be told.
  std::vector<std::string> sentences(const News& news);
  // The same as the rest of a sentence about those of whom was just told: "stops by the van"; empty: it cannot be. What
  // `said` holds already is not said twice.
  std::string rest(const News& news, bool several, std::string_view said);

 private:
  Characters those(const News& news) const;
  Slots slots(const News& news, const Characters& who) const;
  std::vector<std::string> coming(const News& news, const Characters& who);
  std::vector<std::string> going(const News& news, const Characters& who);
  std::vector<std::string> going_after_all(const News& news, const Character& c);
  Subject loosely(Subject subject, const Character& c);
  std::optional<Subject> in_a_row(const News& news, const Characters& who);
  std::string heading(const Character& c) const;
  std::vector<std::string> doing(const News& news, const Characters& who);
  std::vector<std::string> between(const News& news, const Characters& who);
  std::vector<std::string> in_patterns(std::string_view topic, std::span<const std::string_view> patterns,
                                       std::span<const std::string_view> verbs, const Subject& subject, Slots slots);
  std::string where(const News& news, const Characters& who) const;

  const Cast& cast_;
  const Naming naming_;
  const Style& style_;
  Turns& turns_;
  const bool hurried_;
};

}  // namespace np::watcher
