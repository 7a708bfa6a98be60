#include "http/api.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <boost/json/value.hpp>
#include <optional>
#include <utility>

#include "base/clock.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "http/body.hpp"
#include "http/json.hpp"
#include "http/measured.hpp"
#include "http/messages.hpp"
#include "http/wire.hpp"

namespace np::http {
namespace {

namespace json = boost::json;

constexpr const char* kNoFacts = "Nothing has been looked at yet: start a source first.";

// Of text that is UTF-8: also those that begin with C2.
bool has_control_characters(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 || c == 0x7F) return true;
    if (c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) return true;
  }
  return false;
}

bool is_identity(std::string_view text) {
  return !text.empty() && text.size() <= Api::kMaxName && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
  });
}

std::string random_identity() {
  constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";
  std::array<unsigned char, 8> bytes;
  if (RAND_bytes(bytes.data(), bytes.size()) != 1)
    throw Error(ErrorKind::kUnavailable, "This system gives no random numbers for a name: send an \"identity\".");
  std::string identity = "viewer-";
  for (const auto byte : bytes) identity += kAlphabet[byte % kAlphabet.size()];
  return identity;
}

// Whole seconds.
std::int64_t age(const JpegPicture& picture) {
  return std::max<std::int64_t>(
      std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - picture.captured_at).count(), 0);
}

Response answer_of(const JsonObject& object) {
  return {.headers = {{"Cache-Control", "no-store"}}, .body = object.text()};
}

Response answer_of(const std::expected<void, Error>& result, std::string_view field, std::string_view value) {
  if (!result) return failure(result.error());
  return answer_of(JsonObject().add("status", "ok").add(field, value));
}

std::string text_or_null(const std::string& text) { return text.empty() ? "null" : json_string(text); }

std::string number_or_null(std::optional<double> value) { return value ? json_number(*value) : "null"; }

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

std::string room_json(const RoomReport& room) {
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
      .add("reason", room.reason)
      .raw("next_try_s", number_or_null(room.next_try_s))
      .raw("participants", '[' + participants + ']')
      .add("track", room.track)
      .text();
}

}  // namespace

std::string status_json(const HouseReport& house, const ShowReport& s, const Audience& audience) {
  const auto engine = JsonObject()
                          .add("kind", s.engine.kind)
                          .add("name", s.engine.name)
                          .add("ready", s.engine.ready)
                          .add("detail", s.engine.detail)
                          .add("awaited", s.engine.awaited)
                          .raw("heeds", json_array(s.engine.heeds))
                          .raw("heeded", json_array(s.engine.heeded));
  const auto voice = JsonObject()
                         .add("enabled", s.voice.enabled)
                         .add("ready", s.voice.ready)
                         .add("starting", s.voice.starting)
                         .add("name", s.voice.name)
                         .add("reason", s.voice.reason)
                         .add("awaited", s.voice.awaited)
                         .add("speaking", s.voice.speaking);
  return JsonObject()
      .add("version", house.version)
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
      .raw("source", text_or_null(s.source.name))
      .add("source_state", s.source.state)
      .add("source_reason", s.source.reason)
      .raw("source_since", s.source.since > 0 ? json_number(s.source.since) : "null")
      .raw("source_next_try_s", number_or_null(s.source.next_try_s))
      .add("source_kind", s.source.kind)
      .add("source_codec", s.source.codec)
      .add("source_width", s.source.width)
      .add("source_height", s.source.height)
      .add("source_fps", s.source.fps)
      .raw("picture_age_s", number_or_null(s.source.picture_age_s))
      .add("pictures_per_s", s.source.pictures_per_s)
      .add("source_restarts", s.source.restarts)
      .raw("engine", engine.text())
      .raw("voice", voice.text())
      .raw("perception", perception_json(s.perception))
      .add("viewers", audience.viewers)
      .add("listeners", audience.listeners)
      .add("livekit_enabled", house.room.enabled)
      .add("livekit_connected", house.room.connected)
      .raw("livekit", room_json(house.room))
      .text();
}

