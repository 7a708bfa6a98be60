#include "cameras/mdns.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace np::mdns {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr int kA = 1, kPtr = 12, kTxt = 16, kAaaa = 28, kSrv = 33;

IpAddress ip(const char* text) {
  in_addr v4;
  in6_addr v6;
  if (::inet_pton(AF_INET, text, &v4) == 1) return IpAddress::of(v4);
  EXPECT_EQ(::inet_pton(AF_INET6, text, &v6), 1) << text;
  return IpAddress::of(v6);
}

std::string number(std::uint64_t n, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(n >> 8 * i & 0xFF);
  return out;
}

// "Front door|_rtsp|_tcp|local": a label may hold dots.
std::string wire(const std::string& name) {
  std::string out;
  for (std::size_t at = 0; at <= name.size();) {
    const std::size_t end = std::min(name.find('|', at), name.size());
    out += static_cast<char>(end - at) + name.substr(at, end - at);
    at = end + 1;
  }
  return out + '\0';
}

std::string record(const std::string& owner, int type, const std::string& data, unsigned seconds = 10,
                   unsigned group = 1) {
  return owner + number(type, 2) + number(group, 2) + number(seconds, 4) + number(data.size(), 2) + data;
}

std::string answer(const std::vector<std::string>& records, unsigned flags = 0x8400, const std::string& questions = "",
                   unsigned asked = 0) {
  std::string out =
      number(0, 2) + number(flags, 2) + number(asked, 2) + number(records.size(), 2) + number(0, 4) + questions;
  for (const std::string& one : records) out += one;
  return out;
}

const std::string kRtsp = wire("_rtsp|_tcp|local");

std::string srv(const std::string& owner, unsigned port, const std::string& host) {
  return record(owner, kSrv, number(0, 4) + number(port, 2) + wire(host));
}

std::string txt(const std::string& owner, const std::vector<std::string>& entries) {
  std::string data;
  for (const std::string& entry : entries) data += static_cast<char>(entry.size()) + entry;
  return record(owner, kTxt, data);
}

std::string address(const std::string& host, const char* text) {
  const IpAddress one = ip(text);
  const std::string bytes(one.bytes.begin(), one.bytes.end());
  return one.is_v4() ? record(wire(host), kA, bytes.substr(12)) : record(wire(host), kAaaa, bytes);
}

std::vector<std::string> camera(const std::string& label = "Front door", const std::string& path = "path=/live",
                                const char* at = "192.168.1.20", unsigned port = 554,
                                const std::string& type = "_rtsp") {
  const std::string own = wire(label + "|" + type + "|_tcp|local");
  return {record(wire(type + "|_tcp|local"), kPtr, own), srv(own, port, "cam|local"), txt(own, {path}),
          address("cam|local", at)};
}

const auto kAnything = [](const IpAddress&) { return true; };

std::vector<Service> heard(const std::vector<std::string>& datagrams, const char* from = "192.168.1.20",
                           const std::function<bool(const IpAddress&)>& may_name = kAnything) {
  Answers answers;
  for (const std::string& one : datagrams) answers.hear(one, ip(from), may_name);
  return answers.services();
}

std::string only_address(const std::vector<std::string>& records) {
  const auto services = heard({answer(records)});
  return services.size() == 1 ? services[0].address : std::to_string(services.size()) + " services";
}

TEST(Mdns, ACameraIsWhatItAnnounces) {
  auto records = camera("Front door");
  records[2] = txt(wire("Front door|_rtsp|_tcp|local"),
                   {"txtvers=1", "PATH=/live?channel=1", "path=/other", "model=IPC-7", "flag"});
  const auto services = heard({answer(records)});
  ASSERT_THAT(services, SizeIs(1));
  EXPECT_EQ(services[0].name, "Front door");
  EXPECT_EQ(services[0].address, "rtsp://192.168.1.20/live?channel=1");
  EXPECT_EQ(services[0].host, "192.168.1.20");
  EXPECT_EQ(services[0].model, "IPC-7");
}

