#include "channel/channel.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "channel/channel_settings.hpp"
#include "channel/messages.hpp"
#include "config/presets.hpp"
#include "perception/detector.hpp"
#include "perception/facts_change.hpp"

namespace np {

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
      window_(static_cast<std::size_t>(loaded_.settings.window_size)),
      session_(engine.open_session(loop)),
      commentator_(loop, window_, *session_, events_, open_speech(), commentator_settings(loaded_.settings),
                   CycleMetrics(labels_)),
      detector_(options.detector),
      perception_(loop, options.detector, [this](FactsPtr facts) { on_facts(std::move(facts)); }),
      source_(loop, *this, source_options(loaded_.settings, engine, labels_), recovery(loaded_.settings),
              [this] { on_source_change(); }, [this] { on_new_source(); }, std::move(options.make_source)) {
  commentator_.set_profile(loaded_.settings.profile, profiles_.get(loaded_.settings.profile).prompt);
}

Channel::~Channel() = default;

std::optional<SpeakingParts> Channel::open_speech() {
  if (!voice_) return std::nullopt;
  speech_.emplace(loop_, *voice_, labels_);
  return SpeakingParts{*speech_->session, speech_->stream};
}

void Channel::start(StartRequest request, Done done) {
  const std::string source = with_credentials(request.source);
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

std::expected<void, Error> Channel::retry_source() {
  if (source_.try_now()) return {};
  return std::unexpected(Error(ErrorKind::kConflict, messages::kNothingToTry));
}

void Channel::stop() {
  source_.stop();
  commentator_.reset();
  renew_perception();
  display_.clear();
  state_.source.reset();
  set_instruction({});
}

void Channel::set_instruction(std::string instruction) {
  commentator_.set_instruction(std::move(instruction));
  update_demand();
  tell_settings();
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

ShowReport Channel::report() const {
  const SourceSnapshot source = source_.snapshot();
  const EngineStatus engine = engine_.status();
  ShowReport r;
  r.name = name_;
  r.model_loaded = engine.model_loaded;
  r.capture_running = source_.running();
  r.capture_healthy = source.state == SourceState::kLive;
  r.active = commentator_.active();
  r.instruction = commentator_.instruction();
  r.cycle_count = commentator_.cycle_count();
  r.frames_buffered = window_.size();
  r.tts_enabled = voice_ != nullptr;
  r.active_profile = loaded_.settings.profile;
  r.active_preset = active_scene_preset(loaded_.settings);
  r.target_delay = to_seconds(commentator_.delay());
  r.source = {.name = source.name,
              .state = to_string(source.state),
              .reason = source.reason,
              .since = source.name.empty() ? 0 : unix_seconds(source.since),
              .next_try_s = source.next_try ? std::optional(to_seconds(*source.next_try)) : std::nullopt,
              .kind = source.info.kind,
              .codec = source.info.codec,
              .width = source.info.width,
              .height = source.info.height,
              .fps = source.info.fps,
              .pictures_per_s = source.pictures_per_s,
              .restarts = source.restarts};
  if (source.picture_age) r.source.picture_age_s = to_seconds(*source.picture_age);
  r.engine = {.kind = engine.kind,
              .name = engine.name,
              .ready = engine.ready,
              .detail = engine.detail,
              .awaited = engine.awaited,
              .heeds = engine.heeds,
              .heeded = engine_.heeded(commentator_.instruction())};
  if (voice_) {
    const VoiceStatus voice = voice_->status();
    r.voice = {.enabled = true,
               .ready = voice.ready,
               .starting = voice.starting,
               .name = voice.name,
               .reason = voice.detail,
               .awaited = voice.awaited,
               .speaking = commentator_.speaking()};
  }
  r.perception = perception_report();
  return r;
}

PerceptionReport Channel::perception_report() const {
  PerceptionReport r;
  if (detector_) {
    const Detector::Status detector = detector_->status();
    const bool off = loaded_.settings.detector_model == "off";
    r.detector = detector.ready ? "ready" : detector.loading ? "loading" : off ? "off" : "broken";
    r.detector_detail = detector.detail;
  }
  const FactsPtr facts = facts_.newest();
  r.at_work = perceiving_ && facts;
  if (!r.at_work) return r;
  r.picture = to_string(facts->picture);
  r.picture_for = facts->picture_for;
  r.still_for = to_seconds(facts->at - stirred_at_);
  r.camera_moves = facts->camera_moves;
  r.names_things = facts->names_things;
  for (const Actor& actor : facts->actors) {
    const KindName kind = np::name(actor.kind);
    auto sort = std::ranges::find(r.in_view, kind.one, &PerceptionReport::Sort::kind);
    if (sort == r.in_view.end())
      sort = r.in_view.insert(sort, {.kind = std::string(kind.one),
                                     .plural = std::string(kind.many),
                                     .family = std::string(np::name(family(actor.kind)).one)});
    ++sort->count;
  }
  return r;
}

double Channel::picture_rate() const {
  const double fps = source_.picture_rate();
  return fps > 0 ? fps : loaded_.settings.mjpeg_fps;
}

// A name that people see stands for the source that it was given to.
std::string Channel::with_credentials(const std::string& source) const {
  const auto known = known_.find(source);
  return known == known_.end() ? source : known->second;
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
                            .preset = active_scene_preset(loaded_.settings)};
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
  window_.push(frame);
  session_->observe(std::move(frame));
  if (!frame_told_.exchange(true)) loop_.post(alive_.guard([this] {
    frame_told_ = false;
    // Another engine may have come to comment.
    if (perceiving() != perceiving_) update_demand();
    commentator_.on_frame();
  }));
}

void Channel::on_facts(FactsPtr facts) {
  if (!perceiving_) return;
  if (!facts_.newest() || stirs(*facts)) stirred_at_ = facts->at;
  facts_.push(facts);
  if (!facts_waiters_.empty()) answer_facts();
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

// What was seen and shown of the source before is no past of this one.
void Channel::on_new_source() {
  was_live_ = false;
  display_.clear();
  commentator_.reset();
  renew_perception();
}

void Channel::on_source_change() {
  const SourceSnapshot now = source_.snapshot();
  const bool live = now.state == SourceState::kLive;
  const bool back = live && !was_live_ && now.gone;
  if (live && !was_live_)
    commentator_.picture_back(now.gone.value_or(Duration::zero()));
  else if (!live && was_live_)
    commentator_.picture_gone();
  was_live_ = live;
  SourceChanged told{.name = now.name,
                     .state = to_string(now.state),
                     .reason = now.reason,
                     .restarts = now.restarts,
                     .at = loop_.now()};
  if (now.next_try) told.next_try_at = loop_.now() + *now.next_try;
  if (back) told.gone = now.gone;
  events_.append(loop_.now(), std::move(told));
  if (!source_.running()) {
    answer_pictures();
    answer_facts();
  }
}

// --- who looks -------------------------------------------------------------------------------------------------------

void Channel::update_demand() {
  commenting_ = commentator_.active();
  const bool perceives = perceiving();
  // Who was there before nobody looked is not known any more.
  if (perceives != perceiving_.exchange(perceives)) renew_perception();
  source_.set_demand({.frames = commentator_.active() || perceives,
                      .pictures = looked_at() || !picture_waiters_.empty()});
}

void Channel::viewer_came() {
  linger_.cancel();
  ++viewers_;
  lingering_ = false;
  update_demand();
}

void Channel::viewer_left() {
  if (--viewers_ > 0) return;
  lingering_ = true;
  linger_ = loop_.after(kLinger, [this] {
    lingering_ = false;
    update_demand();
    display_.clear();
  });
}

void Channel::picture_now(PictureDone done) {
  if (!source_.running() || (looked_at() && display_.newest())) return done(display_.newest());
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
  if (!looked_at()) display_.clear();
  for (const auto& done : waiters) done(newest);
}

}  // namespace np
