// Asks one ONVIF camera for its streams. Blocking: made for a worker thread of its owner; any thread may call cancel().
#pragma once

#include <string>
#include <vector>

#include "cameras/camera.hpp"
#include "cameras/soap.hpp"
#include "net/http_client.hpp"

namespace np {

class OnvifClient {
 public:
  // `address`: a host, or http(s)://host[:port][/path]. Streams come in the camera's order, main stream first. The
  // login goes by WS-Security and, if the camera asks for it, by HTTP's own authentication; an empty user: none. Takes
  // half a minute at most. Throws Error with the next step: kInvalid (address; no ONVIF), kPermission (login),
  // kTimeout, kRefused, kNotFound, kUnavailable.
  std::vector<CameraStream> streams(const std::string& address, const soap::Login& login);
  // Any thread; takes effect at once and for good.
  void cancel() { http_.cancel(); }

 private:
  struct Answer {
    int status = 0;
    std::string text;
  };
  std::string ask(const std::string& address, const std::string& question);
  Answer post(const std::string& address, const std::string& question, bool with_login);

  HttpClient http_;
  soap::Login login_;
  std::string host_;  // for people
  TimePoint deadline_;
};

}  // namespace np
