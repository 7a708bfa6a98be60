#include "engine/watcher/wish/replies.hpp"

#include <algorithm>

#include "engine/watcher/words/english.hpp"

namespace np::watcher {
namespace {

// Seconds of watching.
constexpr double kNamesAreLoaded = 5;
constexpr double kWouldBeSeen = 2.5;

std::string either(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i)
    text += (i == 0 ? "" : i + 1 == items.size() ? " or " : ", ") + items[i];
  return text;
}

// The words of a wish as they are said.
std::vector<std::string> in_a_sentence(std::vector<std::string> words) {
  for (std::string& word : words) {
    if (word == "counts") word = "how many there are";
    if (word == "the left" || word == "the right") word = "what happens on " + word;
    if (word == "light") word = "the light";
  }
  return words;
}

}  // namespace

void Replies::begin(const Wish& wish) {
  unable_due_ = !wish.unable.empty();
  absence_due_ = !wish.absent.empty() && !wish.only_counts;  // the number tells
  blind_due_ = !wish.everything() && !wish.kinds.all() && wish.kinds.any();
}

std::vector<std::string> Replies::take(const Wish& wish, const Facts& facts, const Cast& cast) {
  if (unable_due_) {
    unable_due_ = false;
    const std::string rest = wish.everything() ? "I'll tell you what I see."
                                               : "I'll tell you about " + list(in_a_sentence(wish.heeds)) + ".";
    return {"I can't " + wish.unable + " without a model. " + rest};
  }
  if (!facts.names_things) {
    // The network may be on its way.
    if (!blind_due_ || facts.watched_for < kNamesAreLoaded) return {};
    blind_due_ = absence_due_ = false;
    return {"I can't tell " + (wish.absent.empty() ? std::string("people") : list(wish.heeds)) +
            " from other things without the file that knows them. I'll report anything that moves."};
  }
  // In the dark, or behind a test card, there may be anything.
  const bool hidden = facts.picture == PictureState::kBlack || facts.picture == PictureState::kTestCard;
  if (!absence_due_ || hidden || std::min(facts.watched_for, facts.picture_for) < kWouldBeSeen) return {};
  absence_due_ = false;
  const auto there = [&](const Character* c) { return wish.wants(*c) && !c->person(); };
  if (std::ranges::any_of(cast.story(), there) || std::ranges::any_of(cast.scenery(), there)) return {};
  const std::string what = either(wish.absent);
  return {"No " + what + " in view so far.", "There is no " + what + " in view yet."};
}

}  // namespace np::watcher
