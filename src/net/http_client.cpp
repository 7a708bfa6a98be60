#include "net/http_client.hpp"

#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <exception>
#include <limits>
#include <optional>
#include <utility>

#include "base/format.hpp"
#include "base/freed.hpp"
#include "base/text.hpp"
#include "net/http_exchange.hpp"
#include "net/local_address.hpp"
#include "net/messages.hpp"

namespace np {
namespace {

using std::chrono::milliseconds;

constexpr long kMaxRedirects = 8;
constexpr long kKeptConnections = 4;

using Url = std::unique_ptr<CURLU, Freed<curl_url_cleanup>>;
using Easy = std::unique_ptr<CURL, Freed<curl_easy_cleanup>>;
using Multi = std::unique_ptr<CURLM, Freed<curl_multi_cleanup>>;
using List = std::unique_ptr<curl_slist, Freed<curl_slist_free_all>>;

void use_curl() { [[maybe_unused]] static const CURLcode once = curl_global_init(CURL_GLOBAL_ALL); }

std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return {};
  const std::unique_ptr<char, Freed<curl_free>> owner(text);
  return text;
}

// "host:port"; empty if it is no URL of a web server.
std::string place_of(CURLU* url) {
  const std::string scheme = part_of(url, CURLUPART_SCHEME);
  const std::string host = part_of(url, CURLUPART_HOST);
  if ((scheme != "http" && scheme != "https") || host.empty()) return {};
  return host + ":" + part_of(url, CURLUPART_PORT);
}

[[noreturn]] void refuse_address() { throw Error(ErrorKind::kInvalid, messages::kNoHttpAddress); }

bool is_one_line(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) == text.npos; }

List header_list(const HttpRequest& request) {
  List list;
  const auto add = [&](const std::string& line) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (!longer) throw std::bad_alloc();
    (void)list.release();
    list.reset(longer);
  };
  add("Expect:");  // a server that does not know it would cost a second for each large body
  for (const auto& [name, value] : request.headers) {
    if (!is_one_line(name) || !is_one_line(value))
      throw Error(ErrorKind::kInvalid,
                  np::format(messages::kHeaderOfTwoLines, is_one_line(name) ? name : "of a request"));
    add(value.empty() ? name + ";" : name + ": " + value);
  }
  return list;
}

std::string in_seconds(Duration limit) { return np::format("{:.3g} s", to_seconds(limit)); }

long whole_milliseconds(Duration limit) {
  const auto count = std::chrono::ceil<milliseconds>(limit).count();
  return count <= 0 ? std::numeric_limits<int>::max()
                    : static_cast<long>(std::min<std::int64_t>(count, std::numeric_limits<int>::max()));
}

std::size_t header_callback(char* data, std::size_t, std::size_t bytes, void* exchange) {
  return static_cast<HttpExchange*>(exchange)->take_line({data, bytes}) ? bytes : 0;
}

std::size_t body_callback(char* data, std::size_t, std::size_t bytes, void* exchange) {
  return static_cast<HttpExchange*>(exchange)->take_piece({data, bytes}) ? bytes : CURL_WRITEFUNC_ERROR;
}

int connected_callback(void* exchange, char*, char*, int, int) {
  static_cast<HttpExchange*>(exchange)->asked();
  return CURL_PREREQFUNC_OK;
}

bool proxy_is_set() {
  for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
    if (const char* value = std::getenv(name); value && *value) return true;
  return false;
}

