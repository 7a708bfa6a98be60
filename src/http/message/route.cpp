#include "http/message/route.hpp"

#include <algorithm>

namespace np::http {
namespace {

constexpr std::string_view kJson = "application/json";

constexpr std::string_view kStatusSchema = R"({"type":"object","properties":{
"version":{"type":"string"},"access":{"enum":["control","watch"]},"now":{"type":"number"},"uptime_s":{"type":"number"},"model_loaded":{"type":"boolean"},
"capture_running":{"type":"boolean"},"capture_healthy":{"type":"boolean"},
"monitor_mode":{"enum":["IDLE","ACTIVE"]},"instruction":{"type":"string"},"cycle_count":{"type":"integer"},
"frames_buffered":{"type":"integer"},"tts_enabled":{"type":"boolean"},"active_profile":{"type":"string"},
"active_preset":{"type":["string","null"]},"target_delay":{"type":"number"},"source":{"type":["string","null"]},
"source_state":{"enum":["connecting","live","stalled","waiting","ended","stopped"]},"source_reason":{"type":"string"},
"source_since":{"type":["number","null"]},"source_next_try_s":{"type":["number","null"]},
"source_kind":{"type":"string"},"source_codec":{"type":"string"},"source_width":{"type":"integer"},
"source_height":{"type":"integer"},"source_fps":{"type":"number"},"source_sound":{"type":"string"},"source_h264":{"type":"boolean"},"source_encoded":{"type":"boolean"},
"playback":{"type":["object","null"],"properties":{"kind":{"const":"file"},"position":{"type":"number"},
"length":{"type":["number","null"]},"paused":{"type":"boolean"},"loop":{"type":"boolean"},"ended":{"type":"boolean"},
"seekable":{"type":"boolean"},"lap":{"type":"integer"}}},
"picture_age_s":{"type":["number","null"]},
"pictures_per_s":{"type":"number"},"source_restarts":{"type":"integer"},
"engine":{"type":"object","properties":{"kind":{"type":"string"},"name":{"type":"string"},"ready":{"type":"boolean"},
"detail":{"type":"string"},"awaited":{"type":"string"},"heeds":{"type":"array","items":{"type":"string"}},
"heeded":{"type":"array","items":{"type":"string"}}}},
"voice":{"type":"object","properties":{"enabled":{"type":"boolean"},"ready":{"type":"boolean"},"starting":{"type":"boolean"},
"name":{"type":"string"},"reason":{"type":"string"},"awaited":{"type":"string"},"speaking":{"type":"boolean"},
"chosen":{"type":"string"},"speed":{"type":"number"},"usual_speed":{"type":"number"}}},
"record":{"type":"object","properties":{"state":{"enum":["on","off","broken"]},"detail":{"type":"string"},
"lines":{"type":"integer"},"bytes":{"type":"integer"}}},
"hearing":{"type":"object","properties":{"state":{"enum":["ready","loading","broken","no_sound","off"]},"detail":{"type":"string"},
"speech":{"type":"boolean"},"gap_s":{"type":["number","null"]}}},
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
"next_try_s":{"type":["number","null"]},"track":{"type":"string"},"people":{"type":"integer"},
"source_sound":{"type":"boolean"},
"participants":{"type":"array","items":{"type":"object","properties":{"identity":{"type":"string"},
"name":{"type":"string"},"tracks":{"type":"array","items":{"type":"object","properties":{"sid":{"type":"string"},
"source":{"enum":["camera","screen"]},"codec":{"type":"string"},"width":{"type":"integer"},
"height":{"type":"integer"},"muted":{"type":"boolean"}}}}}}}}},
"publisher":{"type":"object","properties":{"state":{"enum":["none","connecting","live"]},"codec":{"type":"string"},
"reason":{"type":"string"}}}}})";

constexpr std::string_view kProfilesSchema = R"({"type":"object","properties":{"active":{"type":"string"},
"profiles":{"type":"object","additionalProperties":{"type":"object","properties":{"label":{"type":"string"},
"suggestion":{"type":"string"}}}}}})";

constexpr std::string_view kVoicesSchema = R"({"type":"object","properties":{"active":{"type":["string","null"]},
"second":{"type":["string","null"]},"speed":{"type":"number"},"usual_speed":{"type":"number"},
"voices":{"type":"object","additionalProperties":{"type":"object","properties":{"label":{"type":"string"},
"description":{"type":"string"},"sample":{"type":"string"}}}}}})";
constexpr std::string_view kPresetsSchema = R"({"type":"object","properties":{"active":{"type":["string","null"]},
"presets":{"type":"object","additionalProperties":{"type":"object","properties":{"label":{"type":"string"},
"description":{"type":"string"}}}}}})";

