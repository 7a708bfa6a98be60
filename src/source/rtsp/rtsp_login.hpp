// How an RTSP client proves who it is: Basic, and Digest as RFC 2069, RFC 2617 and RFC 7616 have it (MD5, SHA-256,
// SHA-512-256, their -sess kinds, qop, nonces that grow stale). One connection's; one thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace np {

class RtspLogin {
 public:
  enum class Verdict {
    kTry,           // send the request again with authorization()
    kRefused,       // user and password are wrong
    kWanted,        // there are none to give
    kNotSupported,  // by method() alone
  };

  RtspLogin(std::string user, std::string password) : user_(std::move(user)), password_(std::move(password)) {}

  // A 401: its WWW-Authenticate headers. `sent`: how often the request has carried an authorization() so far.
  Verdict challenged(const std::vector<std::string>& headers, int sent);
  // For the next request; empty as long as nobody has asked for it.
  std::string authorization(std::string_view method, std::string_view address);
  // The last request's method, for people.
  const std::string& method() const { return method_; }

 private:
  using Fields = std::map<std::string, std::string, std::less<>>;

  std::string field(std::string_view name) const;

  const std::string user_;
  const std::string password_;
  std::string method_;
  Fields challenge_;    // with "scheme"; empty: none yet
  std::string hash_;    // as OpenSSL calls it
  unsigned count_ = 0;  // requests with this nonce
};

}  // namespace np
