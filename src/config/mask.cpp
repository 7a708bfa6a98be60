#include "config/mask.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace np {
namespace {

bool names_secret(std::string_view parameter) {
  const std::string name = lower(parameter);
  for (const char* word : {"pass", "pwd", "token", "secret", "key", "auth", "sig"}) {
    if (name.contains(word)) return true;
  }
  return false;
}

std::string mask_user_info(std::string_view text) {
  const std::size_t scheme = text.find("://");
  // The last '@': a password may hold '@', '/' and '?' where somebody forgot to escape them. Better too much hidden.
  const std::size_t at = text.rfind('@');
  if (scheme == std::string_view::npos || at == std::string_view::npos || at < scheme) return std::string(text);
  const std::string_view user = text.substr(scheme + 3, at - scheme - 3);
  std::size_t hidden = user.find(':');
  if (hidden == std::string_view::npos) {
    if (user.find_first_of("/?#") != std::string_view::npos) return std::string(text);
    hidden = 0;
  } else {
    ++hidden;
  }
  return std::string(text.substr(0, scheme + 3 + hidden)) + "***" + std::string(text.substr(at));
}

// The stream key is the end of an rtmp:// address.
std::string mask_stream_key(std::string_view text) {
  if (!lower(text.substr(0, 7)).starts_with("rtmp://")) return std::string(text);
  const std::size_t key = text.rfind('/', text.find_last_not_of('/'));
  return key < 7 || key == std::string_view::npos ? std::string(text) : std::string(text.substr(0, key + 1)) + "***";
}

}  // namespace

std::string mask_credentials(std::string_view text) {
  const std::string rest = mask_stream_key(mask_user_info(text));
  const std::size_t query = rest.find('?');
  if (query == std::string::npos || rest.find("://") == std::string::npos) return rest;
  std::string shown = rest.substr(0, query + 1);
  for (std::size_t at = query + 1; at < rest.size();) {
    const std::size_t end = std::min(rest.find_first_of("&;#", at), rest.size());
    const std::string_view parameter = std::string_view(rest).substr(at, end - at);
    const std::size_t equals = parameter.find('=');
    if (equals != std::string_view::npos && names_secret(parameter.substr(0, equals))) {
      shown += std::string(parameter.substr(0, equals + 1)) + "***";
    } else {
      shown += parameter;
    }
    if (end < rest.size()) shown += rest[end];
    at = end + 1;
  }
  return shown;
}

}  // namespace np