constexpr std::string_view kMemorySchema = R"({"type":"object","properties":{"context":{"type":"string"},
"summary":{"type":"string"},"lines":{"type":"array","items":{"type":"string"}}}})";
constexpr std::string_view kSettingsSchema = R"({"type":"object","properties":{"settings":{"type":"array",
"items":{"type":"object","properties":{"name":{"type":"string"},"group":{"type":"string"},"value":{"type":"string"},
"from":{"enum":["default","preset","state","dotenv","environment","flag"]},"live":{"type":"boolean"}}}}}})";

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

constexpr std::string_view kLineSchema =
    R"({"type":"object","properties":{"id":{"type":"integer"},"at":{"type":"number"},
"ended_at":{"type":"number"},"media_time":{"type":["number","null"]},"media_end":{"type":["number","null"]},
"source":{"type":["string","null"]},"source_kind":{"type":["string","null"]},
"kind":{"enum":["line","note","outage","gap","instruction","style","pace"]},"text":{"type":"string"},"latency_s":{"type":["number","null"]},
"wrong":{"type":"boolean"},"picture":{"type":["string","null"]},"instruction":{"type":"string"}}})";
constexpr std::string_view kLinesSchema =
    R"({"type":"object","properties":{"lines":{"type":"array","items":{"type":"object",
"properties":{"id":{"type":"integer"},"at":{"type":"number"},"ended_at":{"type":"number"},
"media_time":{"type":["number","null"]},"media_end":{"type":["number","null"]},"source":{"type":["string","null"]},
"source_kind":{"type":["string","null"]},"kind":{"enum":["line","note","outage","gap","instruction","style","pace"]},"text":{"type":"string"},
"latency_s":{"type":["number","null"]},"wrong":{"type":"boolean"},"picture":{"type":["string","null"]}}}},
"more":{"type":"boolean"}}})";
constexpr std::string_view kMarkSchema =
    R"({"type":"object","properties":{"status":{"const":"ok"},"id":{"type":"integer"},"wrong":{"type":"boolean"}}})";

constexpr std::string_view kCamerasSchema = R"({"type":"object","properties":{"cameras":{"type":"array","items":{
"type":"object","properties":{"name":{"type":"string"},"kind":{"enum":["v4l2","onvif","mdns"]},"source":{"type":"string"},
"detail":{"type":"string"},"address":{"type":"string"}}}},"note":{"type":"string"}}})";

constexpr std::string_view kModelsSchema = R"({"type":"object","properties":{
"now":{"type":"object","properties":{"kind":{"enum":["eyes","file","server"]},"name":{"type":"string"},
"file":{"type":"string"},"url":{"type":"string"},"model":{"type":"string"}}},
"stage":{"enum":["settled","checking","loading"]},
"next":{"type":["object","null"],"properties":{"kind":{"enum":["eyes","file","server"]},"name":{"type":"string"},
"file":{"type":"string"},"url":{"type":"string"},"model":{"type":"string"}}},
"problem":{"type":"string"},
"start":{"type":["object","null"],"properties":{"kind":{"enum":["eyes","file","server"]},"name":{"type":"string"},
"file":{"type":"string"},"url":{"type":"string"},"model":{"type":"string"}}},
"after_restart":{"type":"string"},"free_bytes":{"type":"integer"},
"models":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"quant":{"type":"string"},
"file":{"type":["string","null"]},"bytes":{"type":"integer"},"exact":{"type":"boolean"},"partial_bytes":{"type":"integer"},
"fits":{"enum":["gpu","memory","no"]},"device":{"type":["string","null"]},"recommended":{"type":"boolean"}}}},
"pull":{"type":["object","null"],"properties":{"model":{"type":"string"},"quant":{"type":"string"},
"state":{"enum":["running","paused","failed","done"]},"checking":{"type":"boolean"},"done":{"type":"integer"},
"total":{"type":["integer","null"]},"bytes_per_s":{"type":["number","null"]},"note":{"type":"string"}}}}})";

constexpr std::string_view kShareSchema = R"({"type":"object","properties":{"asks_for_token":{"type":"boolean"},
"control":{"type":"string"},"watch":{"type":["string","null"]},
"addresses":{"type":"array","items":{"type":"object","properties":{"address":{"type":"string"},
"used":{"type":"boolean"},"only_here":{"type":"boolean"}}}}}})";

