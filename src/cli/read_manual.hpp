// Makes the manual from CLI11's tree of commands and the settings table.
#pragma once

#include "cli/manual.hpp"

namespace CLI {
class App;
}

namespace np {

// `app` has the settings as options of its own; hidden commands and options are left out.
Manual manual_of(const CLI::App& app);

}  // namespace np
