// ICE_SERVERS, one by one: "stun:host:port", "turn:user:password@host:port?transport=tcp". Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace np {

struct IceServerText {
  std::string url;  // without user and password
  std::string username;
  std::string credential;
};

// Separated by commas. Nothing if one of them is invalid.
std::optional<std::vector<IceServerText>> read_ice_servers(std::string_view text);

}  // namespace np