constexpr std::string_view kOfEvents = "last_event_id facts token";
constexpr std::string_view kOfLive = "last_event_id viewer facts token";
constexpr std::string_view kOfPicture = "token";
constexpr std::string_view kOfPictures = "viewer token";
constexpr std::string_view kOfSound = "what viewer token";
constexpr std::string_view kOfViews = "token size place align background color lines hold";
constexpr std::string_view kOfVideo = "form viewer token";
constexpr std::string_view kOfReplay = "from to";
constexpr std::string_view kOfVideoReplay = "form from to";
constexpr std::string_view kOfExport = "format source from to";
constexpr std::string_view kOfLines = "before after around at from to q source limit";

constexpr std::string_view kOfferSchema = R"({"type":"object","properties":{"sample":{"type":["string","null"]},
"uploads":{"type":"boolean"},"folders":{"type":"boolean"},"named":{"type":"array","items":{"type":"object","properties":{
"name":{"type":"string"},"kind":{"type":"string"},"address":{"type":"string"},"picture_at":{"type":["number","null"]}}}}}})";
constexpr std::string_view kNamedSchema =
    R"({"type":"object","properties":{"status":{"const":"ok"},"name":{"type":"string"}}})";
constexpr std::string_view kMediaSchema = R"({"type":"object","properties":{"dir":{"type":"string"},
"folders":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"dir":{"type":"string"}}}},
"videos":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"source":{"type":"string"},
"dir":{"type":"string"},"bytes":{"type":"integer"},"at":{"type":"number"}}}},"more":{"type":["string","null"]},
"cut":{"type":"boolean"}}})";
constexpr std::string_view kOfMedia = "dir q after";
constexpr std::string_view kUploadsSchema =
    R"({"type":"object","properties":{"uploads":{"type":"array","items":{"type":"object",
"properties":{"name":{"type":"string"},"source":{"type":"string"},"bytes":{"type":"integer"},"at":{"type":"number"}}}},
"arriving":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},
"received":{"type":"integer"},"bytes":{"type":"integer"}}}},"free_bytes":{"type":"integer"},"most_bytes":{"type":"integer"},
"days":{"type":"integer"}}})";
constexpr std::string_view kUploadSchema = R"({"type":"object","properties":{"status":{"enum":["kept","arriving"]},
"name":{"type":"string"},"source":{"type":"string"},"bytes":{"type":"integer"},"received":{"type":"integer"},
"codec":{"type":"string"},"width":{"type":"integer"},"height":{"type":"integer"},"length_s":{"type":["number","null"]}}})";
constexpr std::string_view kGlanceSchema =
    R"({"type":"object","properties":{"codec":{"type":"string"},"width":{"type":"integer"},
"height":{"type":"integer"},"length_s":{"type":["number","null"]},"picture":{"type":["string","null"]}}})";
constexpr std::string_view kOfUpload = "id";
constexpr std::string_view kOfGlance = "video";

// clang-format off
constexpr Route kRoutes[] = {
    {Endpoint::kPage, "GET", "/", "The page. With the right token it sets the cookie and sends the browser on to /.",
     "text/html; charset=utf-8", "", {}, {}, "token"},
    {Endpoint::kOverlay, "GET", "/overlay", "The captions alone on a transparent page, as OBS lays them over a picture.",
     "text/html; charset=utf-8", "", {}, {}, kOfViews},
    {Endpoint::kEmbed, "GET", "/embed", "Picture, captions and sound without controls, for a frame on another page.",
     "text/html; charset=utf-8", "", {}, {}, kOfViews},
    {Endpoint::kSignInPage, "GET", "/sign-in", "The page that asks a person for a token.", "text/html; charset=utf-8", ""},
    {Endpoint::kSignIn, "POST", "/sign-in", "Sets the cookie for the right token. A form is sent on to where it wanted to go.",
     kJson, "413 422",
     R"({"type":"object","required":["token"],"properties":{"token":{"type":"string"}}})",
     R"({"type":"object","properties":{"status":{"const":"ok"},"access":{"enum":["control","watch"]}}})"},
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
    {Endpoint::kPlayback, "POST", "/api/playback", "Pauses a file, sends it to another place, lets it end or repeat.", kJson,
     "409 413 422",
     R"({"type":"object","properties":{"paused":{"type":["boolean","null"]},"position":{"type":["number","null"],"minimum":0},
"loop":{"type":["boolean","null"]}}})",
     R"({"type":"object","properties":{"status":{"const":"ok"},"playback":{"type":"object"}}})"},
    {Endpoint::kCameras, "GET", "/api/cameras",
     "Looks for cameras of this machine and of its networks, for those who steer; takes two seconds.", kJson, "", {},
     kCamerasSchema},
    {Endpoint::kOpenCamera, "POST", "/api/cameras/open", "Asks a camera of the network for its streams (ONVIF).", kJson,
     "400 413 422",
     R"({"type":"object","required":["address"],"properties":{"address":{"type":"string","minLength":1,"maxLength":1024},
"user":{"type":["string","null"],"maxLength":128},"password":{"type":["string","null"],"maxLength":128}}})",
     R"({"type":"object","properties":{"streams":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},