// The question is repeated, as old clients want it, and names are written once.
TEST(Mdns, AnAnswerMayBeCompressed) {
  const std::string question = kRtsp + number(kPtr, 2) + number(1, 2);
  const std::string to_type = "\xC0\x0C", own = std::string("\x04Yard") + to_type;
  const std::size_t own_at = 12 + question.size() + 2 + 10;
  const std::string to_own = number(0xC000 + static_cast<unsigned>(own_at), 2);
  const std::string message = answer({record(to_type, kPtr, own), srv(to_own, 8554, "cam|local"),
                                      txt(to_own, {"path=live"}), address("cam|local", "192.168.1.20")},
                                     0x8400, question, 1);
  const auto services = heard({message});
  ASSERT_THAT(services, SizeIs(1));
  EXPECT_EQ(services[0].name, "Yard");
  EXPECT_EQ(services[0].address, "rtsp://192.168.1.20:8554/live");
}

// As recorded: Avahi 0.8 with two services, python-zeroconf 0.154 with one.
constexpr std::string_view kAvahi =
    "000084000004000800000000055f72747370045f746370056c6f63616c00000c8001065f6f6e766966c012000c80010b5f617869732d"
    "766964656fc012000c8001055f70736961c012000c8001c00c000c00010000000a00100d5961726420286ec3a468657229c00cc05900"
    "1000010000000a000100c059002100010000000a000c00000000022a0363616dc017c088001c00010000000a0010fd77000000000000"
    "0000000000000002c088000100010000000a00040a4d0002c00c000c00010000000a000d0a46726f6e7420646f6f72c00cc0c6001000"
    "010000000a00140a706174683d2f6c697665086d6f64656c3d5069c0c6002100010000000a000800000000216ac088";
constexpr std::string_view kZeroconf =
    "000084000004000100000004055f72747370045f746370056c6f63616c00000c0001065f6f6e766966c012000c00010b5f617869732d"
    "766964656fc012000c0001055f70736961c012000c0001c00c000c000100001194000d0a46726f6e7420646f6f72c00cc05900210001"
    "00000078000d00000000216a047a63616dc017c078002f0001000000780005c078000140c078000100010000007800047f030201c059"
    "0010000100001194000b0a706174683d2f6c697665";

std::string bytes_of(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return out;
}

TEST(Mdns, WhatOthersReallyAnswerIsRead) {
  const auto avahi = heard({bytes_of(kAvahi)}, "10.77.0.2");
  ASSERT_THAT(avahi, SizeIs(2));
  EXPECT_EQ(avahi[0].name, "Front door");
  EXPECT_EQ(avahi[0].address, "rtsp://10.77.0.2:8554/live");
  EXPECT_EQ(avahi[0].model, "Pi");
  EXPECT_EQ(avahi[1].name, "Yard (näher)");
  EXPECT_EQ(avahi[1].address, "rtsp://10.77.0.2/");
  const auto zeroconf = heard({bytes_of(kZeroconf)}, "127.0.0.1");
  ASSERT_THAT(zeroconf, SizeIs(1));
  EXPECT_EQ(zeroconf[0].address, "rtsp://127.3.2.1:8554/live");
}

TEST(Mdns, WhatIsNotToldIsAskedFor) {
  Answers answers;
  EXPECT_EQ(answers.missing(), "");
  const auto records = camera();
  answers.hear(answer({records[0]}), ip("192.168.1.20"), kAnything);
  EXPECT_THAT(answers.services(), IsEmpty());
  const std::string own = wire("Front door|_rtsp|_tcp|local");
  EXPECT_EQ(answers.missing(), number(0, 4) + number(2, 2) + number(0, 6) + own + number(kSrv, 2) + number(0x8001, 2) +
                                   own + number(kTxt, 2) + number(0x8001, 2));
  answers.hear(answer({records[1], records[2]}), ip("192.168.1.20"), kAnything);
  EXPECT_THAT(answers.missing(), HasSubstr(wire("cam|local") + number(kAaaa, 2)));
  answers.hear(answer({records[3]}), ip("192.168.1.20"), kAnything);
  EXPECT_EQ(answers.missing(), "");
  ASSERT_THAT(answers.services(), SizeIs(1));
  EXPECT_EQ(answers.services()[0].address, "rtsp://192.168.1.20/live");
}

TEST(Mdns, TheQuestionIsForAllKindsAndWantsTheAnswerAlone) {
  const std::string question = Answers::question();
  EXPECT_EQ(question.substr(0, 4), number(0, 4));
  for (const char* type : {"_rtsp", "_onvif", "_axis-video", "_psia"})
    EXPECT_THAT(question, HasSubstr(wire(std::string(type) + "|_tcp|local") + number(kPtr, 2) + number(0x8001, 2)));
  EXPECT_LT(question.size(), 512u);
}

