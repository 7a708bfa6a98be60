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
constexpr double kHasJustCome = 1.2;
constexpr double kSceneAfterFastCuts = 4;
constexpr double kQuietAfter = 20;
constexpr double kQuietRest = 180;
constexpr double kMostQuietRest = 900;
constexpr double kMostMeanwhile = 60;
constexpr double kSecondsAWord = 0.06;  // that a reader is behind
constexpr double kFollows = 6;
constexpr double kCloseBehind = 2;
constexpr double kGathers = 1.2;
constexpr double kStillMeant = 4;  // "it"
constexpr double kWhoIsLeftAgain = 20;
constexpr double kRoomForThoseNotTold = 1.5;  // of silence
constexpr double kAlsoThereAgain = 6;
constexpr double kIsThere = 1;  // before it is told

constexpr int kFewPeople = 6;
constexpr int kSureToBeThere = 3;  // sightings

bool is_passage(What w) { return w == What::kEnters || w == What::kAppears || w == What::kLeaves; }

// "A person walks in and stops", but not "Here comes a person and stops".
bool takes_a_rest(std::string_view line) {
  static constexpr std::string_view kTurned[] = {"Here ", "From ", "On ", "At ", "In ", "There ", "Close "};
  return !line.contains(',') && std::ranges::none_of(kTurned, [&](auto front) { return line.starts_with(front); });
}

int words_in(std::string_view line) { return line.empty() ? 0 : static_cast<int>(std::ranges::count(line, ' ')) + 1; }

}  // namespace

double Narrator::since(const std::optional<TimePoint>& t) const { return t ? to_seconds(facts_->at - *t) : 1e9; }
double Narrator::since_end() const { return since(said_at_) - kSecondsAWord * last_words_; }

int Narrator::most_words() const {
  int most = brief() ? std::min(style_.words, 14) : style_.words;
  if (ask_.time_for > 0) most = std::min(most, ask_.time_for);
  return ask_.max_words > 0 ? std::min(most, ask_.max_words) : most;
}

bool Narrator::fits(std::string_view line) const { return ask_.time_for <= 0 || words_in(line) <= ask_.time_for; }

void Narrator::begin_scene() {
  cast_.clear();
  news_.clear();
  movement_.clear();
  ball_.clear();
  meanwhile_.clear();
  counting_.clear();
  last_passage_.reset();
  opening_due_ = after_cut_ = true;
}

void Narrator::reset() {
  Narrator anew;
  anew.instruction_ = std::move(instruction_);
  anew.profile_key_ = std::move(profile_key_);
  anew.wish_ = std::move(wish_);
  anew.replies_ = replies_;
  anew.replies_.begin_source(anew.wish_);
  anew.number_due_ = anew.wish_.counts;
  anew.style_ = style_;
  anew.turns_ = std::move(turns_);
  anew.said_ = std::move(said_);
  *this = std::move(anew);
}

void Narrator::see(const FactsPtr& facts) {
  if (facts_ && facts->at < facts_->at) reset();
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
  ball_.see(cast_);
  news_.see(*facts, cast_, wish_, style_, view_.camera_moves());
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
    replies_.begin(wish_);
    counting_.clear();
    if (facts_) counting_.see(cast_, wish_);
  }
  if (other || ask.anew) {
    news_.queue().erase_if([&](const News& n) { return !is_wanted(n, wish_, cast_); });
    opening_due_ |= ask.anew;
    number_due_ = wish_.counts;
  }
}

Naming Narrator::naming(int it) const { return {cast_, style_.tone == Tone::kSports && setting_of(cast_).game, it}; }

std::string Narrator::comment(const Ask& ask) {
  adopt(ask);
  kind_ = LineKind::kEvent;
  if (!facts_) return {};
  if (ask.gone >= std::chrono::seconds(3)) {
    news_.clear();
    return say({"Back after " + duration(to_seconds(ask.gone)) + " without a picture."}, true);
  }
  struct About {
    std::string (Narrator::*line)();
    LineKind kind = LineKind::kEvent;
  };
  static constexpr About kEach[] = {{&Narrator::about_picture},
                                    {&Narrator::about_wish},
                                    {&Narrator::begin, LineKind::kOpening},
                                    {&Narrator::about_numbers},
                                    {&Narrator::about_ball},
                                    {&Narrator::about_news},
                                    {&Narrator::about_those_not_told},
                                    {&Narrator::about_names},
                                    {&Narrator::about_movement},
                                    {&Narrator::about_meanwhile, LineKind::kSummary},
                                    {&Narrator::about_quiet, LineKind::kSummary}};
  for (const About& about : kEach) {
    kind_ = about.kind;
    if (std::string line = (this->*about.line)(); !line.empty()) return line;
    if (view_.nothing_to_see() && about.line == &Narrator::about_wish) return {};
  }
  return {};
}

std::string Narrator::about_picture() { return say(view_.take(turns_), true); }

