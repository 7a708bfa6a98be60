#include "cli/shell_words.hpp"

namespace np {

std::string for_shell(const std::filesystem::path& path) {
  const std::string text = path.string();
  if (text.find_first_of(" \t'\"\\$`&;()<>|*?[]#~!{}") == text.npos) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace np
