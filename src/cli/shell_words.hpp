// Words for a command that people copy into a shell. Pure.
#pragma once

#include <filesystem>
#include <string>

namespace np {

// In quotes where the shell would read something else.
std::string for_shell(const std::filesystem::path& path);

}  // namespace np