std::string Narrator::about_wish() { return say(replies_.take(wish_, *facts_, cast_), true); }

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
  const auto comes_now = [&](const Character& c) {
    return news_.queue().about(c.actor.id, What::kEnters) || (!c.actor.at_start && since(c.first_seen) < kHasJustCome);
  };
  Opening what = opening(cast_, naming(), style_, wish_, turns_, fast || brief(), comes_now);
  if (what.lines.empty()) {
    const bool somebody = !cast_.story().empty();
    if ((watched < kGivesUpWaiting || somebody) && news_.queue().heaviest() == 0) return {};
    opening_due_ = false;
    // Whoever has just begun to listen is not left without a word.
    return !somebody && (wish_.everything() || wish_.movement) ? quiet() : std::string{};
  }
  opening_due_ = after_cut_ = false;
  people_at_first_ =
      facts_->crowd > 0 ? cast_.people() : static_cast<int>(std::ranges::count_if(what.told, &Character::person));
  cast_.told(people_at_first_);
  news_.queue().erase_if([](const News& n) { return n.what != What::kEnters; });
  ++parties_;
  for (const Character* told : what.told) introduce(*cast_.find(told->actor.id), 0);
  std::string line = say(what.lines);
  for (Character* thing : cast_.scenery()) {
    if (line.contains(thing->noun.one)) introduce(*thing, 0);
  }
  return line;
}

std::string Narrator::about_numbers() {
  if (!wish_.counts || opening_due_ || facts_->watched_for < kKnowsThePlace) return {};
  if (!number_due_ && since_end() < style_.pause) return {};
  return say(counting_.take(wish_, turns_, std::exchange(number_due_, false)), true);
}

std::string Narrator::about_news() {
  if (opening_due_) return {};
  std::vector<News> too_long;
  std::string line = next_news(too_long);
  // There may be more time later.
  for (News& news : too_long) news_.queue().add(std::move(news));
  return line;
}

