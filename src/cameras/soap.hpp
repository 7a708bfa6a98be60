// What is said to ONVIF cameras and what they say: WS-Discovery and the four questions that lead to a stream. Pure; the
// only place that reads XML. Nothing in a document leads out of it: no entities but XML's own five are known.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace np::soap {

inline constexpr std::size_t kMostAnswer = 1u << 20;  // bytes of any answer
inline constexpr std::size_t kMostProfiles = 16;

// WS-Discovery: who gives pictures? `id` is a fresh UUID.
std::string probe(std::string_view id);

struct Device {
  std::string id;                      // stays the same from answer to answer
  std::vector<std::string> addresses;  // http(s)
  std::string name;
  std::string hardware;
};
// Of a probe's answer, which may tell of several; empty where it is none.
std::vector<Device> devices_in(std::string_view answer);

struct Login {
  std::string user;
  std::string password;
};
// WS-Security's UsernameToken of a moment (of the camera's clock) with its digest, or nothing without a user.
std::string security(const Login& login, std::chrono::system_clock::time_point now, std::string_view nonce);

std::string ask_time();
std::string ask_media(const std::string& security);
std::string ask_profiles(const std::string& security);
std::string ask_stream(const std::string& security, const std::string& profile);

// Each: nothing where the answer does not say it.
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
  bool login = false;  // it is about who asks
  std::string reason;  // for people; may be empty
};
std::optional<Fault> fault_in(std::string_view answer);

}  // namespace np::soap
