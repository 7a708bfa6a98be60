#include "source/rtsp/rtsp_relay.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>

#include "base/format.hpp"
#include "messages.hpp"
#include "servers/socket_server.hpp"
#include "source/messages.hpp"
#include "source/rtsp/rtsp_message.hpp"

namespace np::test {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;

SourceSpec camera(const SocketServer& server, const std::string& login = "", const std::string& path = "/stream") {
  return parse_source(np::format("rtsp://{}127.0.0.1:{}{}", login, server.port(), path));
}

// Answers each request of a connection as `answer` says: a status line, more headers, a body.
struct Answer {
  std::string status = "200 OK";
  std::string headers = "";
  std::string body = "";
  std::string number = "";  // in place of the request's CSeq; "-": none
  bool close = false;
};
SocketServer::ServeFn camera_that(std::function<Answer(const RtspMessage&)> answer) {
  return [=](Peer& peer) {
    for (;;) {
      const RtspMessage asked = RtspMessage::parse(peer.read_request());
      if (asked.first_line.empty()) return;
      const Answer a = answer(asked);
      std::string text = "RTSP/1.0 " + a.status + "\r\n";
      if (a.number != "-")
        text += "CSeq: " + (a.number.empty() ? std::string(asked.header("cseq")) : a.number) + "\r\n";
      text += a.headers;
      if (!a.body.empty()) text += np::format("Content-Length: {}\r\n", a.body.size());
      if (!peer.send(text + "\r\n" + a.body) || a.close) return;
    }
  };
}

// In GStreamer's place.
class Client {
 public:
  explicit Client(const std::string& address) : address_(address) {
    fd_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port =
        htons(static_cast<std::uint16_t>(std::atoi(address.c_str() + std::string("rtsp://127.0.0.1:").size())));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
  }
  ~Client() { close(fd_); }

