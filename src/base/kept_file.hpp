// Small files that the program keeps for itself in STATE_DIR. For their owner's eyes only.
#pragma once

#include <filesystem>
#include <string_view>

namespace np {

// Makes the folder, with mode 0700, if it is missing. Throws std::system_error.
void make_kept_folder(const std::filesystem::path& folder);

// Writes folder/name with mode 0600: either the old file or the new one is there, whatever happens in between. Blocks
// until it is on the disk. Throws std::system_error.
void write_kept_file(const std::filesystem::path& folder, std::string_view name, std::string_view text);

}  // namespace np