"source":{"type":"string"},"width":{"type":"integer"},"height":{"type":"integer"}}}}}})"},
    {Endpoint::kModels, "GET", "/api/models",
     "The models to choose from, what comments now and the download under way, for those who steer.", kJson, "", {}, kModelsSchema},
    {Endpoint::kChooseModel, "POST", "/api/models", "Begins to change the eyes: built-in, a model here, a model on a server.", kJson,
     "400 409 413 422",
     R"({"type":"object","required":["use"],"properties":{"use":{"enum":["eyes","file","server","start"]},
"file":{"type":["string","null"],"maxLength":512},"url":{"type":["string","null"],"maxLength":2048},
"model":{"type":["string","null"],"maxLength":256},"key":{"type":["string","null"],"maxLength":1024}}})",
     R"({"type":"object","properties":{"status":{"const":"ok"}}})"},
    {Endpoint::kModelServers, "GET", "/api/models/servers", "Looks for model servers at the addresses of MODEL_SERVERS.", kJson, "", {},
     R"({"type":"object","properties":{"servers":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},
"url":{"type":"string"},"models":{"type":"array","items":{"type":"string"}}}}}}})"},
    {Endpoint::kPull, "POST", "/api/models/pull", "Downloads a model of the catalogue, or goes on with that.", kJson, "400 409 413 422",
     R"({"type":"object","required":["model"],"properties":{"model":{"type":"string","maxLength":64},
"quant":{"type":["string","null"],"maxLength":64}}})", R"({"type":"object","properties":{"status":{"const":"ok"}}})"},
    {Endpoint::kPausePull, "POST", "/api/models/pull/pause", "Pauses the download.", kJson, "409 413", {},
     R"({"type":"object","properties":{"status":{"const":"ok"}}})"},
    {Endpoint::kCancelPull, "DELETE", "/api/models/pull/{name}", "Cancels the download of that model, and removes what has come of it.",
     kJson, "404 413", {}, R"({"type":"object","properties":{"status":{"const":"ok"}}})"},
    {Endpoint::kInstruction, "POST", "/api/instruction", "Sets the instruction; an empty one means IDLE.", kJson,
     "413 422",
     R"({"type":"object","required":["instruction"],"properties":{"instruction":{"type":"string","maxLength":2000},
"forget":{"type":["boolean","null"],"default":false}}})",
     R"({"type":"object","properties":{"status":{"const":"ok"},"instruction":{"type":"string"}}})"},
    {Endpoint::kMemory, "GET", "/api/memory",
     "What a model is told besides what it sees, for those who steer: the context, the summary so far, its last lines.", kJson, "", {},
     kMemorySchema},
    {Endpoint::kSetContext, "POST", "/api/memory", "Sets the context: what a model should know beforehand.", kJson, "413 422",
     R"({"type":"object","required":["context"],"properties":{"context":{"type":"string","maxLength":900}}})",
     R"({"type":"object","properties":{"status":{"const":"ok"},"context":{"type":"string"}}})"},
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
    {Endpoint::kVoiceSample, "GET", "/api/voices/sample", "A sentence in that voice, as a WAV file.", "audio/wav", "400 409", {}, {}, "voice"},
    {Endpoint::kSources, "GET", "/api/sources", "What the page offers to watch, for those who steer.", kJson, "", {}, kOfferSchema},
    {Endpoint::kNameSource, "PUT", "/api/sources/{name}", "Gives a source this name, or the one of this name another one.", kJson,
     "400 404 409 413 422",
     R"({"type":"object","properties":{"source":{"type":"string","minLength":1,"maxLength":4096},
"replace":{"type":["boolean","null"],"default":false},"name":{"type":["string","null"],"maxLength":64}}})", kNamedSchema},
    {Endpoint::kForgetSource, "DELETE", "/api/sources/{name}", "Takes a source its name.", kJson, "404", {}, kNamedSchema},
    {Endpoint::kSourcePicture, "GET", "/api/sources/{name}/picture", "The small last picture of a source with a name.", "image/jpeg",
     "404"},
    {Endpoint::kMedia, "GET", "/api/media", "The folders that are shown, and the videos in them; paged and searched.", kJson, "400 404", {},
     kMediaSchema, kOfMedia},
    {Endpoint::kUploads, "GET", "/api/uploads", "The uploaded videos, those that are arriving, and the room that is left.", kJson,
     "500", {}, kUploadsSchema},
    {Endpoint::kUpload, "PUT", "/api/uploads/{name}",
     "Uploads a video: its bytes are the body. With an id it can be gone on with after a break, by Content-Range.", kJson,
     "400 409 411 413 500 507", {}, kUploadSchema, kOfUpload},
    {Endpoint::kDeleteUpload, "DELETE", "/api/uploads/{name}", "Deletes an upload, or with an id what has arrived of one.", kJson,
     "404 409 413 500", {}, R"({"type":"object","properties":{"status":{"const":"ok"}}})", kOfUpload},
    {Endpoint::kGlance, "GET", "/api/glance", "What a listed video is, with a small picture of it as a data: address.", kJson,
     "400 404", {}, kGlanceSchema, kOfGlance},
    {Endpoint::kSettings, "GET", "/api/settings", "The settings in use and where each comes from, for those who steer.", kJson, "", {},
     kSettingsSchema},
    {Endpoint::kEvents, "GET", "/api/stream", "The commentary as server-sent events, with replay after Last-Event-ID.",
     "text/event-stream", "", {}, {}, kOfEvents},
    {Endpoint::kLive, "GET", "/api/live", "WebSocket: the same events as JSON, the status, the sound as binary PCM.",
     kJson, "400 426", {}, {}, kOfLive},
    {Endpoint::kLines, "GET", "/api/lines", "The record: lines that were said, over restarts; paged and searched.", kJson,
     "400 404", {}, kLinesSchema, kOfLines},
    {Endpoint::kExport, "GET", "/api/lines/export", "The record's lines as a document: WebVTT, SubRip, JSON lines or text.",
     "text/plain; charset=utf-8", "400 404", {}, {}, kOfExport},
    {Endpoint::kLine, "GET", "/api/lines/{id}", "One entry of the record.", kJson, "404", {}, kLineSchema},
    {Endpoint::kLinePicture, "GET", "/api/lines/{id}/picture", "The small picture that belongs to it.", "image/jpeg", "404"},
    {Endpoint::kMarkWrong, "PUT", "/api/lines/{id}/wrong", "Marks a line as wrong.", kJson, "404 413", {}, kMarkSchema},
    {Endpoint::kUnmarkWrong, "DELETE", "/api/lines/{id}/wrong", "Takes the mark off.", kJson, "404 413", {}, kMarkSchema},
    {Endpoint::kFacts, "GET", "/api/facts", "What is recognised in the newest picture, and what has just happened there.",
     kJson, "404", {}, kFactsSchema},
    {Endpoint::kFrame, "GET", "/api/frame", "The newest picture.", "image/jpeg", "404", {}, {},
     kOfPicture},
    {Endpoint::kMjpeg, "GET", "/api/mjpeg", "The video, in step with the words.",
     "multipart/x-mixed-replace; boundary=frame", "", {}, {}, kOfPictures},
    {Endpoint::kVideo, "GET", "/api/video", "The same as H.264, as the source sends it or encoded here: fragmented MP4, endless.",
     "video/mp4", "400 404", {}, {}, kOfVideo},
    {Endpoint::kReplay, "GET", "/api/replay", "The pictures from one moment to another, as far as they are still kept.",
     "multipart/x-mixed-replace; boundary=frame", "400 404", {}, {}, kOfReplay},
    {Endpoint::kVideoReplay, "GET", "/api/replay.mp4", "The same of /api/video.", "video/mp4", "400 404", {}, {},
     kOfVideoReplay},
    {Endpoint::kSound, "GET", "/api/audio-stream",
     "The voice, or the source's own sound: s16le, 48 kHz, mono, endless, silence included.", "application/octet-stream",
     "400 404", {}, {}, kOfSound},
    {Endpoint::kLivekitToken, "POST", "/api/livekit/token", "A token for the LiveKit room, to join within ten minutes.",
     kJson, "404 413 422 429",
     R"({"type":"object","properties":{"identity":{"type":["string","null"],"pattern":"^[A-Za-z0-9._-]{1,64}$"},
"name":{"type":["string","null"],"maxLength":64}}})",
     R"({"type":"object","properties":{"url":{"type":"string"},"token":{"type":"string"},
