// A truth file, as somebody wrote it down.
#include "base/error.hpp"
#include "fuzz/fuzz.hpp"
#include "score/truth.hpp"

using namespace np;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const score::Truth truth = score::parse_truth({reinterpret_cast<const char*>(data), size}, "truth.json");
    for (const double second : {-1.0, 0.0, 1.5, 1e18}) truth.people_at(second);
  } catch (const Error&) {
  }
  return 0;
}