void Api::start(const Request& request, Reply reply) {
  const auto body = parse_body(request);
  const auto& value = field(body, "source");
  std::string source;
  std::optional<std::string> number;
  if (value.is_string()) {
    source = value.as_string();
    if (source.empty()) throw WrongBody{messages::kSourceEmpty};
    if (source.size() > kMaxSource) throw WrongBody{np::format(messages::kSourceTooLong, kMaxSource)};
  } else if (value.is_int64() && value.as_int64() >= 0) {
    source = std::to_string(value.as_int64());
    number = source;
  } else {
    throw WrongBody{np::format("The field \"source\" must be a text or a camera's number (0 or more), not {}.",
                               value.is_number() ? "this number" : type_name(value))};
  }
  StartRequest start{
      .source = std::move(source), .wait = optional_flag(body, "wait"), .replace = optional_flag(body, "replace")};
  show_.start(std::move(start), [&show = show_, number, reply = std::move(reply)](std::expected<void, Error> result) {
    if (!result) {
      // Whatever keeps a source from opening is the asker's to put right, except that another one runs already.
      const Error& error = result.error();
      return reply(failure(error.kind() == ErrorKind::kConflict ? 409 : 400, error.message()));
    }
    const auto now = show.report().source;
    reply(answer_of(JsonObject()
                        .add("status", "started")
                        .raw("source", number ? *number : json_string(now.name))
                        .add("source_state", now.state)
                        .raw("source_reason", text_or_null(now.reason))));
  });
}

Response Api::retry() {
  if (const auto result = show_.retry_source(); !result) return failure(result.error());
  return answer_of(JsonObject().add("status", "ok"));
}

Response Api::set_instruction(const Request& request) {
  const auto body = parse_body(request);
  const std::string instruction(trim(text_field(body, "instruction")));
  if (const auto n = utf8::count(instruction); n > kMaxInstruction)
    throw WrongBody{np::format(messages::kInstructionTooLong, n, kMaxInstruction)};
  show_.set_instruction(instruction);
  return answer_of(JsonObject().add("status", "ok").add("instruction", instruction));
}

Response Api::set_profile(const Request& request) {
  const auto key = text_field(parse_body(request), "profile");
  return answer_of(show_.set_profile(key), "profile", key);
}

Response Api::set_preset(const Request& request) {
  const auto key = text_field(parse_body(request), "preset");
  return answer_of(show_.set_preset(key), "preset", key);
}

Response Api::set_voice(const Request& request) {
  const auto body = parse_body(request);
  const auto key = optional_text(body, "voice");
  const auto speed = optional_number(body, "speed");
  if (!key && !speed) throw WrongBody{"Give a \"voice\", a \"speed\" or both."};
  if (const auto done = house_.choose_voice(key ? &*key : nullptr, speed ? &*speed : nullptr); !done)
    return failure(done.error());
  const VoicesReport now = house_.voices();
  return answer_of(JsonObject().add("status", "ok").add("voice", now.active).add("speed", now.speed));
}

Response Api::room_ticket(const Request& request) {
  const auto body = request.body.empty() ? json::object() : parse_body(request);
  const auto identity = optional_text(body, "identity");
  const auto name = optional_text(body, "name").value_or("");
  if (identity && !is_identity(*identity)) throw WrongBody{np::format(messages::kIdentityForm, kMaxName)};
  if (utf8::count(name) > kMaxName || has_control_characters(name))
    throw WrongBody{np::format(messages::kNameForm, kMaxName)};

  const auto ticket = house_.room_ticket(identity ? *identity : random_identity(), std::string(trim(name)));
  if (!ticket) {
    const Error& error = ticket.error();
    if (error.kind() == ErrorKind::kNotFound) return failure(404, error.message());
    return error.kind() == ErrorKind::kInvalid ? failure(422, error.message()) : failure(error);
  }
  if (const auto wait = tickets_.take(request.client, Clock::now())) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*wait).count();
    auto response = failure(429, np::format(messages::kTooManyTickets, seconds));
    response.headers.emplace_back("Retry-After", std::to_string(seconds));
    return response;
  }
  return answer_of(JsonObject()
                       .add("url", ticket->url)
                       .add("token", ticket->token)
                       .add("room", ticket->room)
                       .add("identity", ticket->identity)
                       .add("commentator", ticket->commentator));
}

