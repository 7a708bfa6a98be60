#include "http/api/cameras.hpp"

#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "cameras/cameras.hpp"
#include "http/api/wire.hpp"
#include "http/message/body.hpp"
#include "http/message/json.hpp"
#include "http/messages.hpp"

namespace np::http {
namespace {

constexpr std::size_t kMostAddress = 1024, kMostLogin = 128;  // bytes

Response camera_answer(const JsonObject& object) {
  return {.headers = {{"Cache-Control", "no-store"}}, .body = object.text()};
}

std::string list_json(const std::vector<Camera>& cameras) {
  std::string out;
  for (const Camera& camera : cameras) {
    if (!out.empty()) out += ',';
    out += JsonObject()
               .add("name", camera.name)
               .add("kind", camera.kind)
               .add("source", camera.source)
               .add("detail", camera.detail)
               .add("address", camera.address)
               .text();
  }
  return '[' + out + ']';
}

std::string list_json(const std::vector<CameraStream>& streams) {
  std::string out;
  for (const CameraStream& stream : streams) {
    if (!out.empty()) out += ',';
    out += JsonObject()
               .add("name", stream.name)
               .add("source", stream.source)
               .add("width", stream.width)
               .add("height", stream.height)
               .text();
  }
  return '[' + out + ']';
}

std::string bounded(std::string text, std::string_view name, std::size_t most) {
  if (text.size() > most) throw WrongBody{np::format(messages::kFieldTooLong, name, most)};
  return text;
}

}  // namespace

void answer_cameras(Endpoint endpoint, const Request& request, Cameras& cameras, const Show& show,
                    std::function<void(Response)> reply) {
  if (request.role != Role::kController) return reply(failure(403, messages::kWatchOnly));
  if (endpoint == Endpoint::kCameras)
    return cameras.list([reply = std::move(reply), &show](CameraList found) {
      std::erase_if(found.cameras, [&](const Camera& camera) {
        return !show.may_open(camera.kind == "onvif" ? camera.address : camera.source);
      });
      reply(camera_answer(JsonObject().raw("cameras", list_json(found.cameras)).add("note", found.note)));
    });
  const auto body = parse_body(request);
  const std::string address = bounded(std::string(trim(text_field(body, "address"))), "address", kMostAddress);
  const soap::Login login{bounded(optional_text(body, "user").value_or(""), "user", kMostLogin),
                          bounded(optional_text(body, "password").value_or(""), "password", kMostLogin)};
  // If we may not open an address, we do not ask it either.
  if (!show.may_open(address.contains("://") ? address : "http://" + address))
    return reply(failure(403, messages::kSourceNotAllowed));
  cameras.open(address, login, [reply = std::move(reply)](const auto& streams) {
    // The requester can fix every reason why a camera does not answer, as with a source.
    if (!streams) return reply(failure(400, streams.error().message()));
    reply(camera_answer(JsonObject().raw("streams", list_json(*streams))));
  });
}

}  // namespace np::http
