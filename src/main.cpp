#include "cli/cli.hpp"

int main(int argc, char** argv) { return np::run_command_line(argc, argv); }
