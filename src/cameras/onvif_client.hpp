// Asks one ONVIF camera for its streams. Blocking: made for a worker thread of its owner; cancel() may come from any
// thread.
#pragma once

#include <string>
#include <vector>

#include "cameras/camera.hpp"
#include "cameras/soap.hpp"
#include "net/http_client.hpp"

namespace np {

class OnvifClient {
 public:
  // `address`: a host, or http(s)://host[:port][/path]. Main stream first, as the camera lists them. The login goes by
  // WS-Security and, where the camera asks for it, by HTTP's own; an empty user: none. Half a minute at most. Throws
  // Error with the next step: kInvalid (address; no ONVIF), kPermission (login), kTimeout, kRefused, kNotFound,
  // kUnavailable.
  std::vector<CameraStream> streams(const std::string& address, const soap::Login& login);
  // Any thread, at once, and for good.
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
