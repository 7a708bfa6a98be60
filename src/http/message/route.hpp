// The table of routes: the server dispatches by it, and /openapi.json is written from it.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace np::http {

enum class Endpoint {
  kPage,
  kOverlay,
  kEmbed,
  kSignInPage,
  kSignIn,
  kFile,
  kStatus,
  kStart,
  kRetry,
  kStop,
  kPlayback,
  kCameras,
  kOpenCamera,
  kModels,
  kChooseModel,
  kModelServers,
  kPull,
  kPausePull,
  kCancelPull,
  kInstruction,
  kMemory,
  kSetContext,
  kProfiles,
  kSetProfile,
  kPresets,
  kVoices,
  kSetVoice,
  kVoiceSample,
  kSetPreset,
  kLines,
  kLine,
  kLinePicture,
  kMarkWrong,
  kUnmarkWrong,
  kExport,
  kSources,
  kNameSource,
  kForgetSource,
  kSourcePicture,
  kMedia,
  kUploads,
  kUpload,
  kDeleteUpload,
  kGlance,
  kSettings,
  kEvents,
  kLive,
  kFacts,
  kFrame,
  kMjpeg,
  kVideo,
  kReplay,
  kVideoReplay,
  kSound,
  kLivekitToken,
  kPublish,
  kPublishMore,
  kPublishEnd,
  kShare,
  kCode,
  kHealth,
  kMetrics,
  kOpenapi,
};

struct Route {
  Endpoint endpoint;
  std::string_view method;  // GET routes answer HEAD too
  std::string_view path;    // "/{file}" stands for any other name without a slash, {id} for digits, {name} for a name
  std::string_view summary;
  std::string_view content_type;  // of the answer
  std::string_view errors;        // statuses besides 401, 403 and 503, which any route but /healthz may give: "400 409"
  std::string_view request = {};  // JSON Schema of the body
  std::string_view answer = {};   // JSON Schema of a JSON answer
  std::string_view query = {};    // parameters of the query: "a b"
  std::string_view takes = "application/json";  // type of the body
  std::string_view done = "200";                // the status of success
};

std::span<const Route> routes();

struct RouteMatch {
  const Route* route = nullptr;
  std::string allow;  // the path's methods, if the request's does not fit; empty: there is no such path
};
// OPTIONS fits no route, so it sets `allow` for every existing path.
RouteMatch find_route(std::string_view method, std::string_view path);

// True for answers that are sent while they are made: events, pictures, sound, documents of the record.
bool is_stream(Endpoint endpoint);

// True for routes open to everybody: whether all is well, and pages that hold nothing of the show.
bool needs_no_token(Endpoint endpoint);

// OpenAPI 3.1.
std::string openapi_json();

}  // namespace np::http
