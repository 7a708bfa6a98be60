#include "engine/watcher/narrator.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "engine/watcher/news/weight.hpp"
#include "engine/watcher/topics/opening.hpp"
#include "engine/watcher/words/english.hpp"

namespace np::watcher {
namespace {

using What = Occurrence::What;

// Seconds.
constexpr double kPauseOfLooking = 6;  // between two facts: pending news is stale by then
constexpr double kKnowsThePlace = 1.6, kKnowsTheShot = 0.8;
constexpr double kKnowsAtLast = 3.2, kKnowsTheShotAtLast = 1.6;  // of a source that gives few pictures
constexpr double kGivesUpWaiting = 5;
constexpr double kHasJustCome = 1.2;
constexpr double kSceneAfterFastCuts = 3;
constexpr double kQuietAfter = 20;
constexpr double kQuietRest = 180;
constexpr double kMostQuietRest = 900;
constexpr double kMostMeanwhile = 60;
constexpr double kRoomForThoseNotTold = 1.5;  // of silence
constexpr double kAlsoThereAgain = 6;
constexpr double kLeansLater = 1;
constexpr double kIsThere = 1;  // before it is told

constexpr int kFewPeople = 6;
constexpr int kSureToBeThere = 3;  // sightings
constexpr int kLooksToKnow = 8, kLooksToKnowTheShot = 5;

// In a film with many cuts one line tells of the cut and of what it shows: "Next shot: a street."
std::vector<std::string> as_next_shot(std::vector<std::string> lines, Turns& turns) {
  static constexpr std::array<std::string_view, 4> kNext{"Next shot: ", "", "A new shot: ", ""};
  const std::string_view next = turns.one_of("next shot", std::span<const std::string_view>(kNext));
  if (next.empty()) return lines;
  for (std::string& line : lines) {
    for (const std::string_view said : {"This is ", "Here is ", "In view: "}) {
      if (line.starts_with(said)) line.erase(0, said.size());
    }
    if (!line.empty()) line[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(line[0])));
    line.insert(0, next);
  }
  return lines;
}

}  // namespace

double Narrator::since(const std::optional<TimePoint>& t) const { return t ? to_seconds(facts_->at - *t) : 1e9; }

int Narrator::most_words() const {
  int most = brief() ? std::min(style_.words, 14) : style_.words;
  if (ask_.time_for > 0) most = std::min(most, ask_.time_for);
  return ask_.max_words > 0 ? std::min(most, ask_.max_words) : most;
}

