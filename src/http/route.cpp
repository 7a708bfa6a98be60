#include "http/route.hpp"

namespace np::http {
namespace {

constexpr std::string_view kJson = "application/json";

constexpr std::string_view kStatusSchema = R"({"type":"object","properties":{
"version":{"type":"string"},"now":{"type":"number"},"uptime_s":{"type":"number"},"model_loaded":{"type":"boolean"},
"capture_running":{"type":"boolean"},"capture_healthy":{"type":"boolean"},
"monitor_mode":{"enum":["IDLE","ACTIVE"]},"instruction":{"type":"string"},"cycle_count":{"type":"integer"},
"frames_buffered":{"type":"integer"},"tts_enabled":{"type":"boolean"},"active_profile":{"type":"string"},
"active_preset":{"type":["string","null"]},"target_delay":{"type":"number"},"source":{"type":["string","null"]},
"source_state":{"enum":["connecting","live","stalled","waiting","ended","stopped"]},"source_reason":{"type":"string"},
"source_since":{"type":["number","null"]},"source_next_try_s":{"type":["number","null"]},
"source_kind":{"type":"string"},"source_codec":{"type":"string"},"source_width":{"type":"integer"},
"source_height":{"type":"integer"},"source_fps":{"type":"number"},"picture_age_s":{"type":["number","null"]},
"pictures_per_s":{"type":"number"},"source_restarts":{"type":"integer"},
"engine":{"type":"object","properties":{"kind":{"type":"string"},"name":{"type":"string"},"ready":{"type":"boolean"},
"detail":{"type":"string"},"awaited":{"type":"string"},"heeds":{"type":"array","items":{"type":"string"}},
"heeded":{"type":"array","items":{"type":"string"}}}},
"voice":{"type":"object","properties":{"enabled":{"type":"boolean"},"ready":{"type":"boolean"},"starting":{"type":"boolean"},
"name":{"type":"string"},"reason":{"type":"string"},"awaited":{"type":"string"},"speaking":{"type":"boolean"}}},
"perception":{"type":"object","properties":{"at_work":{"type":"boolean"},
"picture":{"enum":["normal","black","frozen","test_card"]},"picture_for_s":{"type":"number"},
"still_for_s":{"type":"number"},"camera_moves":{"type":"boolean"},"names_things":{"type":"boolean"},
"in_view":{"type":"array","items":{"type":"object","properties":{"kind":{"type":"string"},"plural":{"type":"string"},
"family":{"enum":["person","animal","vehicle","object","something"]},"count":{"type":"integer"}}}},
"detector":{"enum":["ready","loading","broken","off"]},"detector_detail":{"type":"string"}}},
"viewers":{"type":"integer"},"listeners":{"type":"integer"},"livekit_enabled":{"type":"boolean"},
"livekit_connected":{"type":"boolean"},
"livekit":{"type":"object","properties":{"room":{"type":"string"},
"state":{"enum":["off","connecting","connected","waiting"]},"reason":{"type":"string"},
"next_try_s":{"type":["number","null"]},"track":{"type":"string"},
"participants":{"type":"array","items":{"type":"object","properties":{"identity":{"type":"string"},
"name":{"type":"string"},"tracks":{"type":"array","items":{"type":"object","properties":{"sid":{"type":"string"},
"source":{"enum":["camera","screen"]},"codec":{"type":"string"},"width":{"type":"integer"},
"height":{"type":"integer"},"muted":{"type":"boolean"}}}}}}}}}}})";

constexpr std::string_view kProfilesSchema = R"({"type":"object","properties":{"active":{"type":"string"},
"profiles":{"type":"object","additionalProperties":{"type":"object","properties":{"label":{"type":"string"},
"suggestion":{"type":"string"}}}}}})";

constexpr std::string_view kVoicesSchema = R"({"type":"object","properties":{"active":{"type":["string","null"]},"speed":{"type":"number"},
"voices":{"type":"object","additionalProperties":{"type":"object","properties":{"label":{"type":"string"},
"description":{"type":"string"},"sample":{"type":"string"}}}}}})";
constexpr std::string_view kPresetsSchema = R"({"type":"object","properties":{"active":{"type":["string","null"]},
"presets":{"type":"object","additionalProperties":{"type":"object","properties":{"label":{"type":"string"},
"description":{"type":"string"}}}}}})";

