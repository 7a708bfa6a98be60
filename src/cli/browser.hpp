// Opens the page in the browser of the desktop.
#pragma once

#include <optional>
#include <string>

namespace np {

// By xdg-open, which is left to itself: it outlives this program, and its words are not seen. Any thread; does not
// block beyond its start. Why it was not opened, as a sentence with the next step; nothing where it was. Root's is not
// opened: a browser should not run as root.
std::optional<std::string> open_in_browser(const std::string& address);

}  // namespace np
