#include "engine/watcher/news/reporter.hpp"

#include <algorithm>
#include <utility>

#include "engine/watcher/news/weight.hpp"
#include "engine/watcher/topics/bystanders.hpp"

namespace np::watcher {
namespace {

using What = Occurrence::What;

// Seconds.
constexpr double kFollows = 6;
constexpr double kCloseBehind = 2;
constexpr double kGathers = 1.2;
constexpr double kStillMeant = 4;  // by "it"
constexpr double kWhoIsLeftAgain = 20;

constexpr double kSecondSentence = 45;  // weight
constexpr double kWaits = 56;           // weight of news that may not be kept waiting
constexpr int kLeastRoom = 3;           // words

bool is_passage(What w) { return w == What::kEnters || w == What::kAppears || w == What::kLeaves; }

// "A person walks in and stops", but not "Here comes a person and stops".
bool takes_a_rest(std::string_view line) {
  static constexpr std::string_view kTurned[] = {"Here ", "From ", "On ", "At ", "In ", "There ", "Close "};
  return !line.contains(',') && std::ranges::none_of(kTurned, [&](auto front) { return line.starts_with(front); });
}

}  // namespace

double Reporter::since(const std::optional<TimePoint>& t, const Desk& desk) const {
  return t ? to_seconds(desk.cast.now() - *t) : 1e9;
}

void Reporter::other_line() {
  about_.clear();
  by_pronoun_ = false;
}

std::string Reporter::report(const Desk& desk) {
  std::vector<News> too_long;
  std::string line = next(desk, too_long);
  // There may be more time later.
  for (News& news : too_long) desk.newsroom.queue().add(std::move(news));
  return line;
}

std::string Reporter::next(const Desk& desk, std::vector<News>& too_long) {
  NewsQueue& queue = desk.newsroom.queue();
  while (auto news = queue.take(least_weight(desk.delivery.pause(), desk.style))) {
    std::erase_if(news->who, [&](int id) { return !desk.cast.find(id); });
    if (news->who.empty()) continue;
    look_at_last_passage(*news, desk);
    if (news->follows && desk.delivery.since_line() < kGathers) {
      // One line for all who come one after the other.
      queue.add(*std::move(news));
      return {};
    }
    const bool again = news->other == 0 && news->who == about_ && news->what != What::kLeaves;
    const int it = again && !by_pronoun_ && desk.delivery.pause() < kStillMeant ? news->who.front() : 0;
    const bool hurried = desk.brief || desk.delivery.busy() || queue.heaviest() >= kWaits;
    Telling telling(desk.cast, {desk.cast, desk.players, it}, desk.style, desk.turns, hurried);
    const std::string line = desk.delivery.choose(telling.sentences(*news));
    if (line.empty()) continue;
    if (!desk.delivery.fits(line)) {
      too_long.push_back(*std::move(news));
      continue;
    }
    introduce(*news, desk);
    tell_passage(*news);
    std::string whole = with_more(line, *news, desk);
    by_pronoun_ = it != 0 && line.starts_with("It ");
    about_ = news->who.size() == 1 ? news->who : std::vector<int>{};
    return whole;
  }
  return {};
}

void Reporter::look_at_last_passage(News& news, const Desk& desk) const {
  const bool same_way = last_passage_ && is_passage(news.what) && last_passage_->what == news.what &&
                        last_passage_->side == news.side && news.side != Side::kNone &&
                        last_passage_->kin == news.kin && since(last_passage_->at, desk) < kFollows &&
                        news.through == Side::kNone;
  news.row = static_cast<int>(news.who.size()) + (same_way ? last_passage_->row : 0);
  news.follows = same_way && !last_passage_->follows;
  news.close = news.follows && to_seconds(news.at - last_passage_->at) <= kCloseBehind;
  news.after = news.follows && last_passage_->who.size() == 1 ? last_passage_->who.front() : 0;
}

std::string Reporter::with_more(std::string line, const News& news, const Desk& desk) {
  NewsQueue& queue = desk.newsroom.queue();
  const bool several = news.who.size() > 1;
  const bool between = news.what == What::kMeets || news.what == What::kParts || news.what == What::kPasses;
  const Naming naming(desk.cast, desk.players);
  Telling telling(desk.cast, naming, desk.style, desk.turns);
  const int room = desk.words - words_in(line);
  if (room < kLeastRoom) return line;
  if (auto more = between || !takes_a_rest(line) ? std::nullopt : queue.take_more(news)) {
    const std::string rest = telling.rest(*more, several, line);
    if (!rest.empty() && words_in(rest) + 1 <= room) {
      introduce(*more, desk);
      line.pop_back();
      return line + " and " + rest + ".";
    }
    queue.add(std::move(*more));
  }
  if (desk.brief) return line;
  if (auto second = queue.take(kSecondSentence)) {
    const std::string text = desk.delivery.choose(telling.sentences(*second));
    if (!text.empty() && words_in(text) <= room) {
      introduce(*second, desk);
      tell_passage(*second);
      return line + " " + text;
    }
    queue.add(std::move(*second));
    return line;
  }
  if (since(added_at_, desk) < kWhoIsLeftAgain && desk.style.tone != Tone::kSecurity) return line;
  for (const Addition& more : additions(news, desk.cast, naming, desk.style, desk.turns)) {
    if (words_in(more.text) > room || desk.delivery.echoes(more.text)) continue;
    if (more.text.contains("leaves") && line.contains("leave")) continue;
    added_at_ = desk.cast.now();
    if (more.counts) desk.cast.told(desk.cast.people());
    return line + " " + more.text;
  }
  return line;
}

void Reporter::tell_passage(const News& news) {
  if (is_passage(news.what))
    last_passage_.emplace(news);
  else
    last_passage_.reset();
}

void Reporter::introduce(const News& news, const Desk& desk) const {
  const int party = news.who.size() > 1 && is_passage(news.what) ? desk.cast.new_party() : 0;
  for (const int id : news.who) desk.cast.introduce(id, party);
  desk.newsroom.told(news);
  if (news.other != 0) desk.cast.introduce(news.other);
}

}  // namespace np::watcher
