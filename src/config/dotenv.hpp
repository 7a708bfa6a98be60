// `.env` files as users of python-dotenv know them: NAME=value lines, an `export` in front, comments, 'single' quotes
// (literal), "double" quotes (with \n and the like), values over several lines in quotes, ${NAME} and ${NAME:-else}
// outside of single quotes; CRLF and a BOM do not matter.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"

namespace np {

struct DotenvEntry {
  std::string name;
  std::string value;
  int line = 0;  // counted from 1
};

// In the file's order, a name as often as it stands there. Throws Error{kInvalid} that names the file and the line,
// never the text.
// ${NAME} is looked up in the environment, then in the lines above.
std::vector<DotenvEntry> parse_dotenv(std::string_view text, const std::string& file_name,
                                      const SettingTexts& environment);

// A missing file is an empty one. Throws Error{kInvalid}.
std::vector<DotenvEntry> read_dotenv(const std::filesystem::path& path, const SettingTexts& environment);

}  // namespace np