constexpr std::string_view kFactsSchema = R"({"type":"object","properties":{"frame_id":{"type":"integer"},
"at":{"type":"number"},"watched_for_s":{"type":"number"},"picture":{"enum":["normal","black","frozen","test_card"]},
"picture_for_s":{"type":"number"},"camera_moves":{"type":"boolean"},"names_things":{"type":"boolean"},
"crowd":{"type":"integer"},
"actors":{"type":"array","items":{"type":"object","properties":{"id":{"type":"integer"},"kind":{"type":"string"},
"family":{"enum":["person","animal","vehicle","object","something"]},"certainty":{"type":"number"},
"sightings":{"type":"integer"},"box":{"type":"array","items":{"type":"number"},"minItems":4,"maxItems":4},
"covered":{"type":"boolean"},"cut_off":{"type":"boolean"},"colour":{"type":["string","null"]},
"velocity":{"type":"array","items":{"type":"number"},"minItems":2,"maxItems":2},
"gait":{"enum":["still","walks","runs",null]},"distance":{"enum":["far","middle","near"]},"at_start":{"type":"boolean"},
"came_from":{"enum":["left","right","top","bottom",null]},"since":{"type":"number"},"still_for_s":{"type":"number"},
"rides":{"type":["integer","null"]},"ridden_by":{"type":["integer","null"]},"with":{"type":["integer","null"]}}}},
"events":{"type":"array","items":{"type":"object","properties":{"what":{"type":"string"},"at":{"type":"number"},
"actor":{"type":["integer","null"]},"other":{"type":["integer","null"]},"kind":{"type":["string","null"]},
"side":{"enum":["left","right","top","bottom",null]},
"place":{"type":["array","null"],"items":{"type":"number"}}}}}}})";

constexpr std::string_view kOfEvents = "last_event_id facts";
constexpr std::string_view kOfLive = "last_event_id viewer facts";
constexpr std::string_view kItsViewer = "viewer";

// clang-format off
constexpr Route kRoutes[] = {
    {Endpoint::kPage, "GET", "/", "The page. With the right token it sets the cookie and sends the browser on to /.",
     "text/html; charset=utf-8", "", {}, {}, "token"},
    {Endpoint::kStatus, "GET", "/api/status", "What the show is doing.", kJson, "", {}, kStatusSchema},
    {Endpoint::kStart, "POST", "/api/start", "Opens a source; answers when its first picture is there or is waited for.",
     kJson, "400 409 413 422",
     R"({"type":"object","required":["source"],"properties":{
"source":{"oneOf":[{"type":"string","minLength":1,"maxLength":4096},{"type":"integer","minimum":0}]},
"wait":{"type":["boolean","null"],"default":false},"replace":{"type":["boolean","null"],"default":false}}})",
     R"({"type":"object","properties":{"status":{"const":"started"},"source":{"type":["string","integer"]},
