// Channel's answer to "how is the show?".
#include <algorithm>

#include "channel/channel.hpp"
#include "config/presets.hpp"
#include "perception/detector/detector.hpp"

namespace np {

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
  r.target_delay = to_seconds(delay());
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
              .sound = hearable() ? source.info.sound : "",
              .h264 = source.state == SourceState::kLive && source_.has_video(VideoForm::kSource),
              .encoded = source_.has_video(VideoForm::kEncoded),
              .pictures_per_s = source.pictures_per_s,
              .restarts = source.restarts};
  if (source.picture_age) r.source.picture_age_s = to_seconds(*source.picture_age);
  if (const auto playback = source_.playback())
    r.playback = {.position = to_seconds(playback->position),
                  .length = playback->length ? std::optional(to_seconds(*playback->length)) : std::nullopt,
                  .paused = playback->paused,
                  .loop = playback->loop,
                  .ended = playback->ended,
                  .seekable = playback->seekable,
                  .lap = playback->lap};
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
               .speaking = commentator_.speaking(),
               .chosen = voice.chosen,
               .speed = voice.speed,
               .usual_speed = voice.usual_speed};
  }
  r.perception = perception_report();
  if (listening_) r.hearing = listening_->report(loop_.now() - commentator_.delay());
  return r;
}

MemoryReport Channel::memory() const {
  const Memory& memory = commentator_.memory();
  return {.context = loaded_.settings.context, .summary = memory.summary(), .lines = memory.lines()};
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

}  // namespace np
