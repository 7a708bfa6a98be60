#include "cameras/mdns.hpp"

#include <arpa/nameser.h>

#include <algorithm>
#include <boost/url/grammar/lut_chars.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/rfc/pchars.hpp>
#include <cstring>
#include <tuple>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace np::mdns {
namespace {

namespace urls = boost::urls;

constexpr std::size_t kMostName = 80;   // characters
constexpr std::size_t kMostPath = 512;  // bytes
constexpr std::size_t kMostAddresses = 8;
constexpr std::size_t kMostRecords = 256;
constexpr std::size_t kMostMissing = 16;  // names that are asked for at once
constexpr unsigned kToMeAlone = 0x8000;   // the bit of a question's class that wants the answer by unicast
constexpr unsigned kClassBits = 0x7FFF;
constexpr int kRtspPort = 554;

// The first is worth most: of what a device announces about itself, one way is offered.
struct Kind {
  std::string_view type;
  std::string_view scheme;
  bool own_port;          // that of the service is the stream's
  std::string_view path;  // if none is told
};
constexpr Kind kKinds[] = {
    {"_rtsp._tcp", "rtsp", true, ""},
    {"_onvif._tcp", "http", true, "onvif/device_service"},
    // The port that these tell is that of their page. Their makers document the path.
    {"_axis-video._tcp", "rtsp", false, "axis-media/media.amp"},
    {"_psia._tcp", "rtsp", false, "Streaming/Channels/101"},
};

void append16(std::string& out, unsigned number) {
  out += static_cast<char>(number >> 8 & 0xFF);
  out += static_cast<char>(number & 0xFF);
}

// Questions for PTR, SRV and the like; empty without any.
class Question {
 public:
  void ask(const std::string& name, ns_type type) {
    unsigned char wire[NS_MAXCDNAME];
    if (::ns_name_pton(name.c_str(), wire, sizeof wire) < 0) return;
    for (const unsigned char* label = wire;; label += *label + 1) {
      questions_.append(reinterpret_cast<const char*>(label), *label + 1u);
      if (*label == 0) break;
    }
    append16(questions_, type);
    append16(questions_, ns_c_in | kToMeAlone);
    ++count_;
  }

  std::string message() const {
    if (count_ == 0) return {};
    std::string out;
    for (const unsigned word : {0u, 0u, count_, 0u, 0u, 0u}) append16(out, word);  // id, flags, sections
    return out + questions_;
  }

 private:
  std::string questions_;
  unsigned count_ = 0;
};

std::string local(std::string_view type) { return np::format("{}.local", type); }

// The first label of a name as DNS writes it, as it is.
std::string label_of(const std::string& name) {
  unsigned char wire[NS_MAXCDNAME];
  if (::ns_name_pton(name.c_str(), wire, sizeof wire) < 0) return {};
  return {reinterpret_cast<const char*>(wire + 1), wire[0]};
}

std::string name_of(std::string_view text) { return std::string(trim(utf8::one_line(text, kMostName))); }

// What may follow "rtsp://host:port/"; nothing if it is no path. Some tell a whole address. An @ could make another
// host of what stands before it.
std::optional<std::string> path_of(std::string_view told) {
  static constexpr auto kPlain = urls::pchars - urls::grammar::lut_chars('@') + urls::grammar::lut_chars("/?%");
  if (const auto scheme = told.find("://"); scheme != told.npos)
    told.remove_prefix(std::min(told.size(), told.find('/', scheme + 3)));
  while (told.starts_with('/')) told.remove_prefix(1);
  if (told.empty() || told.size() > kMostPath || utf8::has_controls(told) || told.find_first_of("\r\n\t") != told.npos)
    return std::nullopt;
  std::string path;
  for (const char c : told) kPlain(c) ? path += c : path += np::format("%{:02X}", static_cast<unsigned char>(c));
  return urls::parse_relative_ref("/" + path) ? std::optional(std::move(path)) : std::nullopt;
}

// Those that a user's network leads to best first.
int rank(const IpAddress& address) { return (address.is_link_local() ? 2 : 0) + (address.is_v4() ? 0 : 1); }

}  // namespace

