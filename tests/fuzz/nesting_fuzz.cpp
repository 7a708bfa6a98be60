// The parts of a container, in pieces of any size; the first byte says which container.
#include "fuzz/fuzz.hpp"
#include "source/pipeline/nesting.hpp"

using namespace np;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto form = static_cast<Nesting::Form>(data[0] % 3);
  const fuzz::Pieces pieces(data + 1, size - 1);
  Nesting nesting(form);
  std::optional<Nesting::Fault> fault;
  for (const std::string_view piece : pieces.all())
    fault = nesting.feed({reinterpret_cast<const std::uint8_t*>(piece.data()), piece.size()});
  const std::string_view whole = pieces.whole();
  fuzz::expect(Nesting(form).feed({reinterpret_cast<const std::uint8_t*>(whole.data()), whole.size()}) == fault);
  return 0;
}
