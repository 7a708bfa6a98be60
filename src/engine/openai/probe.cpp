#include "engine/openai/probe.hpp"

#include "base/format.hpp"
#include "engine/messages.hpp"

namespace np::openai {
namespace {

using std::chrono::seconds;

struct Answer {
  HttpHead head;
  std::string body;
};

Answer get(HttpClient& http, const ApiServer& server, std::string_view path) {
  HttpRequest request = server.request(path);
  request.first_byte_limit = seconds(5);
  request.silence_limit = seconds(5);
  request.total_limit = seconds(10);
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

// A server that refuses the key only where it counts has its list of models open to all.
bool refuses_key(const Answer& answer) { return answer.head.status == 401 || answer.head.status == 403; }

}  // namespace

Refused refused(const ApiServer& server, const HttpHead& head, const std::string& body) {
  const std::string message = error_message(body);
  return Refused(refusal(server, head, message), retry_after(head), blames_extras(message));
}

Probed probe(HttpClient& http, const ApiServer& server, const std::string& model) {
  Probed probed{.model = model};
  const Answer models = get(http, server, "/v1/models");
  const bool no_list = models.head.status == 404 || models.head.status == 405;
  if (models.head.status != 200 && !(no_list && !model.empty())) throw refused(server, models.head, models.body);
  if (models.head.status == 200) {
    const auto first = first_model(models.body);
    if (!first) throw no_api(server, models.head);
    if (model.empty() && first->empty()) {
      throw Error(ErrorKind::kUnavailable,
                  server.name() + " has no model; load one there, or set " + server.model_setting + ".");
    }
    if (model.empty()) probed.model = *first;
  }

  const Answer props = get(http, server, "/props");
  if (refuses_key(props)) throw refused(server, props.head, props.body);
  if (props.head.status == 200) {
    if (const auto llama = llama_props(props.body)) {
      if (!llama->sees) {
        throw Error(ErrorKind::kInvalid, np::format(messages::kModelCannotSee, server.shown));
      }
      probed.kind = ServerKind::kLlamaServer;
      return probed;
    }
  }
  const Answer version = get(http, server, "/version");
  if (version.head.status == 200 && is_vllm_version(version.body)) probed.kind = ServerKind::kVllm;
  return probed;
}

}  // namespace np::openai