// Reads one message into what its sender has told.
class Answers::Reader {
 public:
  Reader(std::string_view datagram, Sender& sender, const std::function<bool(const IpAddress&)>& may_name)
      : sender_(sender), may_name_(may_name) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(datagram.data());
    if (datagram.size() > kMostDatagram) return;
    if (::ns_initparse(bytes, static_cast<int>(datagram.size()), &message_) != 0) return;
    const auto flag = [&](ns_flag one) { return ns_msg_getflag(message_, one); };
    if (!flag(ns_f_qr) || flag(ns_f_opcode) || flag(ns_f_rcode)) return;
    std::size_t records = 0;
    for (const ns_sect section : {ns_s_an, ns_s_ar})
      for (int i = 0; i < ns_msg_count(message_, section) && records < kMostRecords; ++i, ++records) {
        ns_rr record;
        if (::ns_parserr(&message_, section, i, &record) != 0) return;
        // A time of zero takes a record back.
        if ((ns_rr_class(record) & kClassBits) == ns_c_in && ns_rr_ttl(record) != 0) take(record);
      }
  }

 private:
  void take(const ns_rr& record) {
    const std::string name = lower(ns_rr_name(record));
    const unsigned char* data = ns_rr_rdata(record);
    const std::size_t size = ns_rr_rdlen(record);
    switch (static_cast<int>(ns_rr_type(record))) {
      case ns_t_ptr:
        if (const auto told = name_at(data)) (void)instance(*told);
        break;
      case ns_t_srv:
        if (Instance* one = size > 6 ? instance(ns_rr_name(record)) : nullptr; one && !one->located) {
          if (const auto target = name_at(data + 6)) {
            one->located = true;
            one->port = static_cast<int>(::ns_get16(data + 4));
            one->target = lower(*target);
          }
        }
        break;
      case ns_t_txt:
        if (Instance* one = instance(ns_rr_name(record)); one && !one->described) describe(*one, data, size);
        break;
      case ns_t_a:
        if (size == sizeof(in_addr)) take_address(name, read<in_addr>(data));
        break;
      case ns_t_aaaa:
        if (size == sizeof(in6_addr)) take_address(name, read<in6_addr>(data));
        break;
      default: break;
    }
  }

  template <typename T>
  static IpAddress read(const unsigned char* data) {
    T address;
    std::memcpy(&address, data, sizeof address);
    return IpAddress::of(address);
  }

  std::optional<std::string> name_at(const unsigned char* data) const {
    char name[NS_MAXDNAME];
    const int taken = ::ns_name_uncompress(ns_msg_base(message_), ns_msg_end(message_), data, name, sizeof name);
    return taken < 0 ? std::nullopt : std::optional(std::string(name));
  }

  // The one of that name, if it is of a kind that was asked for and there is room for it.
  Instance* instance(const std::string& name) {
    const std::string key = lower(name);
    const auto kind = std::ranges::find_if(kKinds, [&](const Kind& k) { return key.ends_with("." + local(k.type)); });
    if (kind == std::end(kKinds)) return nullptr;
    // Two names that differ only in the case of their letters are one in DNS; people see the one that came first.
    const auto known =
        std::ranges::find_if(sender_.instances, [&](const auto& one) { return lower(one.first) == key; });
    if (known != sender_.instances.end()) return &known->second;
    if (sender_.instances.size() == kMostOfOne) return nullptr;
    Instance& one = sender_.instances[name];
    one.kind = static_cast<std::size_t>(kind - std::begin(kKinds));
    return &one;
  }

  static void describe(Instance& one, const unsigned char* data, std::size_t size) {
    one.described = true;
    std::string_view text(reinterpret_cast<const char*>(data), size);
    while (!text.empty()) {
      const std::size_t length = std::min<std::size_t>(static_cast<unsigned char>(text.front()), text.size() - 1);
      const std::string_view entry = text.substr(1, length);
      text.remove_prefix(length + 1);
      const auto equals = entry.find('=');
      if (equals == entry.npos) continue;
      const std::string key = lower(entry.substr(0, equals));
      const std::string_view value = entry.substr(equals + 1);
      if (key == "path" && !one.path) one.path = path_of(value);
      if (key == "model" && one.model.empty()) one.model = name_of(value);
    }
  }

  void take_address(const std::string& name, const IpAddress& address) {
    if (!sender_.hosts.contains(name) && sender_.hosts.size() == kMostOfOne) return;
    Host& host = sender_.hosts[name];
    host.told = true;
    if (host.addresses.size() < kMostAddresses && !std::ranges::contains(host.addresses, address) && may_name_(address))
      host.addresses.push_back(address);
  }

  Sender& sender_;
  const std::function<bool(const IpAddress&)>& may_name_;
  ns_msg message_{};
};

