// One HTTP(S) exchange at a time, for code that talks to other servers: cameras, model servers, speech servers, the
// model hub. Blocking: made for a worker thread of its owner; any thread may call cancel(). It checks certificates
// against the system's store, or against the file that SSL_CERT_FILE names, and takes proxies from the environment as
// other programs do.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"

namespace np {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

// Whether it may connect to this machine's own and link-local addresses.
enum class LocalAddresses {
  kAllowed,
  kAsTheFirst,  // only if the first address is one: redirects from elsewhere lead to none
  kRefused,
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;  // http:// or https://; may hold user:password@, which is sent and never shown
  HttpHeaders headers;
  std::string body;
  bool follow_redirects = false;  // GET only; an Authorization header is not sent on to another host
  // GET and POST: sends user and password of the URL only when the server asks, and by its method (Basic or Digest);
  // otherwise sends them at once, as Basic.
  bool wait_for_challenge = false;
  // Asks for no compression, and undoes it if it comes anyway.
  bool undo_compression = false;
  LocalAddresses local_addresses = LocalAddresses::kAllowed;  // not checked if a proxy is set
  bool past_proxies = false;                                  // asks the server itself, whatever the environment says
  bool keep_cookies = false;                                  // from one exchange of this client to the next
  bool ignore_length = false;  // the body ends with the connection, whatever Content-Length says

  // Zero: no limit.
  Duration connect_limit = std::chrono::seconds(5);      // name, connection and TLS
  Duration first_byte_limit = std::chrono::seconds(30);  // from the request sent to the answer's head
  Duration silence_limit = std::chrono::seconds(30);     // between two pieces of the body
  Duration total_limit{};
  std::size_t head_limit = 0;    // bytes of the answer's head; zero: curl's own, about 300 KB
  std::uint64_t body_limit = 0;  // bytes; zero: none
};

struct HttpHead {
  int status = 0;
  HttpHeaders headers;     // names in lower case
  bool delimited = false;  // the answer itself tells where it ends
  std::string url;         // the final one, after redirects
  bool local = false;      // at one of this machine's own or link-local addresses
  std::string_view header(std::string_view lower_case_name) const;  // empty if there is none
};

class HttpClient {
 public:
  using HeadFn = std::function<bool(const HttpHead& head)>;    // false ends the exchange
  using BodyFn = std::function<bool(std::string_view piece)>;  // false ends the exchange

  HttpClient();
  ~HttpClient();  // no exchange may be under way
  HttpClient(const HttpClient&) = delete;

  // Returns when the answer is complete or a callback has ended it. Calls on_head once (with the last answer, after
  // redirects and challenges), then on_body for each piece, both on the caller's thread. An answer with any status is
  // no error. Keeps connections for the next exchange. Throws Error: kRefused, kNotFound (the name), kTimeout,
  // kPermission (the certificate), kUnavailable (cut short, or cancelled), kInvalid (no URL, no HTTP). The message is a
  // sentence that names the host and port and nothing else of the URL.
  void exchange(const HttpRequest& request, const HeadFn& on_head, const BodyFn& on_body);

  // For callbacks: limits the whole time of the exchange under way, whatever the request said; zero: no limit.
  void limit_total(Duration limit);

  // Any thread; takes effect at once. The exchange under way throws, and so does each later one until resume().
  void cancel();
  void resume();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
