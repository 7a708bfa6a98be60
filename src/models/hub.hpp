// The model hub: which files a repository has, and where they are. huggingface.co or a mirror of it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "net/http_client.hpp"

namespace np {

struct HubFile {
  std::string path;  // in the repository
  std::uint64_t bytes = 0;
  std::string sha256;  // 64 small hexadecimal digits; empty if the hub does not say
};

struct Hub {
  std::string endpoint = "https://huggingface.co";  // without a slash at its end
  std::string token;                                // sent to the endpoint's host only, never shown

  std::string name() const;  // host, and port if one is given
  std::string listing_url(std::string_view repository) const;
  std::string file_url(std::string_view repository, std::string_view path) const;
  HttpRequest request(std::string url) const;  // with the token, following redirects
};

using Environment = std::map<std::string, std::string, std::less<>>;

// From HF_ENDPOINT and HF_TOKEN, else the token that a login has stored: $HF_HOME/token, ~/.cache/huggingface/token.
// Throws Error if HF_ENDPOINT is no address.
Hub hub_of(const Environment& environment);

// Throws Error if the text is no listing.
std::vector<HubFile> read_listing(std::string_view text, const Hub& hub);

// Why an answer is not the requested file, and whether another try may help.
struct Refusal {
  Error why;
  bool temporary = false;
  Duration at_least{};  // how long the server wants us to wait
};
// std::nullopt for 200 and 206. `what` names the request.
std::optional<Refusal> refusal_of(const HttpHead& head, const Hub& hub, std::string_view what);

// A server in between that wants a login answers everything with a page.
bool is_web_page(const HttpHead& head);

}  // namespace np
