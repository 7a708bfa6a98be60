// The token that is made where none is set: the file `token` in STATE_DIR. If you delete the file, the next start makes
// a new one.
#pragma once

#include <filesystem>
#include <string>

namespace np {

inline constexpr char kTokenFile[] = "token";

// 192 random bits, URL-safe. Throws Error where the system gives none.
std::string new_token();

struct KeptToken {
  std::string text;
  bool kept = false;  // the next start finds it
};
// The token of the last run, or a new one, which is written there with mode 0600. An empty folder keeps nothing. Where
// the file cannot be used or written, the log says so and what is returned is new. Blocks for the file. Throws as
// new_token() does.
KeptToken kept_token(const std::filesystem::path& folder);

}  // namespace np
