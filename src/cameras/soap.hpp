// Writes requests to ONVIF cameras and reads their answers: WS-Discovery and the four questions that lead to a stream.
// Pure functions; the only place that reads XML. A document cannot refer to anything outside it: the parser knows only
// XML's own five entities.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace np::soap {

inline constexpr std::size_t kMostAnswer = 1u << 20;  // bytes of any answer
inline constexpr std::size_t kMostProfiles = 16;

// WS-Discovery: which devices give pictures? `id` is a fresh UUID.
std::string probe(std::string_view id);

struct Device {
  std::string id;                      // stays the same from answer to answer
  std::vector<std::string> addresses;  // http(s)
  std::string name;
  std::string hardware;
};
// The devices in a probe's answer, which may name several; empty if it is no such answer.
std::vector<Device> devices_in(std::string_view answer);

struct Login {
  std::string user;
  std::string password;
};
// WS-Security's UsernameToken for a moment (of the camera's clock) with its digest, or nothing without a user.
std::string security(const Login& login, std::chrono::system_clock::time_point now, std::string_view nonce);

std::string ask_time();
std::string ask_media(const std::string& security);
std::string ask_profiles(const std::string& security);
std::string ask_stream(const std::string& security, const std::string& profile);

// Each gives nothing if the answer does not say it.
std::optional<std::chrono::system_clock::time_point> time_in(std::string_view answer);
std::optional<std::string> media_address_in(std::string_view answer);
struct Profile {
  std::string token;
  std::string name;
  int width = 0;
  int height = 0;
};
std::optional<std::vector<Profile>> profiles_in(std::string_view answer);
std::optional<std::string> stream_in(std::string_view answer);

struct Fault {
  bool login = false;  // the fault is about the login
  std::string reason;  // for people; may be empty
};
std::optional<Fault> fault_in(std::string_view answer);

}  // namespace np::soap
