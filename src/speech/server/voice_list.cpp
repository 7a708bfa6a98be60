#include "speech/server/voice_list.hpp"

#include <tuple>
#include <utility>

#include "base/log.hpp"
#include "speech/server/server_json.hpp"

namespace np {
namespace {

using std::chrono::seconds;

constexpr const char* kPaths[] = {"/v1/audio/voices", "/v1/voices", "/v1/audio/speech/voices"};

}  // namespace

std::vector<std::string> fetch_voice_names(HttpClient& http, const ApiServer& server) try {
  for (const char* path : kPaths) {
    HttpRequest request = server.request(path);
    request.connect_limit = seconds(3);
    request.total_limit = seconds(5);
    request.body_limit = 1 << 20;
    std::string body;
    http.exchange(
        request, [](const HttpHead& head) { return head.status == 200; },
        [&](std::string_view piece) {
          body += piece;
          return true;
        });
    if (auto names = speech_server::voice_names(body); !names.empty()) return names;
  }
  return {};
} catch (const Error& error) {
  // Whether the server speaks is reported elsewhere.
  log::debug("The voices of the speech server are not known: {}", error.message());
  return {};
}

VoiceList::VoiceList(Loop& loop, const ApiServer& server) : loop_(loop), server_(server), worker_("voice list", 1) {}

VoiceList::~VoiceList() { http_.cancel(); }

const std::vector<std::string>& VoiceList::names() {
  if (!asked_at_ || loop_.now() - *asked_at_ >= kFresh) ask();
  return names_;
}

void VoiceList::ask() {
  asked_at_ = loop_.now();
  // A full queue is fine: somebody asks already.
  std::ignore = worker_.post([this, done = alive_.guard([this](std::vector<std::string> names) {
    if (!names.empty()) names_ = std::move(names);
  })]() mutable {
    loop_.post(
        [done = std::move(done), names = fetch_voice_names(http_, server_)]() mutable { done(std::move(names)); });
  });
}

}  // namespace np
