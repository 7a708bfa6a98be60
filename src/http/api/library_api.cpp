#include "http/api/library_api.hpp"

#include <algorithm>
#include <boost/url/pct_string_view.hpp>
#include <expected>
#include <utility>
#include <vector>

#include "base/base64.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "http/api/named_sources_api.hpp"
#include "http/message/json.hpp"
#include "http/messages.hpp"
#include "library/messages.hpp"
#include "library/upload_name.hpp"

namespace np::http {
namespace {

using LibraryReply = std::function<void(Response)>;

Response json_answer(const JsonObject& object) {
  return {.headers = {{"Cache-Control", "no-store"}}, .body = object.text()};
}

// Of a GET or DELETE: what is not there is 404.
Response library_failure(const Error& error) {
  return error.kind() == ErrorKind::kNotFound  ? failure(404, error.message())
         : error.kind() == ErrorKind::kRefused ? failure(403, error.message())
                                               : failure(error);
}

std::string length_json(const Glance& glance) { return glance.length_s > 0 ? json_number(glance.length_s) : "null"; }

std::string list_json(const std::vector<std::string>& objects) {
  std::string text = "[";
  for (const std::string& one : objects) text += (text.size() > 1 ? "," : "") + one;
  return text + "]";
}

Response tell_offer(Library& library, const NamedSources& named, const Show& show) {
  const bool sample = !library.sample().empty() && show.may_open(library.sample());
  const Uploads& uploads = library.uploads();
  const bool takes = uploads.off().empty() && show.may_open(uploads.folder() / "video");
  return json_answer(JsonObject()
                         .raw("sample", text_or_null(sample ? library.sample() : std::string()))
                         .add("uploads", takes)
                         .add("folders", library.has_folders())
                         .raw("named", named_sources_json(named, show)));
}

void tell_media(const Request& request, Library& library, const Show& show, LibraryReply reply) {
  MediaWish wish{.dir = request.parameter("dir").value_or(""),
                 .words = std::string(trim(request.parameter("q").value_or(""))),
                 .after = request.parameter("after").value_or("")};
  library.list(std::move(wish), [&show, reply = std::move(reply)](const std::expected<MediaListing, Error>& found) {
    if (!found) return reply(library_failure(found.error()));
    std::vector<std::string> folders, videos;
    for (const auto& one : found->folders)
      folders.push_back(JsonObject().add("name", one.name).add("dir", one.dir).text());
    for (const auto& one : found->videos) {
      if (!show.may_open(one.path)) continue;
      videos.push_back(JsonObject()
                           .add("name", one.name)
                           .add("source", one.path)
                           .add("dir", one.dir)
                           .add("bytes", one.bytes)
                           .add("at", one.at)
                           .text());
    }
    reply(json_answer(JsonObject()
                          .add("dir", found->dir)
                          .raw("folders", list_json(folders))
                          .raw("videos", list_json(videos))
                          .raw("more", found->more ? json_string(*found->more) : "null")
                          .add("cut", found->cut)));
  });
}

void tell_uploads(Library& library, LibraryReply reply) {
  Uploads& all = library.uploads();
  all.contents([folder = all.folder(), limits = all.limits(),
                reply = std::move(reply)](const std::expected<UploadFolder::Contents, Error>& now) {
    if (!now) return reply(library_failure(now.error()));
    std::vector<std::string> kept, arriving;
    for (const KeptUpload& one : now->kept)
      kept.push_back(JsonObject()
                         .add("name", one.name)
                         .add("source", (folder / one.name).string())
                         .add("bytes", one.bytes)
                         .add("at", one.at)
                         .text());
    for (const ArrivingUpload& one : now->arriving)
      arriving.push_back(JsonObject()
                             .add("id", one.id)
                             .add("name", one.name)
                             .raw("source", one.plays ? json_string((folder / one.name).string()) : "null")
                             .add("received", one.received)
                             .add("bytes", one.bytes)
                             .text());
    reply(json_answer(JsonObject()
                          .raw("uploads", list_json(kept))
                          .raw("arriving", list_json(arriving))
                          .add("free_bytes", now->free_bytes)
                          .add("most_bytes", limits.most_bytes)
                          .add("days", limits.days)));
  });
}

void delete_upload(const Request& request, Library& library, LibraryReply reply) {
  auto done = [reply = std::move(reply)](const std::expected<void, Error>& result) {
    reply(result ? json_answer(JsonObject().add("status", "ok")) : library_failure(result.error()));
  };
  if (const auto id = request.parameter("id")) return library.uploads().forget(*id, std::move(done));
  library.uploads().remove(last_segment(request.path), std::move(done));
}

void tell_glance(const Request& request, Library& library, const Show& show, LibraryReply reply) {
  const auto video = request.parameter("video");
  if (!video || video->empty()) return reply(failure(400, messages::kVideoMissing));
  if (!show.may_open(*video)) return reply(failure(404, messages::kNotInLibrary));
  library.glance(*video, [reply = std::move(reply)](const std::expected<Glance, Error>& seen) {
    if (!seen) return reply(library_failure(seen.error()));
    std::string picture = "null";
    if (!seen->jpeg.empty())
      picture = json_string("data:image/jpeg;base64," +
                            base64({reinterpret_cast<const char*>(seen->jpeg.data()), seen->jpeg.size()}));
    reply(json_answer(JsonObject()
                          .add("codec", seen->codec)
                          .add("width", seen->width)
                          .add("height", seen->height)
                          .raw("length_s", length_json(*seen))
                          .raw("picture", picture)));
  });
}

}  // namespace

bool is_of_library(Endpoint endpoint) {
  return endpoint == Endpoint::kSources || endpoint == Endpoint::kMedia || endpoint == Endpoint::kUploads ||
         endpoint == Endpoint::kDeleteUpload || endpoint == Endpoint::kGlance;
}

void answer_library(Endpoint endpoint, const Request& request, Library& library, const NamedSources& named,
                    const Show& show, LibraryReply reply) {
  if (request.role != Role::kController) return reply(failure(403, messages::kForControllers));
  switch (endpoint) {
    case Endpoint::kSources: return reply(tell_offer(library, named, show));
    case Endpoint::kMedia: return tell_media(request, library, show, std::move(reply));
    case Endpoint::kUploads: return tell_uploads(library, std::move(reply));
    case Endpoint::kDeleteUpload: return delete_upload(request, library, std::move(reply));
    default: return tell_glance(request, library, show, std::move(reply));
  }
}

std::string last_segment(std::string_view path) {
  path.remove_prefix(std::min(path.rfind('/') + 1, path.size()));
  const auto text = boost::urls::make_pct_string_view(path);
  return text ? text->decode() : std::string(path);
}

std::string kept_json(const Uploads::Kept& kept) {
  return JsonObject()
      .add("status", "kept")
      .add("name", kept.name)
      .add("source", kept.path)
      .add("bytes", kept.bytes)
      .add("codec", kept.glance.codec)
      .add("width", kept.glance.width)
      .add("height", kept.glance.height)
      .raw("length_s", length_json(kept.glance))
      .text();
}

}  // namespace np::http
