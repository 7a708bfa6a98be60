#include "base/abandoned_thread.hpp"
#include "cli/cli.hpp"

int main(int argc, char** argv) { return np::leave_process(np::run_command_line(argc, argv)); }