std::string Answers::question() {
  Question question;
  for (const Kind& kind : kKinds) question.ask(local(kind.type), ns_t_ptr);
  return question.message();
}

std::string Answers::missing() const {
  Question question;
  std::size_t names = 0;
  for (const auto& [from, sender] : senders_)
    for (const auto& [name, one] : sender.instances) {
      const bool host = one.located && !sender.hosts.contains(one.target);
      if ((one.located && one.described && !host) || names == kMostMissing) continue;
      ++names;
      if (!one.located) question.ask(name, ns_t_srv);
      if (!one.described) question.ask(name, ns_t_txt);
      if (!host) continue;
      question.ask(one.target, ns_t_a);
      question.ask(one.target, ns_t_aaaa);
    }
  return question.message();
}

void Answers::hear(std::string_view datagram, const IpAddress& from,
                   const std::function<bool(const IpAddress&)>& may_name) {
  const auto known = senders_.find(from);
  if (known != senders_.end()) {
    Reader(datagram, known->second, may_name);
    return;
  }
  if (senders_.size() == kMostSenders) return;
  Sender sender;
  Reader(datagram, sender, may_name);
  if (!sender.instances.empty()) senders_.emplace(from, std::move(sender));
}

std::vector<Service> Answers::services() const {
  struct Found {
    std::string label;
    std::vector<IpAddress> addresses;
    const Instance* best;
    int worth;  // less is better
  };
  std::vector<Found> all;
  for (const auto& [from, sender] : senders_)
    for (const auto& [name, one] : sender.instances) {
      if (!one.located) continue;
      const auto host = sender.hosts.find(one.target);
      const std::vector<IpAddress> addresses =
          host == sender.hosts.end() || !host->second.told ? std::vector{from} : host->second.addresses;
      if (addresses.empty() || (kKinds[one.kind].own_port && one.port == 0)) continue;
      // An address without a path mostly leads to nothing.
      const int worth = static_cast<int>(one.kind) + (one.kind == 0 && !one.path ? 10 : 0);
      const std::string label = label_of(name);
      const auto same = std::ranges::find_if(all, [&](const Found& f) {
        const bool shared = std::ranges::find_first_of(f.addresses, addresses) != f.addresses.end();
        return shared && lower(f.label) == lower(label);
      });
      if (same == all.end()) {
        if (all.size() < kMostServices) all.push_back({label, addresses, &one, worth});
        continue;
      }
      same->addresses.insert(same->addresses.end(), addresses.begin(), addresses.end());
      if (worth < same->worth) std::tie(same->best, same->worth) = std::pair(&one, worth);
    }
  std::vector<Service> out;
  for (const Found& found : all) {
    const IpAddress& address = *std::ranges::min_element(found.addresses, {}, rank);
    if (address.is_link_local() && !address.is_v4()) continue;  // a source's address cannot name the interface
    const Kind& kind = kKinds[found.best->kind];
    const int port = kind.own_port ? found.best->port : kRtspPort;
    const int usual = kind.scheme == "rtsp" ? kRtspPort : 80;
    const std::string text = address.is_v4() ? address.text() : np::format("[{}]", address.text());
    const std::string host = port == usual ? text : np::format("{}:{}", text, port);
    const std::string name = name_of(found.label), path = found.best->path.value_or(std::string(kind.path));
    out.push_back({.name = name.empty() ? host : name,
                   .address = np::format("{}://{}/{}", kind.scheme, host, path),
                   .model = found.best->model,
                   .host = host});
  }
  std::ranges::sort(out, {}, [](const Service& s) { return std::pair(lower(s.name), s.address); });
  return out;
}

}  // namespace np::mdns