"source_state":{"type":"string"},"source_reason":{"type":["string","null"]}}})"},
    {Endpoint::kRetry, "POST", "/api/retry", "Opens a source that is waited for at once.", kJson, "409 413", {},
     R"({"type":"object","properties":{"status":{"const":"ok"}}})"},
    {Endpoint::kStop, "POST", "/api/stop", "Stops the source and clears the instruction.", kJson, "413", {},
     R"({"type":"object","properties":{"status":{"const":"stopped"}}})"},
    {Endpoint::kInstruction, "POST", "/api/instruction", "Sets the instruction; an empty one means IDLE.", kJson,
     "413 422",
     R"({"type":"object","required":["instruction"],"properties":{"instruction":{"type":"string","maxLength":2000}}})",
     R"({"type":"object","properties":{"status":{"const":"ok"},"instruction":{"type":"string"}}})"},
    {Endpoint::kProfiles, "GET", "/api/profiles", "The profiles and the active one.", kJson, "", {}, kProfilesSchema},
    {Endpoint::kSetProfile, "POST", "/api/profiles", "Switches the profile, live.", kJson, "400 413 422",
     R"({"type":"object","required":["profile"],"properties":{"profile":{"type":"string"}}})",
     R"({"type":"object","properties":{"status":{"const":"ok"},"profile":{"type":"string"}}})"},
    {Endpoint::kPresets, "GET", "/api/presets", "The presets and the active one.", kJson, "", {}, kPresetsSchema},
    {Endpoint::kSetPreset, "POST", "/api/presets", "Switches the preset, live.", kJson, "400 413 422",
     R"({"type":"object","required":["preset"],"properties":{"preset":{"type":"string"}}})",
     R"({"type":"object","properties":{"status":{"const":"ok"},"preset":{"type":"string"}}})"},
    {Endpoint::kVoices, "GET", "/api/voices", "The voices, the active one and its speed.", kJson, "", {}, kVoicesSchema},
    {Endpoint::kSetVoice, "POST", "/api/voices", "Switches the voice or its speed, from the next sentence on.", kJson, "400 409 413 422",
     R"({"type":"object","properties":{"voice":{"type":["string","null"]},"speed":{"type":["number","null"],"minimum":0.8,"maximum":1.4}}})",
     R"({"type":"object","properties":{"status":{"const":"ok"},"voice":{"type":"string"},"speed":{"type":"number"}}})"},
    {Endpoint::kEvents, "GET", "/api/stream", "The commentary as server-sent events, with replay after Last-Event-ID.",
     "text/event-stream", "", {}, {}, kOfEvents},
    {Endpoint::kLive, "GET", "/api/live", "WebSocket: the same events as JSON, the status, the voice as binary PCM.",
     kJson, "400 426", {}, {}, kOfLive},
    {Endpoint::kFacts, "GET", "/api/facts", "What is recognised in the newest picture, and what has just happened there.",
     kJson, "404", {}, kFactsSchema},
    {Endpoint::kFrame, "GET", "/api/frame", "The newest picture.", "image/jpeg", "404"},
    {Endpoint::kMjpeg, "GET", "/api/mjpeg", "The video, in step with the words.",
     "multipart/x-mixed-replace; boundary=frame", "", {}, {}, kItsViewer},
    {Endpoint::kSound, "GET", "/api/audio-stream", "The voice: s16le, 48 kHz, mono, endless, silence included.",
     "application/octet-stream", "404"},
    {Endpoint::kLivekitToken, "POST", "/api/livekit/token", "A token for the LiveKit room, to join within ten minutes.",
     kJson, "404 413 422 429",
     R"({"type":"object","properties":{"identity":{"type":["string","null"],"pattern":"^[A-Za-z0-9._-]{1,64}$"},
"name":{"type":["string","null"],"maxLength":64}}})",
     R"({"type":"object","properties":{"url":{"type":"string"},"token":{"type":"string"},
"room":{"type":"string"},"identity":{"type":"string"},"commentator":{"type":"string"}}})"},
    {Endpoint::kHealth, "GET", "/healthz", "Alive; needs no token.", kJson, "", {},
     R"({"type":"object","properties":{"status":{"enum":["ok","degraded"]},
"degraded":{"type":"array","items":{"enum":["source","engine","voice"]}}}})"},
    {Endpoint::kMetrics, "GET", "/metrics", "Measurements in Prometheus' text format.",
     "text/plain; version=0.0.4; charset=utf-8", ""},
    {Endpoint::kOpenapi, "GET", "/openapi.json", "This description.", kJson, "", {}, R"({"type":"object"})"},
    {Endpoint::kFile, "GET", "/{file}", "A file of the page.", "application/octet-stream", "404"},
};
// clang-format on

bool fits(const Route& route, std::string_view path) {
  if (route.endpoint == Endpoint::kFile) return path.size() > 1 && path.find('/', 1) == path.npos;
  return route.path == path;
}

}  // namespace

std::span<const Route> routes() { return kRoutes; }

RouteMatch find_route(std::string_view method, std::string_view path) {
  if (method == "HEAD") method = "GET";
  RouteMatch match;
  for (const auto& route : kRoutes) {
    // What is no known path is a file, or nothing.
    if (route.endpoint == Endpoint::kFile && !match.allow.empty()) break;
    if (!fits(route, path)) continue;
    if (route.method == method) return {&route, {}};
    match.allow += (match.allow.empty() ? "" : ", ") + std::string(route.method == "GET" ? "GET, HEAD" : route.method);
  }
  if (!match.allow.empty()) match.allow += ", OPTIONS";
  return match;
}

bool is_stream(Endpoint endpoint) {
  return endpoint == Endpoint::kEvents || endpoint == Endpoint::kLive || endpoint == Endpoint::kMjpeg ||
         endpoint == Endpoint::kSound;
}

}  // namespace np::http