// Asked with the address that a name has come to, so that no name server can talk its way around it.
curl_socket_t open_socket_callback(void* p, curlsocktype, curl_sockaddr* address) {
  auto& exchange = *static_cast<HttpExchange*>(p);
  if (is_local_address(address->addr)) {
    const bool first = exchange.redirects() == 0;
    const LocalAddresses rule = exchange.request.local_addresses;
    exchange.local |= first;
    if (rule == LocalAddresses::kRefused || (rule == LocalAddresses::kAsTheFirst && !exchange.local)) {
      exchange.refused_address = true;
      return CURL_SOCKET_BAD;
    }
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

Error error_of(CURLcode code, CURL* easy, const HttpExchange& exchange, const std::string& place) {
  const auto make = [&](ErrorKind kind, std::format_string<const std::string&> sentence) {
    return Error(kind, np::format(sentence, place));
  };
  long os_error = 0;
  if (exchange.refused_address) return make(ErrorKind::kPermission, messages::kLeadsToLocalAddress);
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST: return make(ErrorKind::kNotFound, messages::kPeerNameNotKnown);
    case CURLE_COULDNT_RESOLVE_PROXY:
      return Error(ErrorKind::kNotFound, "The name of the proxy to " + place +
                                             " is not known; check http_proxy and https_proxy in the environment.");
    case CURLE_COULDNT_CONNECT:
      curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &os_error);
      if (os_error == EHOSTUNREACH || os_error == ENETUNREACH || os_error == EADDRNOTAVAIL)
        return make(ErrorKind::kUnavailable, messages::kPeerCannotBeReached);
      return make(ErrorKind::kRefused, messages::kPeerRefusesConnection);
    case CURLE_OPERATION_TIMEDOUT:
      return Error(ErrorKind::kTimeout,
                   np::format(messages::kPeerTakesNoConnection, place, in_seconds(exchange.request.connect_limit)));
    case CURLE_PEER_FAILED_VERIFICATION: return make(ErrorKind::kPermission, messages::kPeerNotTrusted);
    case CURLE_SSL_CACERT_BADFILE:
      return make(
          ErrorKind::kPermission,
          "{} shows a certificate, and the system has none to check it by; install the package ca-certificates.");
    case CURLE_SSL_CONNECT_ERROR: return make(ErrorKind::kInvalid, messages::kPeerNotEncrypted);
    case CURLE_UNSUPPORTED_PROTOCOL:
      if (exchange.head_complete) return make(ErrorKind::kInvalid, messages::kRedirectNotFollowed);
      [[fallthrough]];
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_TOO_LARGE: return make(ErrorKind::kInvalid, messages::kPeerSpeaksNoHttp);
    case CURLE_BAD_CONTENT_ENCODING: return make(ErrorKind::kInvalid, messages::kPeerCompresses);
    case CURLE_TOO_MANY_REDIRECTS: return make(ErrorKind::kInvalid, messages::kRedirectsInCircles);
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return exchange.answered ? make(ErrorKind::kUnavailable, messages::kAnswerBrokeOff)
                               : make(ErrorKind::kUnavailable, messages::kClosedWithoutAnswer);
    default:
      return Error(ErrorKind::kUnavailable,
                   np::format("The exchange with {} failed ({}); try again.", place, curl_easy_strerror(code)));
  }
}

}  // namespace

struct HttpClient::Impl {
  Impl() {
    use_curl();
    multi.reset(curl_multi_init());
    easy.reset(curl_easy_init());
    if (!multi || !easy) throw Error(ErrorKind::kInternal, "The HTTP client cannot be set up; free some memory.");
    curl_multi_setopt(multi.get(), CURLMOPT_MAXCONNECTS, kKeptConnections);
#if LIBCURL_VERSION_NUM >= 0x081400
    curl_multi_setopt(multi.get(), CURLMOPT_QUICK_EXIT, 1L);  // a stuck name server must not hold up the end
#endif
  }

  void prepare(HttpExchange& exchange, CURLU* url, curl_slist* headers) {
    const HttpRequest& request = exchange.request;
    CURL* e = easy.get();
    curl_easy_reset(e);
    curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(e, CURLOPT_CURLU, url);
    curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(e, CURLOPT_USERAGENT, "nerdpudding/" NP_VERSION);
    curl_easy_setopt(e, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(e, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, whole_milliseconds(request.connect_limit));
    if (const char* file = std::getenv("SSL_CERT_FILE"); file && *file) curl_easy_setopt(e, CURLOPT_CAINFO, file);

    curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, header_callback);
    curl_easy_setopt(e, CURLOPT_HEADERDATA, &exchange);
    curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, body_callback);
    curl_easy_setopt(e, CURLOPT_WRITEDATA, &exchange);
    curl_easy_setopt(e, CURLOPT_PREREQFUNCTION, connected_callback);
    curl_easy_setopt(e, CURLOPT_PREREQDATA, &exchange);

