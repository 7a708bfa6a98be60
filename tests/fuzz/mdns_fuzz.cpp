// What devices answer to a question by multicast DNS: the input's first byte says how many datagrams it is cut into,
// and which of their senders may name any address.
#include "cameras/mdns.hpp"
#include "fuzz/fuzz.hpp"

using namespace np;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Pieces pieces(data, size);
  mdns::Answers answers;
  IpAddress from;
  from.bytes[0] = 0x20;
  for (const std::string_view piece : pieces.flag() ? pieces.all() : std::vector{pieces.whole()}) {
    from.bytes[15] = static_cast<std::uint8_t>(piece.size() & 3);
    answers.hear(piece, from, [&](const IpAddress& named) { return named == from || (named.bytes[15] & 1) != 0; });
  }
  fuzz::expect(answers.missing().size() <= mdns::kMostDatagram);
  const auto services = answers.services();
  fuzz::expect(services.size() <= mdns::kMostServices);
  for (const mdns::Service& service : services) {
    fuzz::expect(!service.name.empty() && !service.host.empty());
    const std::string& address = service.address;
    fuzz::expect(address.starts_with("rtsp://" + service.host + "/") ||
                 address.starts_with("http://" + service.host + "/"));
    for (const char c : address) fuzz::expect(c > ' ' && c < 0x7F && c != '@' && c != '#');
    for (const unsigned char c : service.name + service.model) fuzz::expect(c >= ' ' && c != 0x7F);
  }
  return 0;
}
