// What an ONVIF camera says, as an answer to any of the questions.
#include "cameras/soap.hpp"
#include "fuzz/fuzz.hpp"

using namespace np;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const soap::Device& device : soap::devices_in(text)) {
    fuzz::expect(!device.addresses.empty());
    for (const std::string& address : device.addresses)
      fuzz::expect(address.size() > 7 && (address[0] == 'h' || address[0] == 'H'));
  }
  if (const auto profiles = soap::profiles_in(text)) fuzz::expect(profiles->size() <= soap::kMostProfiles);
  (void)soap::time_in(text);
  (void)soap::media_address_in(text);
  (void)soap::stream_in(text);
  (void)soap::fault_in(text);
  return 0;
}
