// What was kept of the last run, whatever has become of it.
#include <fstream>

#include "config/settings.hpp"
#include "config/state_file.hpp"
#include "fuzz/fuzz.hpp"

using namespace np;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::filesystem::path folder = [] {
    std::string name = std::filesystem::temp_directory_path() / "np-fuzz-XXXXXX";
    fuzz::expect(mkdtemp(name.data()) != nullptr);
    return name;
  }();
  std::ofstream(folder / "state.json", std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<long>(size));
  std::vector<std::string> warnings;
  const State state = StateFile(folder).load(warnings);
  Loaded loaded;
  restore_state(loaded, state);
  return 0;
}