"room":{"type":"string"},"identity":{"type":"string"},"commentator":{"type":"string"}}})"},
    {Endpoint::kPublish, "POST", "/api/whip",
     "Publishes a webcam or a program's video by WHIP (RFC 9725): the body is the offer, the answer has Location and ETag.",
     "application/sdp", "400 409 413 415", R"({"type":"string"})", {}, "instead replace", "application/sdp", "201"},
    {Endpoint::kPublishMore, "PATCH", "/api/whip/{id}", "Later ICE candidates of a publication, with If-Match.", kJson,
     "400 404 412 413 415 422 428", R"({"type":"string"})", {}, {}, "application/trickle-ice-sdpfrag", "204"},
    {Endpoint::kPublishEnd, "DELETE", "/api/whip/{id}", "Ends a publication.", kJson, "404 413", {},
     R"({"type":"object","properties":{"status":{"const":"ok"}}})"},
    {Endpoint::kShare, "GET", "/api/share", "Under which addresses this server is reached, and the links with the tokens.",
     kJson, "", {}, kShareSchema},
    {Endpoint::kCode, "GET", "/api/qr.svg", "A text as a QR code; with ?link= the token of that link is put behind it.",
     "image/svg+xml", "400 404", {}, {}, "text link"},
    {Endpoint::kHealth, "GET", "/healthz", "Alive; needs no token.", kJson, "", {},
     R"({"type":"object","properties":{"status":{"enum":["ok","degraded"]},
"degraded":{"type":"array","items":{"enum":["source","engine","voice","record"]}}}})"},
    {Endpoint::kMetrics, "GET", "/metrics", "Measurements in Prometheus' text format.",
     "text/plain; version=0.0.4; charset=utf-8", ""},
    {Endpoint::kOpenapi, "GET", "/openapi.json", "This description.", kJson, "", {}, R"({"type":"object"})"},
    {Endpoint::kFile, "GET", "/{file}", "A file of the page.", "application/octet-stream", "404"},
};
// clang-format on

