// The command line.
#pragma once

namespace np {

// Runs a command line and returns the exit status: 0 done, 1 it failed (one line on standard error says why), 2 the
// command line or a setting is wrong, 130 the user has stopped it. Main thread, before any other.
int run_command_line(int argc, char** argv);

}  // namespace np
