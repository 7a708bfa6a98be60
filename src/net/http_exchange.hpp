// The state of one HttpClient exchange, while the library calls back with arriving data. Lives on the caller's thread.
#pragma once

#include <curl/curl.h>

#include <cstdint>
#include <exception>
#include <optional>
#include <string_view>
#include <utility>

#include "net/http_client.hpp"

namespace np {

struct HttpExchange {
  enum class Stage { kConnecting, kWaiting, kBody };

  HttpExchange(const HttpRequest& r, const HttpClient::HeadFn& head_fn, const HttpClient::BodyFn& body_fn)
      : request(r), on_head(head_fn), on_body(body_fn) {}

  void enter(Stage next) {
    stage = next;
    since = Clock::now();
  }

  // A header line; an empty one ends the head.
  bool take_line(std::string_view line);

  // Whether curl may handle this answer itself and ask again; its body then never gets here.
  bool may_be_followed() const;

  bool announce();

  bool take_piece(std::string_view piece);

  void asked() {
    head_bytes = 0;
    enter(Stage::kWaiting);
  }

  // False ends the exchange. Nothing may be thrown through curl.
  template <typename F>
  bool guarded(F call) {
    try {
      if (call()) return true;
      ended = true;
    } catch (...) {
      thrown = std::current_exception();
    }
    return false;
  }

  struct Limit {
    TimePoint at;
    const char* what;
    Duration length;
  };
  // The limit that runs out first. Curl itself times connecting, and divides the time among several addresses.
  std::optional<Limit> next_limit() const;

  long redirects() const;

  const HttpRequest& request;
  CURL* easy = nullptr;  // that runs it
  const HttpClient::HeadFn& on_head;
  const HttpClient::BodyFn& on_body;
  Duration total_limit = request.total_limit;
  bool may_be_challenged = false;
  bool local = false;            // the first address is one of LocalAddresses
  bool refused_address = false;  // a redirect led to one of those

  Stage stage = Stage::kConnecting;
  const TimePoint started = Clock::now();
  TimePoint since = started;
  HttpHead head;
  bool head_complete = false;
  bool answered = false;  // on_head has been called
  std::size_t head_bytes = 0;
  std::uint64_t received = 0;
  std::int64_t sent = 0;
  bool ended = false;  // by a callback
  bool head_too_long = false;
  bool too_long = false;
  std::exception_ptr thrown;
};

}  // namespace np