std::string Narrator::next_news(std::vector<News>& too_long) {
  while (auto news = news_.queue().take(least_weight(since_end(), style_))) {
    std::erase_if(news->who, [&](int id) { return !cast_.find(id); });
    if (news->who.empty()) continue;
    news->follows = last_passage_ && is_passage(news->what) && last_passage_->what == news->what &&
                    last_passage_->side == news->side && news->side != Side::kNone && last_passage_->kin == news->kin &&
                    since(last_passage_->at) < kFollows && news->through == Side::kNone && !last_passage_->follows;
    news->close = news->follows && to_seconds(news->at - last_passage_->at) <= kCloseBehind;
    news->after = news->follows && last_passage_->who.size() == 1 ? last_passage_->who.front() : 0;
    if (news->follows && since(said_at_) < kGathers) {
      // One line for all who come one after the other.
      news_.queue().add(*std::move(news));
      return {};
    }
    const bool again = news->other == 0 && news->who == about_ && news->what != What::kLeaves;
    const int it = again && !by_pronoun_ && since_end() < kStillMeant ? news->who.front() : 0;
    const std::string line = choose(Telling(cast_, naming(it), style_, turns_).sentences(*news));
    if (line.empty()) continue;
    if (!fits(line)) {
      too_long.push_back(*std::move(news));
      continue;
    }
    introduce(*news);
    meanwhile_after_ = style_.meanwhile;
    last_passage_.reset();
    if (is_passage(news->what)) last_passage_ = *news;
    std::string whole = with_more(line, *news);
    const bool told_by_pronoun = it != 0 && line.starts_with("It ");
    whole = record(std::move(whole));
    by_pronoun_ = told_by_pronoun;
    if (news->who.size() == 1) about_ = news->who;
    return whole;
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
  if (auto more = between || !takes_a_rest(line) ? std::nullopt : news_.queue().take_more(news)) {
    const std::string rest = telling.rest(*more, several, line);
    if (!rest.empty() && words_in(rest) + 1 <= room) {
      introduce(*more);
      line.pop_back();
      return line + " and " + rest + ".";
    }
  }
  if (brief()) return line;
  if (auto second = news_.queue().take(45)) {
    const std::string text = choose(telling.sentences(*second));
    if (!text.empty() && words_in(text) <= room) {
      introduce(*second);
      last_passage_.reset();
      if (is_passage(second->what)) last_passage_ = *second;
      return line + " " + text;
    }
    news_.queue().add(std::move(*second));
    return line;
  }
  if (since(added_at_) < kWhoIsLeftAgain && style_.tone != Tone::kSecurity) return line;
  for (const Telling::Addition& more : telling.additions(news)) {
    if (words_in(more.text) > room || said_.echoes(more.text)) continue;
    if (more.text.contains("leaves") && line.contains("leave")) continue;
    added_at_ = facts_->at;
    if (more.counts) cast_.told(cast_.people());
    return line + " " + more.text;
  }
  return line;
}

void Narrator::introduce(const News& news) {
  const int party = news.who.size() > 1 && is_passage(news.what) ? ++parties_ : 0;
  for (const int id : news.who) {
    if (Character* c = cast_.find(id)) introduce(*c, party);
  }
  news_.told(news);
  if (Character* other = news.other != 0 ? cast_.find(news.other) : nullptr) introduce(*other, 0);
}

void Narrator::introduce(Character& c, int party) {
  if (c.introduced) return;
  c.introduced = true;
  c.introduced_at = facts_->at;
  c.called_by = c.actor.colour;
  c.party = party;
}

std::string Narrator::about_ball() {
  if (!ball_.news() || opening_due_ || !wish_.wants(Kind::kBall) || wish_.only_counts) return {};
  // Where a match is called, the ball is the story; elsewhere it is a remark.
  const bool is_the_story = style_.tone == Tone::kSports || !wish_.all_kinds();
  const double pause = is_the_story ? style_.pause : style_.pause + 3;
  return since_end() < pause ? "" : say(ball_.take(cast_, naming(), turns_, style_.tone == Tone::kSports));
}

// Who is there without having come: recognised only after the opening, or come from behind somebody.
std::string Narrator::about_those_not_told() {
  if (opening_due_ || !wish_.all_deeds() || since_end() < kRoomForThoseNotTold) return {};
  if (wish_.only_counts || view_.camera_moves() || cast_.people() > kFewPeople ||
      since(also_there_at_) < kAlsoThereAgain)
    return {};
  const Character* largest = nullptr;
  const auto size = [](const Character& c) { return c.actor.box.w * c.actor.box.h; };
  for (const Character* c : cast_.story()) {
    if (c->introduced || c->actor.covered || c->noun.rank < 2 || c->actor.sightings < kSureToBeThere) continue;
    // A ball is told by who has it, and a dog that is led by its person.
    if (c->noun.mover == Mover::kBall || (c->animal() && c->actor.with != 0)) continue;
    if (since(c->first_seen) < kIsThere || !wish_.wants(*c) || news_.queue().concerns(c->actor.id)) continue;
    if (wish_.side != Side::kNone && side_of(c->actor.box.center()) != wish_.side) continue;
    if (!largest || size(*c) > size(*largest)) largest = c;
  }
  if (!largest) return {};
  const std::string line = choose(also_there(*largest, cast_, naming(), turns_));
  if (line.empty() || !fits(line)) return {};
  also_there_at_ = facts_->at;
  if (largest->person()) cast_.told_one_more();
  introduce(*cast_.find(largest->actor.id), 0);
  last_passage_.reset();
  return record(line);
}

std::string Narrator::about_names() {
  if (opening_due_ || least_weight(since_end(), style_) > 30) return {};
  for (const Character* known : cast_.story()) {
    if (known->told_as.rank == 0 || known->person() || !wish_.wants(*known)) continue;
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
       meanwhile_.remarks(cast_, naming(), wish_, turns_, people_at_first_, news_.came(), facts_->watched_for)) {
    std::string line = choose(remark.lines);
    if (line.empty()) continue;
    meanwhile_.told(remark, cast_);
    if (remark.counts) cast_.told(cast_.people());
    for (const Character* c : remark.about) introduce(*cast_.find(c->actor.id), 0);
    meanwhile_after_ = std::min(1.9 * meanwhile_after_, kMostMeanwhile);
    return record(std::move(line));
  }
  return {};
}

std::string Narrator::about_quiet() {
  if (!wish_.everything() || since_end() < kQuietAfter || facts_->watched_for < kQuietAfter) return {};
  return quiet_at_ && since(quiet_at_) < quiet_rest_ ? std::string{} : quiet();
}

std::string Narrator::quiet() {
  const auto moves = [](const Character* c) { return c->actor.gait == Gait::kWalks || c->actor.gait == Gait::kRuns; };
  if (movement_.any() || std::ranges::any_of(cast_.story(), moves)) return {};
  quiet_at_ = facts_->at;
  quiet_rest_ = std::clamp(2 * quiet_rest_, kQuietRest, kMostQuietRest);
  return say(quiet_lines(cast_, turns_, facts_->names_things));
}

// The first one; where there is no time for it the first that there is time for, or the shortest.
std::string Narrator::choose(const std::vector<std::string>& lines) const {
  const std::string* shortest = nullptr;
  for (const std::string& line : lines) {
    if (said_.echoes(line)) continue;
    if (fits(line)) return line;
    if (!shortest || line.size() < shortest->size()) shortest = &line;
  }
  return shortest ? *shortest : std::string();
}

std::string Narrator::say(const std::vector<std::string>& lines, bool even_if_said) {
  std::string line = choose(lines);
  if (line.empty() && even_if_said && !lines.empty()) line = lines.front();
  if (!line.empty()) last_passage_.reset();
  return record(std::move(line));
}

std::string Narrator::record(std::string line) {
  if (line.empty()) return line;
  said_at_ = facts_->at;
  last_words_ = words_in(line);
  about_.clear();
  by_pronoun_ = false;
  said_.add(line);
  return line;
}

}  // namespace np::watcher
