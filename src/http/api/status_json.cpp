#include "http/api/status_json.hpp"

#include <optional>
#include <string>

#include "http/api/playback.hpp"
#include "http/api/wire.hpp"
#include "http/message/json.hpp"
#include "http/messages.hpp"

namespace np::http {
namespace {

std::string perception_json(const PerceptionReport& p) {
  std::string in_view;
  for (const auto& sort : p.in_view) {
    const auto one = JsonObject()
                         .add("kind", sort.kind)
                         .add("plural", sort.plural)
                         .add("family", sort.family)
                         .add("count", sort.count);
    in_view += (in_view.empty() ? "" : ",") + one.text();
  }
  return JsonObject()
      .add("at_work", p.at_work)
      .add("picture", p.picture)
      .add("picture_for_s", p.picture_for)
      .add("still_for_s", p.still_for)
      .add("camera_moves", p.camera_moves)
      .add("names_things", p.names_things)
      .raw("in_view", '[' + in_view + ']')
      .add("detector", p.detector)
      .add("detector_detail", p.detector_detail)
      .text();
}

std::string room_json(const RoomReport& room, Role reader) {
  std::string participants;
  for (const auto& p : room.participants) {
    std::string tracks;
    for (const auto& t : p.tracks) {
      const auto track = JsonObject()
                             .add("sid", t.sid)
                             .add("source", t.source)
                             .add("codec", t.codec)
                             .add("width", t.width)
                             .add("height", t.height)
                             .add("muted", t.muted);
      tracks += (tracks.empty() ? "" : ",") + track.text();
    }
    const auto participant =
        JsonObject().add("identity", p.identity).add("name", p.name).raw("tracks", '[' + tracks + ']');
    participants += (participants.empty() ? "" : ",") + participant.text();
  }
  return JsonObject()
      .add("room", room.room)
      .add("state", room.state)
      .add("reason", sentence_for(reader, room.reason, messages::kRoomIsAway))
      .raw("next_try_s", number_or_null(room.next_try_s))
      .add("people", room.people)
      .add("source_sound", room.source_sound)
      .raw("participants", '[' + participants + ']')
      .add("track", room.track)
      .text();
}

}  // namespace

std::string status_json(const HouseReport& house, const ShowReport& s, const Audience& audience, Role reader) {
  const auto told = [reader](const std::string& sentence, std::string_view instead) {
    return sentence_for(reader, sentence, instead);
  };
  // While all is well, details are no news for those who only watch.
  const bool engine_is_well = s.engine.ready && s.engine.awaited.empty();
  const bool voice_is_well = s.voice.ready || !s.voice.enabled;
  const auto engine = JsonObject()
                          .add("kind", s.engine.kind)
                          .add("name", s.engine.name)
                          .add("ready", s.engine.ready)
                          .add("detail", told(s.engine.detail, engine_is_well ? "" : messages::kModelIsAway))
                          .add("awaited", told(s.engine.awaited, messages::kModelIsAway))
                          .raw("heeds", json_array(s.engine.heeds))
                          .raw("heeded", json_array(s.engine.heeded));
  const auto voice = JsonObject()
                         .add("enabled", s.voice.enabled)
                         .add("ready", s.voice.ready)
                         .add("starting", s.voice.starting)
                         .add("name", s.voice.name)
                         .add("reason", told(s.voice.reason, voice_is_well ? "" : messages::kVoiceIsAway))
                         .add("awaited", told(s.voice.awaited, messages::kVoiceIsAway))
                         .add("speaking", s.voice.speaking)
                         .add("chosen", s.voice.chosen)
                         .add("speed", s.voice.speed)
                         .add("usual_speed", s.voice.usual_speed);
  const auto hearing = JsonObject()
                           .add("state", s.hearing.state)
                           .add("detail", s.hearing.detail)
                           .add("speech", s.hearing.speech)
                           .raw("gap_s", number_or_null(s.hearing.gap_s));
  const auto record = JsonObject()
                          .add("state", house.record.state)
                          .add("detail", house.record.detail)
                          .add("lines", house.record.lines)
                          .add("bytes", house.record.bytes);
  return JsonObject()
      .add("version", house.version)
      .add("access", reader == Role::kController ? "control" : "watch")
      .add("now", unix_seconds(Clock::now()))
      .add("uptime_s", house.uptime_s)
      .add("model_loaded", s.model_loaded)
      .add("capture_running", s.capture_running)
      .add("capture_healthy", s.capture_healthy)
      .add("monitor_mode", s.active ? "ACTIVE" : "IDLE")
      .add("instruction", s.instruction)
      .add("cycle_count", s.cycle_count)
      .add("frames_buffered", s.frames_buffered)
      .add("tts_enabled", s.tts_enabled)
      .add("active_profile", s.active_profile)
      .raw("active_preset", text_or_null(s.active_preset))
      .add("target_delay", s.target_delay)
      .raw("source", text_or_null(name_for(reader, s.source.name)))
      .add("source_state", s.source.state)
      .add("source_reason", told(s.source.reason, messages::kSourceIsAway))
      .raw("source_since", s.source.since > 0 ? json_number(s.source.since) : "null")
      .raw("source_next_try_s", number_or_null(s.source.next_try_s))
      .add("source_kind", s.source.kind)
      .add("source_codec", s.source.codec)
      .add("source_width", s.source.width)
      .add("source_height", s.source.height)
      .add("source_fps", s.source.fps)
      .add("source_sound", s.source.sound)
      .add("source_h264", s.source.h264)
      .add("source_encoded", s.source.encoded)
      .raw("playback", s.playback ? playback_json(*s.playback) : "null")
      .raw("picture_age_s", number_or_null(s.source.picture_age_s))
      .add("pictures_per_s", s.source.pictures_per_s)
      .add("source_restarts", s.source.restarts)
      .raw("engine", engine.text())
      .raw("voice", voice.text())
      .raw("hearing", hearing.text())
      .raw("perception", perception_json(s.perception))
      .raw("record", record.text())
      .add("viewers", audience.viewers)
      .add("listeners", audience.listeners)
      .add("livekit_enabled", house.room.enabled)
      .add("livekit_connected", house.room.connected)
      .raw("livekit", room_json(house.room, reader))
      .raw("publisher", JsonObject()
                            .add("state", house.publisher.state)
                            .add("codec", house.publisher.codec)
                            .add("reason", told(house.publisher.reason, messages::kPublisherIsGone))
                            .text())
      .text();
}

}  // namespace np::http
