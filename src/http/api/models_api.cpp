#include "http/api/models_api.hpp"

#include <algorithm>
#include <boost/url/pct_string_view.hpp>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "http/message/body.hpp"
#include "http/message/json.hpp"
#include "http/messages.hpp"

namespace np::http {
namespace {

constexpr std::size_t kMostFile = 512, kMostUrl = 2048, kMostModelName = 256, kMostKey = 1024, kMostWord = 64;  // bytes
constexpr std::string_view kPullPath = "/api/models/pull/";

Response models_answer(const JsonObject& object) {
  return {.headers = {{"Cache-Control", "no-store"}}, .body = object.text()};
}

Response models_done(const std::expected<void, Error>& result) {
  if (!result) return failure(result.error());
  return models_answer(JsonObject().add("status", "ok"));
}

std::string eyes_json(const EyesReport& eyes) {
  return JsonObject()
      .add("kind", eyes.kind)
      .add("name", eyes.name)
      .add("file", eyes.file)
      .add("url", eyes.url)
      .add("model", eyes.model)
      .text();
}
std::string eyes_json(const std::optional<EyesReport>& eyes) { return eyes ? eyes_json(*eyes) : "null"; }

std::string model_json(const ModelReport& model) {
  return JsonObject()
      .add("name", model.name)
      .add("quant", model.quant)
      .raw("file", text_or_null(model.file))
      .add("bytes", model.bytes)
      .add("exact", model.exact)
      .add("partial_bytes", model.partial)
      .add("fits", model.fits)
      .raw("device", text_or_null(model.device))
      .add("recommended", model.recommended)
      .text();
}

std::string pull_json(const ModelPullReport& pull) {
  return JsonObject()
      .add("model", pull.model)
      .add("quant", pull.quant)
      .add("state", pull.state)
      .add("checking", pull.checking)
      .add("done", pull.done)
      .raw("total", pull.total > 0 ? std::to_string(pull.total) : "null")
      .raw("bytes_per_s", pull.bytes_per_second > 0 ? json_number(pull.bytes_per_second) : "null")
      .add("note", pull.note)
      .text();
}

std::string list_of(const auto& items, auto json_of) {
  std::string out;
  for (const auto& item : items) out += (out.empty() ? "" : ",") + json_of(item);
  return '[' + out + ']';
}

Response tell_models(const ModelsReport& report) {
  return models_answer(JsonObject()
                           .raw("now", eyes_json(report.now))
                           .add("stage", report.stage)
                           .raw("next", eyes_json(report.next))
                           .add("problem", report.problem)
                           .raw("start", eyes_json(report.start))
                           .add("after_restart", report.after_restart)
                           .raw("models", list_of(report.models, model_json))
                           .raw("pull", report.pull ? pull_json(*report.pull) : "null")
                           .add("free_bytes", report.free_bytes));
}

std::string short_text(const boost::json::object& body, std::string_view name, std::size_t most) {
  std::string text(trim(optional_text(body, name).value_or("")));
  if (text.size() > most) throw WrongBody{np::format(messages::kFieldTooLong, name, most)};
  if (!utf8::length(text) || utf8::has_controls(text) || text.find_first_of("\r\n\t") != text.npos)
    throw WrongBody{np::format(messages::kControlCharacters, name)};
  return text;
}

bool is_http(std::string_view url) {
  for (const std::string_view scheme : {"http://", "https://"})
    if (url.starts_with(scheme) && url.size() > scheme.size()) return url.find_first_of(" ,\"<>") == url.npos;
  return false;
}

Response choose_model(const Request& request, ModelsHouse& models, const Show& show) {
  const auto body = parse_body(request);
  const EyesWish wish{.use = text_field(body, "use"),
                      .file = short_text(body, "file", kMostFile),
                      .url = short_text(body, "url", kMostUrl),
                      .model = short_text(body, "model", kMostModelName),
                      .key = short_text(body, "key", kMostKey)};
  constexpr std::string_view kUses[] = {"eyes", "file", "server", "start"};
  if (!std::ranges::contains(kUses, wish.use)) throw WrongBody{messages::kUseIsOneOf};
  if (wish.use == "file" && wish.file.empty()) throw WrongBody{messages::kFileMissing};
  if (wish.use == "server") {
    if (!is_http(wish.url)) throw WrongBody{messages::kNoServerAddress};
    // If we may not open an address, we do not ask it either.
    if (!models.is_known_server(wish.url) && !show.may_open(wish.url)) return failure(403, messages::kSourceNotAllowed);
  }
  return models_done(models.choose(wish));
}

Response start_pull(const Request& request, ModelsHouse& models) {
  const auto body = parse_body(request);
  const std::string model = text_field(body, "model");
  const std::string quant = short_text(body, "quant", kMostWord);
  const auto result = models.pull(model.substr(0, kMostWord), quant);
  // A model that there is not is something that the requester can fix.
  if (!result && result.error().kind() == ErrorKind::kNotFound) return failure(400, result.error().message());
  return models_done(result);
}

Response cancel_pull(const Request& request, ModelsHouse& models) {
  const auto name = boost::urls::make_pct_string_view(std::string_view(request.path).substr(kPullPath.size()));
  const auto result =
      name ? models.cancel_pull(name->decode()) : std::unexpected(Error(ErrorKind::kNotFound, messages::kNoSuchPull));
  if (!result && result.error().kind() == ErrorKind::kNotFound) return failure(404, result.error().message());
  return models_done(result);
}

}  // namespace

bool is_of_models(Endpoint endpoint) {
  switch (endpoint) {
    case Endpoint::kModels:
    case Endpoint::kChooseModel:
    case Endpoint::kModelServers:
    case Endpoint::kPull:
    case Endpoint::kPausePull:
    case Endpoint::kCancelPull: return true;
    default: return false;
  }
}

void answer_models(Endpoint endpoint, const Request& request, ModelsHouse& models, const Show& show,
                   std::function<void(Response)> reply) {
  if (request.role != Role::kController) return reply(failure(403, messages::kWatchOnly));
  switch (endpoint) {
    case Endpoint::kChooseModel: return reply(choose_model(request, models, show));
    case Endpoint::kPull: return reply(start_pull(request, models));
    case Endpoint::kPausePull: return reply(models_done(models.pause_pull()));
    case Endpoint::kCancelPull: return reply(cancel_pull(request, models));
    case Endpoint::kModelServers:
      return models.servers([reply = std::move(reply)](const auto& found) {
        if (!found) return reply(failure(found.error()));
        reply(models_answer(JsonObject().raw("servers", list_of(*found, [](const ModelServerReport& one) {
                                               return JsonObject()
                                                   .add("name", one.name)
                                                   .add("url", one.url)
                                                   .raw("models", json_array(one.models))
                                                   .text();
                                             }))));
      });
    default:
      return models.report([reply = std::move(reply)](const std::expected<ModelsReport, Error>& report) {
        reply(report ? tell_models(*report) : failure(report.error()));
      });
  }
}

}  // namespace np::http
