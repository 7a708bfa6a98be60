// Opens the page in the browser of the desktop.
#pragma once

#include <optional>
#include <string>

namespace np {

// Starts xdg-open and does not wait for it: it outlives this program, and its output is dropped. Any thread; blocks
// only until it has started. Returns why it did not open the page, as a sentence with the next step; nothing: it did.
// Does nothing for root, because a browser should not run as root.
std::optional<std::string> open_in_browser(const std::string& address);

}  // namespace np
