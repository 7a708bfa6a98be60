#include "engine/watcher/narrator.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/watcher/english.hpp"
#include "engine/watcher/opening.hpp"
#include "engine/watcher/weight.hpp"

namespace np::watcher {
namespace {

using What = Occurrence::What;

// Seconds.
constexpr double kPauseOfLooking = 6;  // between two facts: what was pending is past
constexpr double kKnowsThePlace = 1.6;
constexpr double kGivesUpWaiting = 5;
constexpr double kSameAgain = 15;
constexpr double kStrayAfter = 0.6;
constexpr double kStrayUntil = 5;
constexpr double kSceneAfterFastCuts = 4;
constexpr double kQuietAfter = 20;
constexpr double kQuietRest = 180;
constexpr double kMostQuietRest = 900;
constexpr double kMostMeanwhile = 60;
constexpr double kSecondsAWord = 0.1;  // that a reader is behind
constexpr double kFollows = 6;

bool is_passage(What w) { return w == What::kEnters || w == What::kAppears || w == What::kLeaves; }

int words_in(std::string_view line) { return line.empty() ? 0 : static_cast<int>(std::ranges::count(line, ' ')) + 1; }

}  // namespace

double Narrator::since(const std::optional<TimePoint>& t) const { return t ? to_seconds(facts_->at - *t) : 1e9; }
double Narrator::since_end() const { return since(said_at_) - kSecondsAWord * last_words_; }

int Narrator::most_words() const {
  int most = brief() ? std::min(style_.words, 14) : style_.words;
  return ask_.max_words > 0 ? std::min(most, ask_.max_words) : most;
}

void Narrator::begin_scene() {
  cast_.clear();
  news_.clear();
  movement_.clear();
  meanwhile_.clear();
  counting_.clear();
  told_.clear();
  last_passage_.reset();
  opening_due_ = after_cut_ = true;
  opened_at_.reset();
}

void Narrator::reset() {
  Narrator anew;
  anew.instruction_ = std::move(instruction_);
  anew.profile_key_ = std::move(profile_key_);
  anew.wish_ = std::move(wish_);
  anew.wish_due_ = wish_due_;
  anew.absence_due_ = !anew.wish_.absent.empty();
  anew.number_due_ = anew.wish_.counts;
  anew.style_ = style_;
  anew.turns_ = std::move(turns_);
  anew.said_ = std::move(said_);
  *this = std::move(anew);
}

void Narrator::see(const FactsPtr& facts) {
  if (facts_ && to_seconds(facts->at - facts_->at) > kPauseOfLooking) news_.clear();
  facts_ = facts;
  view_.see(*facts, wish_);
  if (view_.nothing_to_see()) {
    news_.clear();
    return;
  }
  if (std::ranges::any_of(facts->events, [](const Occurrence& e) { return e.what == What::kCut; })) begin_scene();
  cast_.update(*facts);
  movement_.see(*facts);
  counting_.see(cast_, wish_);
  bool before_cut = std::ranges::any_of(facts->events, [](const Occurrence& e) { return e.what == What::kCut; });
  for (const Occurrence& e : facts->events) {
    if (e.what == What::kCut) before_cut = false;
    if (!before_cut && e.actor != 0) take_event(e);
  }
  if (!opening_due_) take_strays();
  news_.expire(facts->at);
  std::erase_if(told_, [&](const auto& entry) { return since(entry.second) > kSameAgain; });
}

void Narrator::take_event(const Occurrence& e) {
  Character* c = cast_.find(e.actor);
  if (!c || c->on_mount) return;
  if (e.what == What::kSitsDown) c->seated = c->person();
  if (e.what == What::kGetsUp || e.what == What::kSetsOff || e.what == What::kRuns) c->seated = false;
  if (c->noun.rank == 0 || e.what == What::kStirs) return;
  if ((e.what == What::kSitsDown || e.what == What::kGetsUp) && !c->person()) return;
  What what = e.what == What::kEnters && e.side == Side::kNone ? What::kAppears : e.what;
  if (what == What::kLeaves && e.side == Side::kNone) what = What::kVanishes;
  // A parked car that is recognised late has not come.
  if (what == What::kAppears && c->vehicle() && !c->has_moved) return;
  if (what == What::kAppears && !animate(c->actor.kind)) return;
  if (view_.camera_moves() && what != What::kMeets && what != What::kSitsDown && what != What::kGetsUp) return;
  if (told_.contains({e.actor, what})) return;
  if (c->actor.with != 0 && c->animal() && !is_passage(what)) {
    // What a led dog does is its owner's doing.
    if (const Character* owner = cast_.find(c->actor.with);
        owner && owner->person() && (what == What::kStops || what == What::kSetsOff))
      return;
  }
  News news{.what = what, .at = e.at, .who = {e.actor}, .other = e.other, .side = e.side, .place = e.place};
  const Character* owner = c->animal() && c->actor.with != 0 ? cast_.find(c->actor.with) : nullptr;
  news.kin = static_cast<int>(owner && owner->person() ? owner->noun.mover : c->noun.mover);
  news.weight = weight_of(what, *c, cast_, style_);
  if (what == What::kEnters) meanwhile_.came(1);
  if (news.weight > 0 && wanted(news)) news_.add(std::move(news));
}

// Who was recognised only after having come in.
void Narrator::take_strays() {
  if (view_.camera_moves()) return;
  for (const Character* c : cast_.story()) {
    if (c->introduced || c->actor.at_start) continue;
    const double age = since(c->first_seen);
    if (age < kStrayAfter || age > kStrayUntil || told_.contains({c->actor.id, What::kAppears})) continue;
    if (news_.about(c->actor.id, What::kEnters) || news_.about(c->actor.id, What::kAppears)) continue;
    const bool crossed = c->actor.came_from != Side::kNone;
    News news{.what = crossed ? What::kEnters : What::kAppears,
              .at = facts_->at,
              .who = {c->actor.id},
              .side = c->actor.came_from,
              .place = c->actor.box.center()};
    news.kin = static_cast<int>(c->noun.mover);
    news.weight = weight_of(news.what, *c, cast_, style_) - 4;
    told_.emplace(std::pair(c->actor.id, What::kAppears), facts_->at);
    if (wanted(news)) news_.add(std::move(news));
  }
}

bool Narrator::wanted(const Character& c) const {
  return wish_.wants(c.actor.kind) || (c.mount != Kind::kThing && wish_.wants(c.mount));
}

bool Narrator::wanted(const News& news) const {
  if (wish_.only_counts || !wish_.wants(news.what)) return false;
  if (wish_.side != Side::kNone) {
    const bool across = news.side == Side::kLeft || news.side == Side::kRight;
    if ((across ? news.side : side_of(news.place)) != wish_.side) return false;
  }
  const auto is_wanted = [&](int id) {
    const Character* c = cast_.find(id);
    return c && wanted(*c);
  };
  return std::ranges::any_of(news.who, is_wanted) || (news.other != 0 && is_wanted(news.other));
}

void Narrator::adopt(const Ask& ask) {
  ask_ = ask;
  ask_.instruction = ask_.profile_key = {};
  if (ask.profile_key != profile_key_) {
    profile_key_ = ask.profile_key;
    style_ = style_of(profile_key_);
  }
  if (meanwhile_after_ == 0) meanwhile_after_ = style_.meanwhile;
  const bool other = ask.instruction != instruction_;
  if (other) {
    instruction_ = ask.instruction;
    wish_ = parse_wish(instruction_);
    wish_due_ = !wish_.unable.empty();
    absence_due_ = !wish_.absent.empty();
    blind_due_ = !wish_.everything() && !wish_.kinds.all() && wish_.kinds.any();
    counting_.clear();
    if (facts_) counting_.see(cast_, wish_);
  }
  if (other || ask.anew) {
    news_.erase_if([&](const News& n) { return !wanted(n); });
    opening_due_ |= ask.anew;
    number_due_ = wish_.counts;
  }
}

std::string Narrator::comment(const Ask& ask) {
  adopt(ask);
  if (!facts_) return {};
  if (ask.gone >= std::chrono::seconds(3)) {
    news_.clear();
    return say({"Back after " + duration(to_seconds(ask.gone)) + " without a picture."}, true);
  }
  using About = std::string (Narrator::*)();
  static constexpr About kEach[] = {&Narrator::about_picture,  &Narrator::about_wish,      &Narrator::begin,
                                    &Narrator::about_numbers,  &Narrator::about_news,      &Narrator::about_names,
                                    &Narrator::about_movement, &Narrator::about_meanwhile, &Narrator::about_quiet};
  for (const About about : kEach) {
    if (std::string line = (this->*about)(); !line.empty()) return line;
    if (view_.nothing_to_see() && about == &Narrator::about_wish) return {};
  }
  return {};
}

std::string Narrator::about_picture() { return say(view_.take(turns_), true); }

std::string Narrator::about_wish() {
  if (wish_due_) {
    wish_due_ = false;
    const std::string rest =
        wish_.everything() ? "I'll tell you what I see." : "I'll tell you about " + list(wish_.heeds) + ".";
    return say({"I can't " + wish_.unable + "; that takes a model (see MODEL_PATH or Add a model). " + rest}, true);
  }
  if (facts_->watched_for < kGivesUpWaiting && !facts_->names_things) return {};
  if (blind_due_ && !facts_->names_things) {
    blind_due_ = absence_due_ = false;
    return say({"I can't tell " + (wish_.heeds.empty() ? std::string("them") : list(wish_.heeds)) +
                " from other things without the file that knows them. I'll report anything that moves."},
               true);
  }
  if (!absence_due_ || facts_->watched_for < 2.5) return {};
  absence_due_ = false;
  std::vector<std::string> missing;
  for (const std::string& one : wish_.absent) missing.push_back(one);
  const auto there = [&](const Character* c) { return wanted(*c) && !c->person(); };
  if (std::ranges::any_of(cast_.story(), there) || std::ranges::any_of(cast_.scenery(), there)) return {};
  opening_due_ &= wish_.wants(Kind::kPerson);
  std::string text;
  for (std::size_t i = 0; i < missing.size(); ++i)
    text += (i == 0 ? "" : i + 1 == missing.size() ? " or " : ", ") + missing[i];
  return say({"No " + text + " in view so far.", "There is no " + text + " in view yet."});
}

std::string Narrator::begin() {
  if (!opening_due_) return {};
  const bool fast = view_.cuts_fast();
  if (fast && since(said_at_) < kSceneAfterFastCuts) return {};
  const double watched = facts_->watched_for;
  if (watched < (after_cut_ ? 0.8 : kKnowsThePlace) || (after_cut_ && since_end() < 0.3)) return {};
  if (wish_.only_counts) {
    opening_due_ = false;
    return {};
  }
  // Who has just come in is told as that.
  const auto comes_now = [&](const Character& c) { return news_.about(c.actor.id, What::kEnters); };
  Opening what = opening(cast_, naming(), style_, wish_, turns_, fast || brief(), comes_now);
  if (what.lines.empty()) {
    if (watched < kGivesUpWaiting && news_.heaviest() == 0) return {};
    opening_due_ = false;
    return {};
  }
  opening_due_ = after_cut_ = false;
  opened_at_ = facts_->at;
  people_at_first_ = cast_.people();
  news_.erase_if([](const News& n) { return n.what != What::kEnters; });
  ++parties_;
  for (const Character* told : what.told) introduce(*cast_.find(told->actor.id), 0);
  return say(what.lines);
}

std::string Narrator::about_numbers() {
  if (!wish_.counts || opening_due_ || facts_->watched_for < kKnowsThePlace) return {};
  if (!number_due_ && since_end() < style_.pause) return {};
  return say(counting_.take(wish_, turns_, std::exchange(number_due_, false)), true);
}

std::string Narrator::about_news() {
  if (opening_due_) return {};
  while (auto news = news_.take(least_weight(since_end(), style_))) {
    std::erase_if(news->who, [&](int id) { return !cast_.find(id); });
    if (news->who.empty()) continue;
    const Character& c = *cast_.find(news->who.front());
    news->follows = last_passage_ && is_passage(news->what) && last_passage_->what == news->what &&
                    last_passage_->side == news->side && news->side != Side::kNone &&
                    last_passage_noun_ == c.noun.many && since(last_passage_->at) < kFollows &&
                    news->through == Side::kNone && !last_passage_->follows;
    const std::string line = choose(Telling(cast_, naming(), style_, turns_).sentences(*news));
    if (line.empty()) continue;
    introduce(*news);
    meanwhile_after_ = style_.meanwhile;
    if (is_passage(news->what)) {
      last_passage_ = *news;
      last_passage_->at = facts_->at;
      last_passage_noun_ = c.noun.many;
    }
    return record(with_more(line, *news));
  }
  return {};
}

// What fits into the same breath.
std::string Narrator::with_more(std::string line, const News& news) {
  const bool several = news.who.size() > 1;
  const bool between = news.what == What::kMeets || news.what == What::kParts || news.what == What::kPasses;
  Telling telling(cast_, naming(), style_, turns_);
  const int room = most_words() - words_in(line);
  if (room < 3) return line;
  if (auto more = between ? std::nullopt : news_.take_more(news)) {
    const std::string rest = telling.rest(*more, several, line);
    if (!rest.empty() && words_in(rest) + 1 <= room) {
      introduce(*more);
      line.pop_back();
      return line + " and " + rest + ".";
    }
  }
  if (brief()) return line;
  if (auto second = news_.take(45)) {
    const std::string text = choose(telling.sentences(*second));
    if (!text.empty() && words_in(text) <= room) {
      introduce(*second);
      return line + " " + text;
    }
    news_.add(std::move(*second));
    return line;
  }
  for (const std::string& addition : telling.additions(news)) {
    if (words_in(addition) <= room && !said_.echoes(addition)) return line + " " + addition;
  }
  return line;
}

void Narrator::introduce(const News& news) {
  const int party = news.who.size() > 1 && is_passage(news.what) ? ++parties_ : 0;
  for (const int id : news.who) {
    if (Character* c = cast_.find(id)) introduce(*c, party);
    told_[{id, news.what}] = facts_->at;
    if (news.what == What::kMeets || news.what == What::kSitsDown) told_[{id, What::kStops}] = facts_->at;
  }
  if (news.what == What::kMeets) told_[{news.other, What::kStops}] = facts_->at;
  if (Character* other = news.other != 0 ? cast_.find(news.other) : nullptr) introduce(*other, 0);
}

void Narrator::introduce(Character& c, int party) {
  c.spoken_of = facts_->at;
  if (c.introduced) return;
  c.introduced = true;
  c.called_by = c.actor.colour;
  c.party = party;
}

std::string Narrator::about_names() {
  if (opening_due_ || least_weight(since_end(), style_) > 30) return {};
  for (const Character* known : cast_.story()) {
    if (known->told_as.rank == 0 || known->person() || !wanted(*known)) continue;
    Character& c = *cast_.find(known->actor.id);
    const std::string before(std::exchange(c.told_as, Noun{}).one), now = with_article(c.noun.one);
    return say({"The " + before + " is " + now + ".", "The " + before + " turns out to be " + now + ".",
                "It is " + now + ", the " + before + " " + spot(c.actor.box.center()) + "."});
  }
  return {};
}

std::string Narrator::about_movement() {
  const bool only_eyes = !facts_->names_things;
  if (!(wish_.movement || only_eyes) || view_.camera_moves()) return {};
  if (only_eyes ? facts_->watched_for < 3 || since_end() < style_.pause : opening_due_ || since_end() < 4) return {};
  if (!only_eyes && cast_.people() > 0) return {};
  const auto lines = movement_.lines(only_eyes, wish_.side, turns_);
  return lines ? say(*lines) : "";
}

std::string Narrator::about_meanwhile() {
  if (opening_due_ || wish_.only_counts || cast_.story().empty() || since_end() < meanwhile_after_) return {};
  for (const Meanwhile::Remark& remark :
       meanwhile_.remarks(cast_, naming(), wish_, turns_, people_at_first_, facts_->watched_for)) {
    std::string line = choose(remark.lines);
    if (line.empty()) continue;
    meanwhile_.told(remark, cast_);
    for (const Character* c : remark.about) introduce(*cast_.find(c->actor.id), 0);
    meanwhile_after_ = std::min(1.9 * meanwhile_after_, kMostMeanwhile);
    return record(std::move(line));
  }
  return {};
}

std::string Narrator::about_quiet() {
  if (!wish_.everything() || since_end() < kQuietAfter || facts_->watched_for < kQuietAfter) return {};
  if (quiet_at_ && since(quiet_at_) < quiet_rest_) return {};
  const auto moves = [](const Character* c) { return c->actor.gait == Gait::kWalks || c->actor.gait == Gait::kRuns; };
  if (movement_.any() || std::ranges::any_of(cast_.story(), moves)) return {};
  quiet_at_ = facts_->at;
  quiet_rest_ = std::clamp(2 * quiet_rest_, kQuietRest, kMostQuietRest);
  return say(quiet_lines(cast_, turns_, facts_->names_things));
}

std::string Narrator::choose(const std::vector<std::string>& lines) const {
  for (const std::string& line : lines) {
    if (!said_.echoes(line)) return line;
  }
  return {};
}

std::string Narrator::say(const std::vector<std::string>& lines, bool even_if_said) {
  std::string line = choose(lines);
  if (line.empty() && even_if_said && !lines.empty()) line = lines.front();
  return record(std::move(line));
}

std::string Narrator::record(std::string line) {
  if (line.empty()) return line;
  said_at_ = facts_->at;
  last_words_ = words_in(line);
  said_.add(line);
  return line;
}

}  // namespace np::watcher
