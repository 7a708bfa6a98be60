// What people type as a source, and whether they may.
#include <filesystem>

#include "base/error.hpp"
#include "fuzz/fuzz.hpp"
#include "source/source_rules.hpp"

using namespace np;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const SourceRules rules({"/srv/videos", "*.lan", "10.0.0.0/8", "[fd00::1]:554"});
  try {
    const SourceSpec spec = parse_source({reinterpret_cast<const char*>(data), size});
    if (rules.allow(spec) && spec.kind == "file")
      fuzz::expect(std::filesystem::absolute(spec.path).lexically_normal().string().starts_with("/srv/videos"));
  } catch (const Error&) {
  }
  return 0;
}
