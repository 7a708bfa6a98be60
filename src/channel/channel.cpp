#include "channel/channel.hpp"

#include <algorithm>
#include <utility>

#include "base/format.hpp"
#include "base/log.hpp"
#include "channel/channel_settings.hpp"
#include "channel/messages.hpp"
#include "config/presets.hpp"
#include "perception/detector/detector.hpp"
#include "perception/facts/facts_change.hpp"
#include "source/source_rules.hpp"

namespace np {
namespace {

// A source that has shown pictures for so long will not take the program down.
constexpr Duration kHarmlessAfter = std::chrono::seconds(30);

}  // namespace

Channel::Channel(Loop& loop, Engine& engine, Voice* voice, const Profiles& profiles, Options options)
    : loop_(loop),
      engine_(engine),
      voice_(voice),
      name_(std::move(options.name)),
      labels_{{"channel", name_}},
      profiles_(profiles),
      loaded_(std::move(options.loaded)),
      state_(std::move(options.state)),
      keep_(std::move(options.keep)),
      mark_opening_(std::move(options.mark_opening)),
      source_called_(std::move(options.source_called)),
      name_of_(std::move(options.name_of)),
      window_(static_cast<std::size_t>(loaded_.settings.window_size)),
      listening_(voice && options.hearing ? std::make_unique<Listening>(loop, *options.hearing) : nullptr),
      session_(engine.open_session(loop)),
      commentator_(loop, window_, *session_, events_, open_speech(), commentator_settings(loaded_.settings),
                   CycleMetrics(labels_)),
      held_back_(loop),
      detector_(options.detector),
      perception_(loop, options.detector, [this](FactsPtr facts) { on_facts(std::move(facts)); }),
      source_(
          loop, *this, source_options(loaded_.settings, engine, labels_), recovery(loaded_.settings),
          [this] { on_source_change(); }, [this] { on_new_source(); }, std::move(options.make_source),
          [this] { on_playback(); }, [this](const std::string& source) { return parse(source); }) {
  commentator_.set_profile(loaded_.settings.profile, profiles_.get(loaded_.settings.profile).prompt);
  commentator_.set_context(loaded_.settings.context);
  source_.set_looping(loaded_.settings.loop);
}

Channel::~Channel() {
  heard_.reset();  // it says that it goes, while everybody who hears that still exists
  if (opening_marked_) mark_opening_(false);
}

std::optional<SpeakingParts> Channel::open_speech() {
  if (!voice_) return std::nullopt;
  speech_.emplace(loop_, *voice_, labels_);
  return SpeakingParts{*speech_->session, speech_->stream, listening_.get()};
}

void Channel::start(StartRequest request, Done done) {
  const std::string source = meant(request.source);
  source_.set_frame_limit(engine_.frame_limit());
  Done then = [this, source, done = std::move(done)](std::expected<void, Error> result) {
    if (result) remember(source);
    done(std::move(result));
  };
  if (request.replace)
    source_.replace(source, request.wait, std::move(then));
  else
    source_.start(source, request.wait, std::move(then));
  update_demand();
}

bool Channel::may_open(const std::string& source) const {
  try {
    return SourceRules(loaded_.settings.sources).allow(parse_source(meant(source)));
  } catch (const Error&) {
    return true;  // the address is wrong, and start() says so
  }
}

void Channel::leave_source(const std::string& source, std::string why) { source_.leave(source, std::move(why)); }

std::expected<void, Error> Channel::retry_source() {
  if (source_.try_now()) return {};
  return std::unexpected(Error(ErrorKind::kConflict, messages::kNothingToTry));
}

void Channel::stop() {
  source_.stop();
  playback_.reset();
  held_back_.clear();
  if (listening_) listening_->source_is(false, true);
  commentator_.reset();
  commentator_.set_paused(false);
  renew_perception();
  display_.clear();
  for (auto& pictures : videos_) pictures.clear();
  source_sound_.clear();
  state_.source.reset();
  set_instruction({});
}

void Channel::set_instruction(std::string instruction, bool forget) {
  commentator_.set_instruction(std::move(instruction), forget);
  listen_to_programme();
  update_demand();
  tell_settings();
}

void Channel::set_context(std::string context) {
  loaded_.settings.context = context;
  commentator_.set_context(context);
  state_.context = std::move(context);
  if (keep_) keep_(state_);
}

std::expected<void, Error> Channel::set_profile(const std::string& key) try {
  commentator_.set_profile(key, profiles_.get(key).prompt);
  loaded_.settings.profile = key;
  tell_settings();
  return {};
} catch (const Error& e) {
  return std::unexpected(e);
}

std::expected<void, Error> Channel::set_preset(const std::string& key) try {
  if (std::ranges::contains(gpu_presets(), key, &Preset::key))
    return std::unexpected(Error(ErrorKind::kInvalid, np::format(messages::kPresetOfTheStart, key)));
  apply_preset(loaded_, key);
  const Settings& s = loaded_.settings;
  window_.set_capacity(static_cast<std::size_t>(s.window_size));
  source_.set_frame_rate(s.capture_fps);
  commentator_.set_pacing(commentator_settings(s));
  tell_settings();
  return {};
} catch (const Error& e) {
  return std::unexpected(e);
}

// A listener to a live source sees it as late as the sound comes.
Duration Channel::delay() const {
  const bool waits = source_sound_.followed() && source_.snapshot().info.live;
  return std::max(commentator_.delay(), waits ? kSoundsWay : Duration::zero());
}

double Channel::picture_rate() const {
  const double fps = source_.picture_rate();
  return fps > 0 ? fps : loaded_.settings.mjpeg_fps;
}

// A name that people see stands for the source that it was given to.
std::string Channel::meant(const std::string& source) const {
  if (source_called_)
    if (auto named = source_called_(source)) return std::move(*named);
  const auto known = known_.find(source);
  return known == known_.end() ? source : known->second;
}

SourceSpec Channel::parse(const std::string& source) const {
  SourceSpec spec = parse_source(source);
  if (name_of_)
    if (auto name = name_of_(source)) spec.shown = std::move(*name);
  return spec;
}

void Channel::remember(const std::string& source) {
  if (known_.size() >= kMostKnown) known_.erase(known_.begin());
  known_.insert_or_assign(parse_source(source).shown, source);
  state_.source = source;
  if (keep_) keep_(state_);
}

void Channel::tell_settings() {
  const SettingsChanged now{.instruction = commentator_.instruction(),
                            .profile = loaded_.settings.profile,
                            .preset = active_scene_preset(loaded_.settings),
                            .at = loop_.now()};
  events_.append(loop_.now(), now);
  state_.instruction = now.instruction;
  state_.profile = now.profile;
  state_.preset = loaded_.settings.preset;
  if (keep_) keep_(state_);
}

// --- what the source brings ------------------------------------------------------------------------------------------

void Channel::on_frame(FramePtr frame) {
  if (perceiving_) perception_.observe(frame);
  if (!commenting_) return;
  if (listening_) {
    loop_.post(alive_.guard([this, place = place_.load(), frame = std::move(frame)]() mutable {
      if (place != place_) return;
      hold_back();
      const TimePoint at = frame->captured_at;
      held_back_.push(at, [this, frame = std::move(frame)]() mutable { take_frame(std::move(frame)); });
    }));
  } else {
    take_frame(std::move(frame));
  }
}

void Channel::take_frame(FramePtr frame) {
  if (!commenting_) return;
  window_.push(frame);
  session_->observe(std::move(frame));
  if (!frame_told_.exchange(true))
    loop_.post(alive_.guard([this] {
      frame_told_ = false;
      // Another engine may have come to comment.
      if (perceiving() != perceiving_) update_demand();
      commentator_.on_frame();
    }));
}

// While nobody comments, nobody listens.
void Channel::listen_to_programme() {
  if (!listening_ || commentator_.active() == (heard_ != nullptr)) return;
  heard_.reset();
  if (!commentator_.active()) return;
  listening_->source_is(owes_sound(), true);
  heard_ = source_sound_.listen([ear = listening_.get()](const SoundPtr& sound) { ear->hear(sound); });
}

// So long that the programme is heard ahead of what the commentator sees.
void Channel::hold_back() {
  const auto most = from_seconds(kMostHeldBack / loaded_.settings.capture_fps);
  const Duration hindsight = std::min(listening_->hindsight(), most);
  held_back_.set_delay(hindsight);
  commentator_.set_hindsight(hindsight);
}

void Channel::on_facts(FactsPtr facts) {
  if (!perceiving_) return;
  if (!facts_.newest() || stirs(*facts)) stirred_at_ = facts->at;
  facts_.push(facts);
  if (!facts_waiters_.empty()) answer_facts();
  if (!listening_) return take_facts(std::move(facts));
  const TimePoint at = facts->at;
  held_back_.push(at, [this, facts = std::move(facts)]() mutable { take_facts(std::move(facts)); });
}

void Channel::take_facts(FactsPtr facts) {
  if (!commentator_.active()) return;
  session_->perceive(facts);
  commentator_.on_facts(std::move(facts));
}

void Channel::renew_perception() {
  perception_.reset();
  facts_.clear();
}

void Channel::on_picture(PicturePtr picture) {
  display_.push(std::move(picture));
  if (picture_awaited_.exchange(false)) loop_.post(alive_.guard([this] { answer_pictures(); }));
}

// Everything seen, heard and shown of the source before is no past of this one.
void Channel::on_new_source() {
  ++place_;
  was_live_ = false;
  playback_.reset();
  held_back_.clear();
  if (listening_) listening_->source_is(false, true);
  display_.clear();
  for (auto& pictures : videos_) pictures.clear();
  source_sound_.clear();
  commentator_.reset();
  commentator_.set_paused(false);
  renew_perception();
}

// A source that takes the program down does so soon.
void Channel::mark_opening(SourceState state) {
  if (!mark_opening_) return;
  const auto mark = [this](bool opening) {
    if (std::exchange(opening_marked_, opening) != opening) mark_opening_(opening);
  };
  if (state == SourceState::kConnecting)
    mark(true);
  else if (state != SourceState::kLive)
    mark(false);
  harmless_.cancel();
  if (opening_marked_ && state == SourceState::kLive) harmless_ = loop_.after(kHarmlessAfter, [mark] { mark(false); });
}

void Channel::on_source_change() {
  const SourceSnapshot now = source_.snapshot();
  const bool live = now.state == SourceState::kLive;
  mark_opening(now.state);
  const bool was_live = std::exchange(was_live_, live);
  const bool back = live && !was_live && now.gone;
  if (!live || !was_live) held_back_.clear();
  if (listening_) listening_->source_is(owes_sound(), false);
  if (live && !was_live)
    commentator_.picture_back(now.gone.value_or(Duration::zero()));
  else if (!live && was_live)
    commentator_.picture_gone();
  SourceChanged told{.name = now.name,
                     .state = to_string(now.state),
                     .reason = now.reason,
                     .restarts = now.restarts,
                     .at = loop_.now()};
  if (now.next_try) told.next_try_at = loop_.now() + *now.next_try;
  if (back) told.gone = now.gone;
  if (live) told.kind = now.info.kind;
  events_.append(loop_.now(), std::move(told));
  if (!has_picture()) {
    answer_pictures();
    answer_facts();
  }
}

// --- who looks -------------------------------------------------------------------------------------------------------

void Channel::update_demand() {
  commenting_ = commentator_.active();
  const bool perceives = perceiving();
  // After a time without perception, nobody knows who was there before.
  if (perceives != perceiving_.exchange(perceives)) renew_perception();
  source_.set_demand({.frames = commentator_.active() || perceives,
                      .pictures = lookers_.looking() || !picture_waiters_.empty(),
                      .sound = source_sound_.wanted(),
                      .video = video_lookers_[VideoForm::kSource].looking(),
                      .encoded = video_lookers_[VideoForm::kEncoded].looking(),
                      .small = video_lookers_[VideoForm::kSmall].looking()});
}

void Channel::picture_now(PictureDone done) {
  if (!has_picture() || (lookers_.looking() && display_.newest())) return done(display_.newest());
  picture_waiters_.push_back(std::move(done));
  if (picture_waiters_.size() > 1) return;
  picture_limit_ = loop_.after(kPictureLimit, [this] { answer_pictures(); });
  picture_awaited_ = true;
  update_demand();
}

void Channel::facts_now(FactsDone done) {
  facts_asked_ = true;
  facts_linger_ = loop_.after(kFactsLinger, [this] {
    facts_asked_ = false;
    update_demand();
  });
  update_demand();
  const FactsPtr newest = facts_.newest();
  if (!source_.running() || (newest && loop_.now() - newest->at < kFactsFresh)) return done(newest);
  facts_waiters_.push_back(std::move(done));
  if (facts_waiters_.size() == 1) facts_limit_ = loop_.after(kPictureLimit, [this] { answer_facts(); });
}

void Channel::answer_facts() {
  facts_limit_.cancel();
  for (const auto& done : std::exchange(facts_waiters_, {})) done(facts_.newest());
}

void Channel::answer_pictures() {
  picture_awaited_ = false;
  picture_limit_.cancel();
  const auto waiters = std::exchange(picture_waiters_, {});
  if (waiters.empty()) return;
  update_demand();
  const PicturePtr newest = display_.newest();
  if (!lookers_.looking()) display_.clear();
  for (const auto& done : waiters) done(newest);
}

}  // namespace np