    exchange.easy = e;
    if (request.local_addresses != LocalAddresses::kAllowed && !proxy_is_set()) {
      curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, open_socket_callback);
      curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, &exchange);
    }
    if (request.past_proxies) curl_easy_setopt(e, CURLOPT_PROXY, "");
    if (request.keep_cookies) curl_easy_setopt(e, CURLOPT_COOKIEFILE, "");
    if (request.ignore_length) curl_easy_setopt(e, CURLOPT_IGNORE_CONTENT_LENGTH, 1L);
    if (request.method == "HEAD") curl_easy_setopt(e, CURLOPT_NOBODY, 1L);
    if (!request.body.empty() || request.method == "POST") {
      curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      curl_easy_setopt(e, CURLOPT_POSTFIELDS, request.body.c_str());
    }
    if (request.method != "HEAD") curl_easy_setopt(e, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    if (request.undo_compression) curl_easy_setopt(e, CURLOPT_ACCEPT_ENCODING, "identity");
    exchange.may_be_challenged = request.wait_for_challenge && !part_of(url, CURLUPART_USER).empty();
    if (exchange.may_be_challenged)
      curl_easy_setopt(e, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC | CURLAUTH_DIGEST));
    if (request.follow_redirects) {
      curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 1L);
      curl_easy_setopt(e, CURLOPT_MAXREDIRS, kMaxRedirects);
      // An https request does not accept an answer without encryption.
      const bool encrypted = part_of(url, CURLUPART_SCHEME) == "https";
      curl_easy_setopt(e, CURLOPT_REDIR_PROTOCOLS_STR, encrypted ? "https" : "http,https");
    }
  }

  // The address that the exchange has reached, after redirects.
  std::string place(const std::string& first) const {
    const char* effective = nullptr;
    curl_easy_getinfo(easy.get(), CURLINFO_EFFECTIVE_URL, &effective);
    const Url url(curl_url());
    if (!effective || !url || curl_url_set(url.get(), CURLUPART_URL, effective, 0) != CURLUE_OK) return first;
    const std::string now = place_of(url.get());
    return now.empty() ? first : now;
  }

  void run(HttpExchange& exchange, const std::string& first_place) {
    for (;;) {
      if (cancelled) throw Error(ErrorKind::kUnavailable, np::format(messages::kExchangeCancelled, place(first_place)));
      int running = 0;
      CURLMcode trouble = curl_multi_perform(multi.get(), &running);
      if (exchange.thrown) std::rethrow_exception(exchange.thrown);
      if (exchange.ended) return;
      if (exchange.head_too_long)
        throw Error(ErrorKind::kInvalid,
                    np::format(messages::kHeadersTooLong, place(first_place), exchange.request.head_limit));
      if (exchange.too_long)
        throw Error(ErrorKind::kInvalid,
                    np::format(messages::kAnswerTooLong, place(first_place), exchange.request.body_limit));
      int left = 0;
      if (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
        const CURLcode code = message->data.result;
        if (code != CURLE_OK) throw error_of(code, easy.get(), exchange, place(first_place));
        exchange.announce();
        if (exchange.thrown) std::rethrow_exception(exchange.thrown);
        return;
      }
      milliseconds wait = std::chrono::seconds(60);
      if (exchange.stage == HttpExchange::Stage::kWaiting) {
        // A large body on its way out is no silence.
        curl_off_t sent = 0;
        curl_easy_getinfo(easy.get(), CURLINFO_SIZE_UPLOAD_T, &sent);
        if (std::exchange(exchange.sent, sent) != sent) exchange.since = Clock::now();
      }
      if (const auto limit = exchange.next_limit()) {
        const Duration rest = limit->at - Clock::now();
        if (rest <= Duration::zero()) {
          const std::string where = place(first_place), length = in_seconds(limit->length);
          throw Error(ErrorKind::kTimeout, np::vformat(limit->what, std::make_format_args(where, length)));
        }
        wait = std::min(wait, std::chrono::ceil<milliseconds>(rest));
      }
      if (trouble == CURLM_OK)
        trouble = curl_multi_poll(multi.get(), nullptr, 0, static_cast<int>(wait.count()), nullptr);
      if (trouble != CURLM_OK)
        throw Error(ErrorKind::kInternal, np::format("The HTTP client failed ({}).", curl_multi_strerror(trouble)));
    }
  }

  Multi multi;
  Easy easy;
  HttpExchange* current = nullptr;  // on its thread
  std::atomic<bool> cancelled = false;
};

HttpClient::HttpClient() : impl_(std::make_unique<Impl>()) {}
HttpClient::~HttpClient() = default;

void HttpClient::exchange(const HttpRequest& request, const HeadFn& on_head, const BodyFn& on_body) {
  const Url url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, request.url.c_str(), 0) != CURLUE_OK) refuse_address();
  const std::string place = place_of(url.get());
  if (place.empty()) refuse_address();
  const List headers = header_list(request);

  HttpExchange exchange(request, on_head, on_body);
  impl_->prepare(exchange, url.get(), headers.get());
  struct Added {
    Added(CURLM* m, CURL* e) : multi(m), easy(e) { curl_multi_add_handle(multi, easy); }
    ~Added() { curl_multi_remove_handle(multi, easy); }
    CURLM* multi;
    CURL* easy;
  } added(impl_->multi.get(), impl_->easy.get());
  impl_->current = &exchange;
  impl_->run(exchange, place);
}

void HttpClient::limit_total(Duration limit) { impl_->current->total_limit = limit; }

void HttpClient::cancel() {
  impl_->cancelled = true;
  curl_multi_wakeup(impl_->multi.get());
}

void HttpClient::resume() { impl_->cancelled = false; }

}  // namespace np
