#include "config/token_file.hpp"

#include <sys/random.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

#include "base/error.hpp"
#include "base/format.hpp"
#include "base/kept_file.hpp"
#include "base/log.hpp"
#include "base/small_file.hpp"
#include "base/text.hpp"
#include "config/messages.hpp"

namespace np {
namespace {

constexpr std::string_view kTokenLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t kShortestKept = 16;
constexpr std::size_t kLongestKept = 256;
constexpr std::size_t kMostBytes = 1024;

bool is_token(std::string_view text) {
  return text.size() >= kShortestKept && text.size() <= kLongestKept &&
         std::ranges::all_of(text, [](char c) { return kTokenLetters.contains(c); });
}

// Empty: there is none that can be used.
std::string token_of_last_run(const std::filesystem::path& file) {
  const auto text = read_small_file(file, kMostBytes);
  if (!text) {
    if (text.error().problem != FileProblem::kMissing)
      log::warn("{}", np::format(messages::kTokenFileUnreadable, text.error().reason));
    return "";
  }
  std::string token(trim(*text));
  if (!is_token(token)) {
    log::warn("{}", messages::kTokenFileDamaged);
    return "";
  }
  struct stat info{};
  if (stat(file.c_str(), &info) == 0 && (info.st_mode & 077) != 0) log::warn("{}", messages::kTokenFileOpen);
  return token;
}

}  // namespace

std::string new_token() {
  std::array<std::uint8_t, 24> bits{};
  for (std::size_t have = 0; have < bits.size();) {
    const ssize_t n = getrandom(bits.data() + have, bits.size() - have, 0);
    if (n < 0 && errno != EINTR)
      throw Error(ErrorKind::kInternal, "This system gives no random numbers for a token: set API_TOKEN.");
    if (n > 0) have += static_cast<std::size_t>(n);
  }
  std::string token;
  for (std::size_t i = 0; i < bits.size(); i += 3) {
    const std::uint32_t word = bits[i] << 16 | bits[i + 1] << 8 | bits[i + 2];
    for (int shift = 18; shift >= 0; shift -= 6) token += kTokenLetters[word >> shift & 63];
  }
  return token;
}

KeptToken kept_token(const std::filesystem::path& folder) {
  if (folder.empty()) return {new_token(), false};
  if (std::string token = token_of_last_run(folder / kTokenFile); !token.empty()) return {std::move(token), true};
  std::string token = new_token();
  try {
    write_kept_file(folder, kTokenFile, token + "\n");
  } catch (const std::system_error& e) {
    log::warn("{}", np::format(messages::kTokenNotKept, e.code().message()));
    return {std::move(token), false};
  }
  return {std::move(token), true};
}

}  // namespace np