  void send(const std::string& text) {
    EXPECT_EQ(::send(fd_, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
  }
  RtspMessage ask(const std::string& method, const std::string& rest = "", const std::string& headers = "") {
    send(np::format("{} {}{} RTSP/1.0\r\nCSeq: {}\r\n{}\r\n", method, address_, rest, 100 + ++number_, headers));
    return read();
  }
  // An empty one where the relay has gone.
  RtspMessage read() {
    while (!held_.contains("\r\n\r\n") && more()) {
    }
    const auto end = held_.find("\r\n\r\n");
    if (end == std::string::npos) return {};
    RtspMessage out = RtspMessage::parse(held_.substr(0, end + 4));
    while (held_.size() < end + 4 + *out.body_length() && more()) {
    }
    out.body = held_.substr(end + 4, *out.body_length());
    held_.erase(0, end + 4 + out.body.size());
    return out;
  }
  std::string read_bytes(std::size_t count) {
    while (held_.size() < count && more()) {
    }
    const std::string out = held_.substr(0, count);
    held_.erase(0, out.size());
    return out;
  }

 private:
  bool more() {
    char bytes[4096];
    const ssize_t n = recv(fd_, bytes, sizeof bytes, 0);
    if (n > 0) held_.append(bytes, static_cast<std::size_t>(n));
    return n > 0;
  }

  const std::string address_;
  int fd_ = -1;
  int number_ = 0;
  std::string held_;
};

const std::string kDescription = "v=0\r\nm=video 0 RTP/AVP 96\r\n";

TEST(RtspRelay, OneConnectionForAll) {
  std::vector<std::string> asked;
  SocketServer server(camera_that([&](const RtspMessage& m) {
    asked.push_back(m.first_line);
    return m.method() == "DESCRIBE" ? Answer{.body = kDescription} : Answer{};
  }));
  const std::string url = np::format("rtsp://127.0.0.1:{}/stream", server.port());
  {
    RtspRelay relay(camera(server, "ann:secret@"));
    relay.connect(seconds(10));
    Client client(relay.serve());
    const RtspMessage options = client.ask("OPTIONS");
    EXPECT_EQ(options.status(), 200);
    EXPECT_EQ(options.header("cseq"), "101") << "the client's own";
    EXPECT_EQ(client.ask("DESCRIBE").body, kDescription);
    EXPECT_EQ(client.ask("SETUP", "/track1").status(), 200);
  }
  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(asked, (std::vector<std::string>{"OPTIONS " + url + " RTSP/1.0", "OPTIONS " + url + " RTSP/1.0",
                                             "DESCRIBE " + url + " RTSP/1.0", "SETUP " + url + "/track1 RTSP/1.0"}));
}

TEST(RtspRelay, LogsIn) {
  std::atomic<int> refused = 0;
  SocketServer server(camera_that([&](const RtspMessage& m) {
    if (m.method() == "OPTIONS" || m.header("authorization").contains("qop=auth")) return Answer{.body = kDescription};
    ++refused;
    return Answer{"401 Unauthorized",
                  "WWW-Authenticate: Digest realm=\"cam\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256\r\n"};
  }));
  RtspRelay relay(camera(server, "ann:secret@"));
  relay.connect(seconds(10));
  Client client(relay.serve());
  EXPECT_EQ(client.ask("DESCRIBE").status(), 200);
  EXPECT_EQ(client.ask("SETUP").status(), 200);
  EXPECT_EQ(refused, 1) << "the next one says it at once";
}

TEST(RtspRelay, SaysWhyItMayNotSee) {
  const struct {
    const char* login;
    const char* challenge;
    const char* sentence;
  } cases[] = {{"", "Digest realm=\"c\", nonce=\"n\"", messages::kPasswordWanted},
               {"ann:wrong@", "Digest realm=\"c\", nonce=\"n\"", messages::kPasswordRefused},
               {"ann:wrong@", "Basic realm=\"c\"", messages::kPasswordRefused},
               {"ann:secret@", "NTLM", messages::kLoginNotSupported}};
  for (const auto& c : cases) {
    SocketServer server(camera_that([&](const RtspMessage&) {
      return Answer{"401 Unauthorized", np::format("WWW-Authenticate: {}\r\n", c.challenge)};
    }));
    RtspRelay relay(camera(server, c.login));
    relay.connect(seconds(10));
    Client client(relay.serve());
    EXPECT_EQ(client.ask("DESCRIBE").status(), 401);
    ASSERT_TRUE(relay.failure()) << c.challenge;
    EXPECT_THAT(relay.failure()->message(), says(c.sentence));
  }
}

TEST(RtspRelay, ARefusalWithoutANumberIsUnderstood) {
  SocketServer server(camera_that([](const RtspMessage& m) {
    if (m.method() == "OPTIONS" || !m.header("authorization").empty()) return Answer{};
    return Answer{.status = "401 Unauthorized", .headers = "WWW-Authenticate: Basic realm=\"VLC\"\r\n", .number = "-"};
  }));
  RtspRelay relay(camera(server, "ann:secret@"));
  relay.connect(seconds(10));
  Client client(relay.serve());
  EXPECT_EQ(client.ask("DESCRIBE").status(), 200);
}

TEST(RtspRelay, FollowsWithThePasswordOnTheSameHost) {
  SocketServer other(camera_that([](const RtspMessage& m) {
    if (!m.header("authorization").empty()) return Answer{.headers = "X-Asked: " + m.address() + "\r\n"};
    return Answer{"401 Unauthorized", "WWW-Authenticate: Digest realm=\"c\", nonce=\"n\"\r\n"};
  }));
  SocketServer server(camera_that([&](const RtspMessage& m) {
    if (m.method() == "OPTIONS") return Answer{};
    return Answer{"302 Moved", np::format("Location: rtsp://127.0.0.1:{}/real\r\n", other.port())};
  }));
  RtspRelay relay(camera(server, "ann:secret@"));
  relay.connect(seconds(10));
  Client client(relay.serve());
  const RtspMessage answer = client.ask("DESCRIBE");
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.header("x-asked"), np::format("rtsp://127.0.0.1:{}/real", other.port()));
  EXPECT_EQ(client.ask("SETUP", "/t").header("x-asked"), np::format("rtsp://127.0.0.1:{}/real/t", other.port()));
}

TEST(RtspRelay, RedirectsAreFew) {
  for (const std::string to : {"", "http://127.0.0.1:1/x", "file:///etc/passwd"}) {
    int port = 0;
    std::atomic<int> asked = 0;
    SocketServer server(camera_that([&](const RtspMessage& m) {
      if (m.method() == "OPTIONS") return Answer{};
      ++asked;
      return Answer{"302 Moved",
                    "Location: " + (to.empty() ? np::format("rtsp://127.0.0.1:{}/again", port) : to) + "\r\n", "", "",
                    true};
    }));
    port = server.port();
    RtspRelay relay(camera(server));
    relay.connect(seconds(10));
    Client client(relay.serve());
    EXPECT_TRUE(client.ask("DESCRIBE").first_line.empty()) << "it has gone";
    ASSERT_TRUE(relay.failure());
    EXPECT_THAT(relay.failure()->message(), says(to.empty() ? messages::kRtspInCircles : messages::kRtspRedirect));
    EXPECT_LE(asked, 9);
  }
}

TEST(RtspRelay, AnswersHaveBounds) {
  std::string many = "v=0\r\n";
  for (int i = 0; i < 40; ++i) many += "m=video 0 RTP/AVP 96\r\n";
  const std::pair<Answer, const char*> cases[] = {
      {{.headers = "Content-Length: 3000000000\r\n"}, messages::kRtspTooMuch},
      {{.headers = "Content-Length: -1\r\n"}, messages::kRtspTooMuch},
      {{.body = std::string(RtspMessage::kMaxBody + 1, 'x')}, messages::kRtspTooMuch},
      {{.body = many}, messages::kRtspTooMuch},
      {{.headers = "X: " + std::string(RtspMessage::kMaxHead, 'x') + "\r\n"}, messages::kRtspWithoutEnd},
      {{.headers = "Transport: RTP/AVP/TCP;interleaved=9999-99999\r\n"}, messages::kRtspNonsense},
  };
  for (const auto& [answer, sentence] : cases) {
    SocketServer server(camera_that([&](const RtspMessage& m) { return m.method() == "OPTIONS" ? Answer{} : answer; }));
    RtspRelay relay(camera(server));
    relay.connect(seconds(10));
    Client client(relay.serve());
    EXPECT_TRUE(client.ask(answer.headers.starts_with("Transport") ? "SETUP" : "DESCRIBE").first_line.empty())
        << sentence;
    ASSERT_TRUE(relay.failure()) << sentence;
    EXPECT_THAT(relay.failure()->message(), says(sentence));
  }
}

TEST(RtspRelay, NothingIsSentWhereTheCameraSays) {
  SocketServer server(camera_that([](const RtspMessage& m) {
    if (m.method() != "SETUP") return Answer{};
    return Answer{.headers = "Transport: RTP/AVP;unicast;client_port=5000-5001;source=10.9.8.7;server_port=1-2\r\n"};
  }));
  RtspRelay relay(camera(server));
  relay.connect(seconds(10));
  Client client(relay.serve());
  EXPECT_EQ(client.ask("SETUP").header("transport"),
            "RTP/AVP;unicast;client_port=5000-5001;server_port=1-2;source=127.0.0.1");
}

TEST(RtspRelay, PassesPicturesOn) {
  const std::string media = std::string("$\0\0\4abcd", 8) + std::string("$\1\0\0", 4);
  SocketServer server([&](Peer& peer) {
    for (int i = 0; i < 2; ++i) {
      const RtspMessage asked = RtspMessage::parse(peer.read_request());
      peer.send(np::format("RTSP/1.0 200 OK\r\nCSeq: {}\r\n\r\n", asked.header("cseq")));
    }
    peer.send("\r\n" + media);
    peer.wait_closed();
  });
  RtspRelay relay(camera(server));
  relay.connect(seconds(10));
  Client client(relay.serve());
  EXPECT_EQ(client.ask("PLAY").status(), 200);
  EXPECT_EQ(client.read_bytes(media.size()), media);
}

TEST(RtspRelay, ACameraThatClosesAfterEachAnswer) {
  SocketServer server(camera_that([](const RtspMessage& m) {
    return Answer{.body = m.method() == "DESCRIBE" ? kDescription : "", .close = true};
  }));
  RtspRelay relay(camera(server));
  relay.connect(seconds(10));
  Client client(relay.serve());
  EXPECT_EQ(client.ask("OPTIONS").status(), 200);
  EXPECT_EQ(client.ask("DESCRIBE").body, kDescription);
}

TEST(RtspRelay, SomebodyElseGetsNothing) {
  SocketServer server(camera_that([](const RtspMessage&) { return Answer{}; }));
  RtspRelay relay(camera(server));
  relay.connect(seconds(10));
  const std::string address = relay.serve();
  {
    Client other(address.substr(0, address.rfind('/')) + "/guess");
    EXPECT_TRUE(other.ask("DESCRIBE").first_line.empty());
  }
  Client client(address);
  EXPECT_EQ(client.ask("DESCRIBE").status(), 200);
}

TEST(RtspRelay, SomethingElseThanACamera) {
  const std::pair<std::string, const char*> cases[] = {{"SSH-2.0-OpenSSH\r\n", messages::kIsNoRtsp},
                                                       {"HTTP/1.1 400 Bad\r\n\r\n", messages::kIsNoRtsp},
                                                       {"RTSP/1.0 200 OK\r\nA:", messages::kRtspWithoutEnd},
                                                       {"", messages::kCameraClosed}};
  for (const auto& [said, sentence] : cases) {
    SocketServer server([&](Peer& peer) {
      peer.read_request();
      peer.send(said);
    });
    RtspRelay relay(camera(server));
    try {
      relay.connect(seconds(10));
      ADD_FAILURE() << said;
    } catch (const Error& e) {
      EXPECT_THAT(e.message(), says(sentence)) << said;
    }
  }
  RtspRelay nobody(parse_source(np::format("rtsp://127.0.0.1:{}/x", free_port())));
  EXPECT_THROW(nobody.connect(seconds(10)), Error);
}

}  // namespace
}  // namespace np::test