TEST(Mdns, EachKindLeadsToItsStream) {
  EXPECT_EQ(only_address(camera("A", "macaddress=00408C81D401", "192.168.1.20", 80, "_axis-video")),
            "rtsp://192.168.1.20/axis-media/media.amp");
  EXPECT_EQ(only_address(camera("A", "x", "192.168.1.20", 80, "_psia")), "rtsp://192.168.1.20/Streaming/Channels/101");
  EXPECT_EQ(only_address(camera("A", "x", "192.168.1.20", 8080, "_onvif")),
            "http://192.168.1.20:8080/onvif/device_service");
  EXPECT_EQ(only_address(camera("A", "x", "192.168.1.20", 80, "_onvif")), "http://192.168.1.20/onvif/device_service");
  EXPECT_EQ(only_address(camera("A", "x", "192.168.1.20", 554, "_rtsp")), "rtsp://192.168.1.20/");
  EXPECT_EQ(only_address(camera("A", "x", "192.168.1.20", 80, "_http")), "0 services");
}

TEST(Mdns, OneDeviceOfSeveralKindsIsOne) {
  auto records = camera("AXIS M1", "x", "192.168.1.20", 554, "_rtsp");
  for (const std::string& more : camera("AXIS M1", "x", "192.168.1.20", 80, "_axis-video")) records.push_back(more);
  EXPECT_EQ(only_address(records), "rtsp://192.168.1.20/axis-media/media.amp");
  records[2] = txt(wire("AXIS M1|_rtsp|_tcp|local"), {"path=/told"});
  EXPECT_EQ(only_address(records), "rtsp://192.168.1.20/told");
}

TEST(Mdns, ByIPv4AndByIPv6ADeviceIsOne) {
  auto records = camera();
  records.push_back(address("cam|local", "2001:db8::20"));
  Answers answers;
  auto by_v6 = camera();
  by_v6[3] = address("cam|local", "2001:db8::20");
  answers.hear(answer(by_v6), ip("fe80::20"), kAnything);
  ASSERT_THAT(answers.services(), SizeIs(1));
  EXPECT_EQ(answers.services()[0].address, "rtsp://[2001:db8::20]/live");
  answers.hear(answer(records), ip("192.168.1.20"), kAnything);
  ASSERT_THAT(answers.services(), SizeIs(1));
  EXPECT_EQ(answers.services()[0].address, "rtsp://192.168.1.20/live");
}

TEST(Mdns, ADeviceThatOnlyLinkLocalIPv6ReachesIsLeftOut) {
  auto records = camera();
  records[3] = address("cam|local", "fe80::20");
  EXPECT_THAT(heard({answer(records)}, "fe80::20"), IsEmpty());
}

TEST(Mdns, AnAddressThatMayNotBeNamedIsNotTaken) {
  const auto only_itself = [](const IpAddress& named) { return named == ip("192.168.1.20"); };
  EXPECT_THAT(heard({answer(camera("A", "x", "127.0.0.1"))}, "192.168.1.20", only_itself), IsEmpty());
  auto both = camera("A", "path=/a", "127.0.0.1");
  both.push_back(address("cam|local", "192.168.1.20"));
  const auto services = heard({answer(both)}, "192.168.1.20", only_itself);
  ASSERT_THAT(services, SizeIs(1));
  EXPECT_EQ(services[0].address, "rtsp://192.168.1.20/a");
  // Who names none is where the answer came from.
  auto none = camera("A", "path=/a");
  none.pop_back();
  EXPECT_EQ(heard({answer(none)}, "192.168.1.20", only_itself).at(0).address, "rtsp://192.168.1.20/a");
}

TEST(Mdns, NobodyAnswersForAnother) {
  Answers answers;
  answers.hear(answer(camera("A", "path=/real", "192.168.1.20")), ip("192.168.1.20"), kAnything);
  answers.hear(answer(camera("A", "path=/false", "192.168.1.66")), ip("192.168.1.66"), kAnything);
  const auto services = answers.services();
  ASSERT_THAT(services, SizeIs(2));
  EXPECT_EQ(services[0].address, "rtsp://192.168.1.20/real");
  EXPECT_EQ(services[1].address, "rtsp://192.168.1.66/false");
}

