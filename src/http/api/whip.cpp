#include "http/api/whip.hpp"

#include <algorithm>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "http/message/json.hpp"
#include "http/messages.hpp"

namespace np::http {
namespace {

using WhipReply = std::function<void(Response)>;

constexpr std::string_view kOffer = "application/sdp";
constexpr std::string_view kFragment = "application/trickle-ice-sdpfrag";
constexpr const char* kPublished = "whip";  // the source that this is

bool is_of_type(const Request& request, std::string_view type) {
  const auto said = request.header("Content-Type");
  return lower(trim(said.substr(0, said.find(';')))) == type;
}

Response wrong_type(std::string_view type) { return failure(415, np::format(messages::kBodyIsOtherType, type)); }

std::string quoted(const std::string& etag) { return '"' + etag + '"'; }

Response created(const PublicationTicket& ticket) {
  Response response{.status = 201,
                    .content_type = std::string(kOffer),
                    .headers = {{"Location", np::format("{}/{}", kWhipPath, ticket.id)},
                                {"ETag", quoted(ticket.etag)},
                                {"Accept-Patch", std::string(kFragment)},
                                {"Cache-Control", "no-store"}},
                    .body = ticket.sdp};
  for (const std::string& server : ticket.ice_servers) response.headers.emplace_back("Link", server);
  return response;
}

void publish(const Request& request, House& house, Show& show, const WhipReply& reply) {
  if (!is_of_type(request, kOffer)) return reply(wrong_type(kOffer));
  if (!show.may_open(kPublished)) return reply(failure(403, messages::kSourceNotAllowed));
  const bool replace = request.parameter("replace") == "true";
  house.publish(request.body, request.parameter("instead").value_or(""),
                np::format("{} {}", request.client, request.header("User-Agent")),
                [&show, replace, reply](const std::expected<PublicationTicket, Error>& ticket) {
                  if (!ticket) return reply(failure(ticket.error()));
                  // The running source continues until the first picture is there; the status tells how it went.
                  const bool running = show.report().capture_running;
                  if (!running || replace)
                    show.start({.source = kPublished, .wait = !running, .replace = running},
                               [](const std::expected<void, Error>&) {});
                  reply(created(*ticket));
                });
}

Response refusal(const Error& error) {
  switch (error.kind()) {
    case ErrorKind::kNotFound: return failure(404, error.message());
    case ErrorKind::kConflict: return failure(412, error.message());
    case ErrorKind::kUnsupported: return failure(422, error.message());
    default: return failure(error);
  }
}

Response publish_more(const Request& request, const std::string& id, House& house) {
  if (!is_of_type(request, kFragment)) return wrong_type(kFragment);
  std::string_view etag = trim(request.header("If-Match"));
  if (etag.empty()) return failure(428, messages::kIfMatchMissing);
  if (etag.size() > 1 && etag.starts_with('"') && etag.ends_with('"')) etag = etag.substr(1, etag.size() - 2);
  if (const auto done = house.publish_more(id, std::string(etag), request.body); !done) return refusal(done.error());
  return {.status = 204};
}

}  // namespace

bool is_whip(Endpoint endpoint) {
  return endpoint == Endpoint::kPublish || endpoint == Endpoint::kPublishMore || endpoint == Endpoint::kPublishEnd;
}

void answer_whip(Endpoint endpoint, const Request& request, House& house, Show& show, WhipReply reply) {
  if (endpoint == Endpoint::kPublish) return publish(request, house, show, reply);
  const std::string id = request.path.substr(kWhipPath.size() + 1);
  if (endpoint == Endpoint::kPublishMore) return reply(publish_more(request, id, house));
  if (!house.end_publishing(id)) return reply(failure(404, messages::kPublicationUnknown));
  reply({.headers = {{"Cache-Control", "no-store"}}, .body = JsonObject().add("status", "ok").text()});
}

}  // namespace np::http
