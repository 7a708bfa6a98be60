#include "http/api/api.hpp"

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
#include "http/api/cameras.hpp"
#include "http/api/library_api.hpp"
#include "http/api/lines.hpp"
#include "http/api/measured.hpp"
#include "http/api/models_api.hpp"
#include "http/api/named_sources_api.hpp"
#include "http/api/playback.hpp"
#include "http/api/settings_json.hpp"
#include "http/api/status_json.hpp"
#include "http/api/whip.hpp"
#include "http/api/wire.hpp"
#include "http/message/body.hpp"
#include "http/message/json.hpp"
#include "http/messages.hpp"
#include "record/record.hpp"

namespace np::http {
namespace {

namespace json = boost::json;

constexpr const char* kNoFacts = "Nothing has been looked at yet: start a source first.";

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

// Without blanks around it.
std::string text_of_people(const json::object& body, std::string_view name, std::size_t most) {
  std::string text(trim(text_field(body, name)));
  if (const auto n = utf8::count(text); n > most)
    throw WrongBody{np::format(messages::kTooManyCharacters, name, n, most)};
  if (utf8::has_controls(text)) throw WrongBody{np::format(messages::kControlCharacters, name)};
  return text;
}

Response answer_of(const JsonObject& object) {
  return {.headers = {{"Cache-Control", "no-store"}}, .body = object.text()};
}

Response answer_of(const std::expected<void, Error>& result, std::string_view field, std::string_view value) {
  if (!result) return failure(result.error());
  return answer_of(JsonObject().add("status", "ok").add(field, value));
}

}  // namespace

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
  if (!show_.may_open(source)) return reply(failure(403, messages::kSourceNotAllowed));
  StartRequest start{
      .source = std::move(source), .wait = optional_flag(body, "wait"), .replace = optional_flag(body, "replace")};
  show_.start(std::move(start), [&show = show_, number, reply = std::move(reply)](std::expected<void, Error> result) {
    if (!result) {
      // The requester can fix every reason why a source does not open, except that another one runs already.
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

Response Api::set_playback(const Request& request) {
  if (const auto done = show_.set_playback(playback_wish(parse_body(request))); !done) return failure(done.error());
  const auto now = show_.report().playback;
  return answer_of(JsonObject().add("status", "ok").raw("playback", now ? playback_json(*now) : "null"));
}

Response Api::set_instruction(const Request& request) {
  const auto body = parse_body(request);
  const std::string instruction = text_of_people(body, "instruction", kMaxInstruction);
  show_.set_instruction(instruction, optional_flag(body, "forget"));
  return answer_of(JsonObject().add("status", "ok").add("instruction", instruction));
}

Response Api::memory(Role reader) const {
  if (reader != Role::kController) return failure(403, messages::kWatchOnly);
  const MemoryReport now = show_.memory();
  return answer_of(
      JsonObject().add("context", now.context).add("summary", now.summary).raw("lines", json_array(now.lines)));
}

Response Api::set_context(const Request& request) {
  const std::string context = text_of_people(parse_body(request), "context", kMaxContext);
  show_.set_context(context);
  return answer_of(JsonObject().add("status", "ok").add("context", context));
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
  VoiceWish wish{.voice = optional_text(body, "voice")};
  if (body.contains("speed")) wish.speed = optional_number(body, "speed");
  if (!wish.voice && !wish.speed) throw WrongBody{"Give a \"voice\", a \"speed\" or both."};
  if (const auto done = house_.choose_voice(wish); !done) return failure(done.error());
  const VoicesReport now = house_.voices();
  return answer_of(JsonObject().add("status", "ok").add("voice", now.active).add("speed", now.speed));
}

void Api::voice_sample(const Request& request, const Reply& reply) {
  const auto key = request.parameter("voice").value_or(house_.voices().active);
  house_.voice_sample(key, [reply](std::expected<std::string, Error> wav) {
    if (!wav) return reply(failure(wav.error()));
    reply({.content_type = "audio/wav", .headers = {{"Cache-Control", "no-store"}}, .body = std::move(*wav)});
  });
}

Response Api::room_ticket(const Request& request) {
  const auto body = request.body.empty() ? json::object() : parse_body(request);
  const auto identity = optional_text(body, "identity");
  const auto name = optional_text(body, "name").value_or("");
  if (identity && !is_identity(*identity)) throw WrongBody{np::format(messages::kIdentityForm, kMaxName)};
  if (utf8::count(name) > kMaxName || utf8::has_controls(name) || name.find_first_of("\r\n\t") != name.npos)
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
  return answer_of(JsonObject().raw("active", text_or_null(active)).raw("presets", all.text()));
}

Response Api::voices() const {
  const VoicesReport report = house_.voices();
  JsonObject all;
  for (const auto& v : report.choices)
    all.raw(v.key, JsonObject().add("label", v.label).add("description", v.description).add("sample", v.sample).text());
  return answer_of(JsonObject()
                       .raw("active", text_or_null(report.active))
                       .raw("second", text_or_null(report.second))
                       .add("speed", report.speed)
                       .add("usual_speed", report.usual_speed)
                       .raw("voices", all.text()));
}

Response Api::settings(Role reader) const {
  if (reader != Role::kController) return failure(403, messages::kWatchOnly);
  return answer_of(JsonObject().raw("settings", settings_json(house_.settings())));
}

Response Api::health() const {
  const auto status = show_.report();
  std::vector<std::string> degraded;
  if (status.source.state != "live" && status.source.state != "stopped") degraded.push_back("source");
  // An engine that stands in for another says that the other is away.
  if (!status.engine.ready || !status.engine.awaited.empty()) degraded.push_back("engine");
  // A voice that loads will be there in a moment, and another one speaks meanwhile.
  const VoiceReport& voice = status.voice;
  if (voice.enabled && (!voice.ready || (!voice.awaited.empty() && !voice.starting))) degraded.push_back("voice");
  if (house_.record().report().state == "broken") degraded.push_back("record");
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
  if (is_of_record(endpoint)) return answer_lines(endpoint, request, house_.record(), std::move(reply));
  if (is_of_library(endpoint))
    return answer_library(endpoint, request, house_.library(), house_.named_sources(), show_, std::move(reply));
  if (is_of_named_sources(endpoint))
    return reply(answer_named_sources(endpoint, request, house_.named_sources(), show_));
  if (is_of_models(endpoint)) return answer_models(endpoint, request, house_.models(), show_, reply);
  if (is_whip(endpoint)) return answer_whip(endpoint, request, house_, show_, std::move(reply));
  switch (endpoint) {
    case Endpoint::kStatus:
      return reply({.headers = {{"Cache-Control", "no-store"}},
                    .body = status_json(house_.report(), show_.report(), audience_, request.role)});
    case Endpoint::kStart: return start(request, reply);
    case Endpoint::kRetry: return reply(retry());
    case Endpoint::kStop: show_.stop(); return reply(answer_of(JsonObject().add("status", "stopped")));
    case Endpoint::kPlayback: return reply(set_playback(request));
    case Endpoint::kCameras:
    case Endpoint::kOpenCamera: return answer_cameras(endpoint, request, house_.cameras(), show_, reply);
    case Endpoint::kInstruction: return reply(set_instruction(request));
    case Endpoint::kMemory: return reply(memory(request.role));
    case Endpoint::kSetContext: return reply(set_context(request));
    case Endpoint::kProfiles: return reply(profiles());
    case Endpoint::kSetProfile: return reply(set_profile(request));
    case Endpoint::kPresets: return reply(presets());
    case Endpoint::kVoices: return reply(voices());
    case Endpoint::kSetVoice: return reply(set_voice(request));
    case Endpoint::kVoiceSample: return voice_sample(request, reply);
    case Endpoint::kSetPreset: return reply(set_preset(request));
    case Endpoint::kSettings: return reply(settings(request.role));
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