TEST(Mdns, NamesAreForPeople) {
  EXPECT_EQ(heard({answer(camera("Dr. Who's (back) \"yard\" @ 1;\\"))}).at(0).name, "Dr. Who's (back) \"yard\" @ 1;\\");
  EXPECT_EQ(heard({answer(camera("Haustür"))}).at(0).name, "Haustür");
  EXPECT_EQ(heard({answer(camera("a\x1B[31m\r\n\x01"
                                 "b\xFF"))})
                .at(0)
                .name,
            "a [31m   b?");
  EXPECT_EQ(heard({answer(camera("\u202Egnp.exe"))}).at(0).name, "gnp.exe");
  EXPECT_EQ(heard({answer(camera(" \t "))}).at(0).name, "192.168.1.20");
  EXPECT_EQ(heard({answer(camera(std::string(63, 'x')))}).at(0).name, std::string(63, 'x'));
}

TEST(Mdns, PathsCannotLeadElsewhere) {
  const std::pair<const char*, const char*> cases[] = {{"path=live", "live"},
                                                       {"path=//evil.example/live", "evil.example/live"},
                                                       {"path=/x@evil.example:554/y", "x%40evil.example:554/y"},
                                                       {"path=rtsp://evil.example:1/front?a=1", "front?a=1"},
                                                       {"path=rtsp://evil.example", ""},
                                                       {"path=/a b#c", "a%20b%23c"},
                                                       {"path=/Haust\xC3\xBCr", "Haust%C3%BCr"},
                                                       {"path=/100%", ""},
                                                       {"path=/a\r\nSETUP x", ""},
                                                       {"path=/\xFF\xFE", "%FF%FE"},
                                                       {"path=", ""}};
  for (const auto& [told, path] : cases)
    EXPECT_EQ(only_address(camera("A", told)), "rtsp://192.168.1.20/" + std::string(path)) << told;
  EXPECT_EQ(only_address({camera("A")[0], camera("A")[1], camera("A")[3],
                          txt(wire("A|_rtsp|_tcp|local"), {"path=" + std::string(200, 'x')})}),
            "rtsp://192.168.1.20/" + std::string(200, 'x'));
}

TEST(Mdns, WhatIsNoAnswerSaysNothing) {
  const auto records = camera();
  EXPECT_THAT(heard({answer(records, 0x0000)}), IsEmpty()) << "a question";
  EXPECT_THAT(heard({answer(records, 0x8403)}), IsEmpty()) << "a refusal";
  EXPECT_THAT(heard({"", "garbage", std::string(11, '\0'), std::string(9000, '\xFF'), std::string(9000, '\xC0')}),
              IsEmpty());
  EXPECT_THAT(heard({answer({record(kRtsp, kPtr, wire("A|_rtsp|_tcp|local"), 0), srv(wire("B|_x"), 1, "cam|local")})}),
              IsEmpty());
  const std::string whole = answer(records);
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_THAT(heard({whole.substr(0, size)}), IsEmpty()) << size;
}

TEST(Mdns, NamesThatLeadToThemselvesEnd) {
  const std::string itself = number(0xC00C, 2), next = number(0xC00E, 2);
  EXPECT_THAT(heard({answer({record(itself, kPtr, itself)})}), IsEmpty());
  EXPECT_THAT(heard({answer({record(kRtsp, kPtr,
                                    std::string("\x01"
                                                "a") +
                                        number(0xC000 + 12 + 18 + 10, 2))})}),
              IsEmpty());
  EXPECT_THAT(heard({answer({next + itself + number(1, 2)})}), IsEmpty());
}

TEST(Mdns, AFloodHasBounds) {
  Answers answers;
  for (int sender = 1; sender < 250; ++sender) {
    const std::string from = "10.0.0." + std::to_string(sender);
    std::vector<std::string> records;
    for (int i = 0; i < 40; ++i)
      for (const std::string& one : camera(std::to_string(sender) + "-" + std::to_string(i), "path=/a", from.c_str()))
        records.push_back(one);
    answers.hear(answer(records), ip(from.c_str()), kAnything);
  }
  const auto services = answers.services();
  EXPECT_THAT(services, SizeIs(kMostServices));
  EXPECT_LT(answers.missing().size(), 9000u);
  // One sender alone cannot take all the places.
  Answers few;
  std::vector<std::string> many;
  for (int i = 0; i < 40; ++i)
    for (const std::string& one : camera("x" + std::to_string(i))) many.push_back(one);
  few.hear(answer(many), ip("192.168.1.66"), kAnything);
  EXPECT_THAT(few.services(), SizeIs(kMostOfOne));
}

}  // namespace
}  // namespace np::mdns
