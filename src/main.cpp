#include "base/abandoned_thread.hpp"
#include "base/heap.hpp"
#include "cli/cli.hpp"

int main(int argc, char** argv) {
  np::share_heap_among_threads();
  return np::leave_process(np::run_command_line(argc, argv));
}
