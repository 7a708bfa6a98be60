#include "engine/openai/probe.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "base/format.hpp"
#include "engine/messages.hpp"
#include "engine/openai/refusal.hpp"

namespace np::openai {
namespace {

using std::chrono::seconds;

struct Answer {
  HttpHead head;
  std::string body;
};

Answer get(HttpClient& http, const ApiServer& server, std::string_view path, TimePoint until) {
  HttpRequest request = server.request(path);
  request.first_byte_limit = seconds(5);
  request.silence_limit = seconds(5);
  request.total_limit = std::clamp<Duration>(until - Clock::now(), std::chrono::milliseconds(1), seconds(10));
  request.body_limit = 4 * 1024 * 1024;  // some have thousands of models
  Answer answer;
  try {
    http.exchange(
        request,
        [&](const HttpHead& head) {
          answer.head = head;
          return true;
        },
        [&](std::string_view piece) {
          answer.body += piece;
          return true;
        });
  } catch (const Error& error) {
    throw about(server, error);
  }
  return answer;
}

// Asks for a path that only some servers have: a gateway in between may answer anything.
Answer get_if_there(HttpClient& http, const ApiServer& server, std::string_view path, TimePoint until) {
  try {
    return get(http, server, path, until);
  } catch (const Error&) {
    return {};
  }
}

// llama-server's list of models is open to all; of others it says nothing, for gateways refuse what they do not know.
bool refuses_key(const Answer& answer) { return answer.head.status == 401 || answer.head.status == 403; }

}  // namespace

Probed probe(HttpClient& http, const ApiServer& given, const std::string& model, TimePoint until) {
  Probed probed{.model = model, .root = given.root};
  ApiServer server = given;
  std::optional<Models> models;
  std::optional<Error> first_error;
  bool unlisted = false;
  for (const std::string& root : given.roots()) {
    server.root = root;
    const Answer list = get(http, server, "/v1/models", until);
    if (list.head.status == 200) models = models_in(list.body);
    if (models) {
      probed.root = root;
      break;
    }
    const bool no_list = list.head.status == 404 || list.head.status == 405 || list.head.status == 501;
    if (!first_error)
      first_error = list.head.status == 200 ? no_api(server, list.head) : Error(refused(server, list.head, list.body));
    // Another path would get the same answer.
    if (!no_list && list.head.status != 200 && list.head.status / 100 != 3) throw refused(server, list.head, list.body);
    if (no_list) unlisted = true;
  }
  if (!models && (!unlisted || (model.empty() && !given.complete()))) throw *first_error;
  server.root = probed.root;
  // llama-server answers to any name.
  if (models && !models->llama_server) probed.models = models->all;
  if (models && model.empty()) {
    if (models->first.empty()) {
      throw Error(ErrorKind::kUnavailable,
                  server.name() + " has no model; load one there, or set " + server.model_setting + ".");
    }
    probed.model = models->first;
  }

  const Answer props = get_if_there(http, server, "/props", until);
  if (models && models->llama_server && refuses_key(props)) throw refused(server, props.head, props.body);
  if (props.head.status == 200) {
    if (const auto llama = llama_props(props.body)) {
      if (!llama->sees) {
        throw Error(ErrorKind::kInvalid, np::format(messages::kModelCannotSee, server.shown));
      }
      probed.kind = ServerKind::kLlamaServer;
      return probed;
    }
  }
  const Answer version = get_if_there(http, server, "/version", until);
  if (version.head.status == 200 && is_vllm_version(version.body)) probed.kind = ServerKind::kVllm;
  return probed;
}

}  // namespace np::openai