Response Api::profiles() const {
  JsonObject all;
  for (const auto& p : house_.profiles())
    all.raw(p.key, JsonObject().add("label", p.label).add("suggestion", p.suggestion).text());
  return answer_of(JsonObject().add("active", show_.report().active_profile).raw("profiles", all.text()));
}

Response Api::presets() const {
  JsonObject all;
  for (const auto& p : house_.presets())
    all.raw(p.key, JsonObject().add("label", p.label).add("description", p.description).text());
  const auto active = show_.report().active_preset;
  return answer_of(
      JsonObject().raw("active", text_or_null(active)).raw("presets", all.text()));
}

Response Api::voices() const {
  const VoicesReport report = house_.voices();
  JsonObject all;
  for (const auto& v : report.choices)
    all.raw(v.key,
            JsonObject().add("label", v.label).add("description", v.description).add("sample", v.sample).text());
  return answer_of(JsonObject()
                       .raw("active", text_or_null(report.active))
                       .add("speed", report.speed)
                       .raw("voices", all.text()));
}

Response Api::health() const {
  const auto status = show_.report();
  std::vector<std::string> degraded;
  if (status.source.state != "live" && status.source.state != "stopped") degraded.push_back("source");
  // Who stands in for another says that the other is away.
  if (!status.engine.ready || !status.engine.awaited.empty()) degraded.push_back("engine");
  // A voice that loads is there in a moment, and another speaks meanwhile.
  const VoiceReport& voice = status.voice;
  if (voice.enabled && (!voice.ready || (!voice.awaited.empty() && !voice.starting))) degraded.push_back("voice");
  JsonObject object;
  object.add("status", degraded.empty() ? "ok" : "degraded");
  if (!degraded.empty()) object.raw("degraded", json_array(degraded));
  return answer_of(object);
}

Response Api::measurements() const {
  return {.content_type = "text/plain; version=0.0.4; charset=utf-8",
          .headers = {{"Cache-Control", "no-store"}},
          .body = measured(show_.report(), audience_)};
}

void Api::answer(Endpoint endpoint, const Request& request, Reply reply) try {
  switch (endpoint) {
    case Endpoint::kStatus:
      return reply({.headers = {{"Cache-Control", "no-store"}}, .body = status_json(house_.report(), show_.report(), audience_)});
    case Endpoint::kStart: return start(request, reply);
    case Endpoint::kRetry: return reply(retry());
    case Endpoint::kStop: show_.stop(); return reply(answer_of(JsonObject().add("status", "stopped")));
    case Endpoint::kInstruction: return reply(set_instruction(request));
    case Endpoint::kProfiles: return reply(profiles());
    case Endpoint::kSetProfile: return reply(set_profile(request));
    case Endpoint::kPresets: return reply(presets());
    case Endpoint::kVoices: return reply(voices());
    case Endpoint::kSetVoice: return reply(set_voice(request));
    case Endpoint::kSetPreset: return reply(set_preset(request));
    case Endpoint::kFacts:
      return show_.facts_now([reply = std::move(reply)](FactsPtr facts) {
        if (!facts) return reply(failure(404, kNoFacts));
        reply({.headers = {{"Cache-Control", "no-store"}}, .body = facts_json(*facts, facts->events)});
      });
    case Endpoint::kFrame:
      return show_.picture_now([reply = std::move(reply)](PicturePtr picture) {
        if (!picture) return reply(failure(404, messages::kNoPictureYet));
        reply({.content_type = "image/jpeg",
               .headers = {{"Cache-Control", "no-store"},
                           {"Age", std::to_string(age(*picture))},
                           {"X-Captured-At", np::format("{:.3f}", unix_seconds(picture->captured_at))}},
               .body = std::string(picture->jpeg.begin(), picture->jpeg.end())});
      });
    case Endpoint::kLivekitToken: return reply(room_ticket(request));
    case Endpoint::kHealth: return reply(health());
    case Endpoint::kMetrics: return reply(measurements());
    case Endpoint::kOpenapi: return reply({.headers = {{"Cache-Control", "no-cache"}}, .body = openapi_});
    default: return reply(failure(404, "There is nothing here."));
  }
} catch (const WrongBody& wrong) {
  reply(failure(422, wrong.sentence));
} catch (const Error& error) {
  reply(failure(error));
}

}  // namespace np::http