bool fits(const Route& route, std::string_view path) {
  if (route.endpoint == Endpoint::kFile) return path.size() > 1 && path.find('/', 1) == path.npos;
  const auto at = route.path.find('{');
  if (at == route.path.npos) return route.path == path;
  const auto behind = route.path.find('}', at) + 1;
  const std::string_view before = route.path.substr(0, at);
  const std::string_view after = route.path.substr(behind);
  if (path.size() <= before.size() + after.size() || !path.starts_with(before) || !path.ends_with(after)) return false;
  const std::string_view id = path.substr(at, path.size() - before.size() - after.size());
  if (route.path.substr(at, behind - at) == "{name}") return id.find('/') == id.npos;
  return std::ranges::all_of(id, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::span<const Route> routes() { return kRoutes; }

RouteMatch find_route(std::string_view method, std::string_view path) {
  if (method == "HEAD") method = "GET";
  RouteMatch match;
  for (const auto& route : kRoutes) {
    // An unknown path is a file, or nothing.
    if (route.endpoint == Endpoint::kFile && !match.allow.empty()) break;
    if (!fits(route, path)) continue;
    if (route.method == method) return {&route, {}};
    match.allow += (match.allow.empty() ? "" : ", ") + std::string(route.method == "GET" ? "GET, HEAD" : route.method);
  }
  if (!match.allow.empty()) match.allow += ", OPTIONS";
  return match;
}

bool needs_no_token(Endpoint endpoint) {
  return endpoint == Endpoint::kHealth || endpoint == Endpoint::kOverlay || endpoint == Endpoint::kEmbed ||
         endpoint == Endpoint::kSignInPage || endpoint == Endpoint::kSignIn;
}

bool is_stream(Endpoint endpoint) {
  return endpoint == Endpoint::kEvents || endpoint == Endpoint::kLive || endpoint == Endpoint::kMjpeg ||
         endpoint == Endpoint::kVideo || endpoint == Endpoint::kReplay || endpoint == Endpoint::kVideoReplay ||
         endpoint == Endpoint::kSound || endpoint == Endpoint::kExport;
}

}  // namespace np::http
