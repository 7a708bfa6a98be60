#include "http/pages/assets.hpp"

#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>

#include "base/format.hpp"
#include "http/messages.hpp"

namespace np::http {
namespace {

std::string_view content_type(std::string_view name) {
  const auto dot = name.rfind('.');
  const auto ending = dot == name.npos ? "" : name.substr(dot + 1);
  if (ending == "html") return "text/html; charset=utf-8";
  if (ending == "css") return "text/css; charset=utf-8";
  if (ending == "js" || ending == "mjs") return "text/javascript; charset=utf-8";
  if (ending == "json") return "application/json";
  if (ending == "webmanifest") return "application/manifest+json";
  if (ending == "svg") return "image/svg+xml";
  if (ending == "png") return "image/png";
  if (ending == "ico") return "image/x-icon";
  if (ending == "woff2") return "font/woff2";
  return "application/octet-stream";
}

std::uint64_t fnv1a(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const unsigned char c : bytes) hash = (hash ^ c) * 0x100000001b3;
  return hash;
}

Response file_answer(std::string_view name, std::string bytes) {
  Response response{.content_type = std::string(content_type(name))};
  response.headers = {{"Cache-Control", "no-cache"}, {"ETag", np::format("\"{:016x}\"", fnv1a(bytes))}};
  response.body = std::move(bytes);
  return response;
}

Response packed_answer(std::string_view name, std::string_view bytes) {
  Response response = file_answer(name, std::string(bytes));
  response.headers.emplace_back("Content-Encoding", "gzip");
  response.headers.emplace_back("Vary", "Accept-Encoding");
  return response;
}

bool takes_gzip(const Request& request) {
  const auto codings = request.header("Accept-Encoding");
  return codings.contains("gzip") && !codings.contains("gzip;q=0");
}

Response none() { return failure(404, messages::kNoSuchAddress); }

// With places to be filled in.
bool is_shape(std::string_view name) { return name == "sign-in.html"; }

std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file || !std::filesystem::is_regular_file(path)) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// The browser's copy is the same one: no need to send it again.
Response unless_known(Response response, std::string_view known) {
  for (const auto& [name, value] : response.headers) {
    if (name == "ETag" && value == known) {
      response.status = 304;
      response.body.clear();
      break;
    }
  }
  return response;
}

}  // namespace

Assets::Assets(Loop& loop, std::filesystem::path folder) : loop_(loop), folder_(std::move(folder)) {
  const auto embed = [this](std::span<const Asset> assets) {
    for (const auto& asset : assets) {
      Response plain = file_answer(asset.name, std::string(asset.bytes));
      if (!asset.packed.empty()) {
        plain.headers.emplace_back("Vary", "Accept-Encoding");
        packed_.emplace(asset.name, packed_answer(asset.name, asset.packed));
      }
      embedded_.emplace(asset.name, std::move(plain));
    }
  };
  embed(library_assets());
  if (folder_.empty()) {
    embed(web_assets());
  } else {
    reader_ = std::make_unique<WorkerThread>("page-files", 64);
  }
}

std::string_view Assets::shape(std::string_view name) {
  for (const auto& asset : web_assets())
    if (asset.name == name) return asset.bytes;
  return {};
}

void Assets::answer(std::string_view name, const Request& request, Reply reply) {
  if (name.empty()) name = "index.html";
  if (name.starts_with('.') || name.find_first_of("/\\%") != name.npos || is_shape(name)) return reply(none());
  std::string known(request.header("If-None-Match"));
  if (const auto packed = packed_.find(name); packed != packed_.end() && takes_gzip(request))
    return reply(unless_known(packed->second, known));
  const auto found = embedded_.find(name);
  if (found != embedded_.end()) return reply(unless_known(found->second, known));
  if (!reader_) return reply(none());
  const bool taken = reader_->post([this, name = std::string(name), known = std::move(known), reply]() mutable {
    auto bytes = read_file(folder_ / name);
    auto response = bytes ? unless_known(file_answer(name, *std::move(bytes)), known) : none();
    loop_.post([reply = std::move(reply), response = std::move(response)]() mutable { reply(std::move(response)); });
  });
  if (!taken) reply(failure(503, "Too many files are being read: try again in a moment."));
}

}  // namespace np::http