void Narrator::begin_scene() {
  cast_.clear();
  news_.clear();
  movement_.clear();
  ball_.clear();
  leaning_.clear();
  holding_.clear();
  meanwhile_.clear();
  counting_.clear();
  reporter_.interrupted();
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
  anew.delivery_ = std::move(delivery_);
  anew.delivery_.begin_source();
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
  leaning_.see(cast_);
  holding_.see(cast_);
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

bool Narrator::calls_players() const { return style_.tone == Tone::kSports && setting_of(cast_).game; }
Naming Narrator::naming() const { return {cast_, calls_players()}; }

std::string Narrator::comment(const Ask& ask) {
  adopt(ask);
  kind_ = LineKind::kEvent;
  if (!facts_) return {};
  delivery_.begin(facts_->at, ask.time_for);
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
                                    {&Narrator::about_close_ups},
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

// What stands about is not recognised at each look.
bool Narrator::knows_the_place() const {
  const double watched = facts_->watched_for;
  if (watched < (after_cut_ ? kKnowsTheShot : kKnowsThePlace)) return false;
  return !facts_->names_things || facts_->looks >= (after_cut_ ? kLooksToKnowTheShot : kLooksToKnow) ||
         watched >= (after_cut_ ? kKnowsTheShotAtLast : kKnowsAtLast);
}

std::string Narrator::begin() {
  if (!opening_due_) return {};
  const bool fast = view_.cuts_fast();
  if (fast && delivery_.since_line() < kSceneAfterFastCuts) return {};
  const double watched = facts_->watched_for;
  if (!knows_the_place() || (after_cut_ && delivery_.pause() < 0.3)) return {};
  if (wish_.only_counts) {
    opening_due_ = false;
    return {};
  }
  // News tells of newcomers.
  const auto comes_now = [&](const Character& c) {
    return news_.queue().about(c.actor.id, What::kEnters) || (!c.actor.at_start && since(c.first_seen) < kHasJustCome);
  };
  // Who begins to listen wants to know where this is, whatever happens there.
  const bool short_one = fast || (brief() && (after_cut_ || ask_.time_for > 0));
  Opening what = opening(cast_, naming(), style_, wish_, turns_, short_one, brief(), comes_now);
  if (what.lines.empty()) {
    const bool somebody = !cast_.story().empty();
    if ((watched < kGivesUpWaiting || somebody) && news_.queue().heaviest() == 0) return {};
    opening_due_ = false;
    // Somebody has just begun to listen and should hear at least that nothing happens.
    return !somebody && (wish_.everything() || wish_.movement) ? quiet() : std::string{};
  }
  opening_due_ = after_cut_ = false;
  people_at_first_ =
      facts_->crowd > 0 ? cast_.people() : static_cast<int>(std::ranges::count_if(what.told, &Character::person));
  cast_.told(people_at_first_);
  news_.queue().erase_if([](const News& n) { return n.what != What::kEnters; });
  for (const Character* told : what.told) cast_.introduce(told->actor.id);
  std::string line = say(fast ? as_next_shot(what.lines, turns_) : what.lines);
  for (Character* thing : cast_.scenery()) {
    if (line.contains(thing->noun.one)) cast_.introduce(thing->actor.id);
  }
  return line;
}

std::string Narrator::about_numbers() {
  if (!wish_.counts || opening_due_ || !knows_the_place()) return {};
  if (!number_due_ && delivery_.pause() < style_.pause) return {};
  return say(counting_.take(wish_, turns_, std::exchange(number_due_, false)), true);
}

std::string Narrator::about_news() {
  if (opening_due_) return {};
  std::string line = reporter_.report({.cast = cast_,
                                       .newsroom = news_,
                                       .delivery = delivery_,
                                       .style = style_,
                                       .turns = turns_,
                                       .players = calls_players(),
                                       .words = most_words(),
                                       .brief = brief()});
  if (!line.empty()) meanwhile_after_ = style_.meanwhile;
  return delivery_.record(std::move(line));
}

std::string Narrator::about_ball() {
  if (!ball_.news() || opening_due_ || !wish_.wants(Kind::kBall) || wish_.only_counts) return {};
  // The ball is the story of a match; elsewhere it is a remark.
  const bool is_the_story = style_.tone == Tone::kSports || !wish_.all_kinds();
  const double pause = is_the_story ? style_.pause : style_.pause + 3;
  return delivery_.pause() < pause ? "" : say(ball_.take(cast_, naming(), turns_, style_.tone == Tone::kSports));
}

std::string Narrator::about_close_ups() {
  if (opening_due_ || !wish_.all_deeds() || !wish_.wants(Kind::kPerson) || wish_.only_counts || view_.camera_moves())
    return {};
  if (holding_.news() && delivery_.pause() >= style_.pause) {
    const Holding::Told told = holding_.take(cast_, naming(), turns_);
    cast_.introduce(told.thing);
    return say(told.lines);
  }
  if (!leaning_.news() || delivery_.pause() < style_.pause + kLeansLater) return {};
  return say(leaning_.take(cast_, naming(), turns_));
}

// People and animals that nobody saw come: the eyes recognised them late, or somebody stood before them.
std::string Narrator::about_those_not_told() {
  if (opening_due_ || !wish_.all_deeds() || delivery_.pause() < kRoomForThoseNotTold) return {};
  if (wish_.only_counts || view_.camera_moves() || cast_.people() > kFewPeople ||
      since(also_there_at_) < kAlsoThereAgain)
    return {};
  Characters all;
  for (const Character* c : cast_.story()) {
    if (c->introduced || c->actor.covered || c->noun.rank < 2 || c->actor.sightings < kSureToBeThere) continue;
    // Others tell of these: of a ball those who have it, of a led dog its person.
    if (c->noun.mover == Mover::kBall || (c->animal() && c->actor.with != 0)) continue;
    if (since(c->first_seen) < kIsThere || !wish_.wants(*c) || news_.queue().concerns(c->actor.id)) continue;
    if (wish_.side != Side::kNone && side_of(c->actor.box.center()) != wish_.side) continue;
    all.push_back(c);
  }
  std::ranges::stable_sort(all, std::greater{}, [](const Character* c) { return c->actor.box.w * c->actor.box.h; });
  for (const Character* c : all) {
    if (cast_.known_before(*c)) {
      cast_.introduce(c->actor.id);
      continue;
    }
    const std::string line = delivery_.choose(also_there(*c, cast_, naming(), turns_));
    if (line.empty() || !delivery_.fits(line)) continue;
    also_there_at_ = facts_->at;
    if (c->person()) cast_.told_one_more();
    cast_.introduce(c->actor.id);
    reporter_.interrupted();
    return record(line);
  }
  return {};
}

std::string Narrator::about_names() {
  if (opening_due_ || least_weight(delivery_.pause(), style_) > 30) return {};
  for (const Character* known : cast_.story()) {
    if (known->told_as.rank == 0 || known->person() || !wish_.wants(*known)) continue;
    Character& c = *cast_.find(known->actor.id);
    const std::string before(std::exchange(c.told_as, Noun{}).one), now = with_article(c.noun.one);
    const auto also_it = [&](const Character* o) { return o != &c && !o->person(); };
    if (std::ranges::none_of(cast_.story(), also_it))
      return say({"It is " + now + ".", "It turns out to be " + now + "."});
    return say({"The " + before + " is " + now + ".", "The " + before + " turns out to be " + now + ".",
                "It is " + now + ", the " + before + " " + spot(c.actor.box.center()) + "."});
  }
  return {};
}

std::string Narrator::about_movement() {
  const bool only_eyes = !facts_->names_things;
  if (!(wish_.movement || only_eyes) || view_.camera_moves()) return {};
  if (only_eyes && (facts_->watched_for < 3 || delivery_.pause() < style_.pause)) return {};
  if (!only_eyes && (opening_due_ || delivery_.pause() < 4)) return {};
  if (!only_eyes && cast_.people() > 0) return {};
  const auto lines = movement_.lines(only_eyes, wish_.side, turns_);
  return lines ? say(*lines) : "";
}

std::string Narrator::about_meanwhile() {
  if (opening_due_ || wish_.only_counts || cast_.story().empty() || delivery_.pause() < meanwhile_after_) return {};
  for (const Meanwhile::Remark& remark :
       meanwhile_.remarks(cast_, naming(), wish_, turns_, people_at_first_, news_.came(), facts_->watched_for)) {
    std::string line = delivery_.choose(remark.lines);
    if (line.empty()) continue;
    meanwhile_.told(remark, cast_);
    if (remark.counts) cast_.told(cast_.people());
    for (const Character* c : remark.about) cast_.introduce(c->actor.id);
    meanwhile_after_ = std::min(1.9 * meanwhile_after_, kMostMeanwhile);
    return record(std::move(line));
  }
  return {};
}

std::string Narrator::about_quiet() {
  if (!wish_.everything() || delivery_.pause() < kQuietAfter || facts_->watched_for < kQuietAfter) return {};
  return quiet_at_ && since(quiet_at_) < quiet_rest_ ? std::string{} : quiet();
}

std::string Narrator::quiet() {
  const auto moves = [](const Character* c) { return c->actor.gait == Gait::kWalks || c->actor.gait == Gait::kRuns; };
  if (movement_.any() || std::ranges::any_of(cast_.story(), moves)) return {};
  quiet_at_ = facts_->at;
  quiet_rest_ = std::clamp(2 * quiet_rest_, kQuietRest, kMostQuietRest);
  return say(quiet_lines(cast_, naming(), turns_, facts_->names_things));
}

std::string Narrator::say(const std::vector<std::string>& lines, bool even_if_said) {
  std::string line = delivery_.choose(lines);
  if (line.empty() && even_if_said && !lines.empty()) line = lines.front();
  if (!line.empty()) reporter_.interrupted();
  return record(std::move(line));
}

std::string Narrator::record(std::string line) {
  if (!line.empty()) reporter_.other_line();
  return delivery_.record(std::move(line));
}

}  // namespace np::watcher
