#include "net/http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <semaphore>
#include <thread>

#include "base/format.hpp"
#include "messages.hpp"
#include "net/messages.hpp"
#include "servers/socket_server.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;
using test::free_port;
using test::Peer;
using test::says;
using test::SocketServer;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// The clients of these tests come after their servers, so that kept connections are closed before a server waits for
// its own.
class HttpClientTest : public testing::Test {
 protected:
  HttpClientTest() {
    for (const char* name : {"http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTPS_PROXY", "ALL_PROXY",
                             "NO_PROXY", "SSL_CERT_FILE"})
      unsetenv(name);
  }
};

struct Answer {
  HttpHead head;
  std::string body;
  int heads = 0;
};

Answer ask(HttpClient& client, const HttpRequest& request) {
  Answer answer;
  client.exchange(
      request,
      [&](const HttpHead& head) {
        answer.head = head;
        ++answer.heads;
        return true;
      },
      [&](std::string_view piece) {
        answer.body += piece;
        return true;
      });
  return answer;
}

// The error that an exchange ends with. Of the message: one sentence, and nothing of the URL but host and port.
std::optional<Error> error_of(HttpClient& client, const HttpRequest& request) {
  try {
    ask(client, request);
  } catch (const Error& e) {
    EXPECT_THAT(e.message(), Not(testing::AnyOf(HasSubstr("\n"), HasSubstr("s3cret"), HasSubstr("/path"))));
    EXPECT_TRUE(e.message().ends_with('.')) << e.message();
    return e;
  }
  return std::nullopt;
}

#define EXPECT_ERROR(request, expected_kind, says)                       \
  do {                                                                   \
    HttpClient own;                                                      \
    const auto error = error_of(own, request);                           \
    ASSERT_TRUE(error) << "nothing was thrown";                          \
    EXPECT_EQ(error->kind(), ErrorKind::expected_kind) << error->what(); \
    EXPECT_THAT(error->message(), says);                                 \
  } while (false)

std::string at(const SocketServer& server) { return np::format("127.0.0.1:{}", server.port()); }

std::string simple(std::string_view body, std::string_view more = {}) {
  return np::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n{}\r\n{}", body.size(), more, body);
}

// Answers every request of every connection with these bytes.
SocketServer::ServeFn always(std::string bytes) {
  return [bytes](Peer& peer) {
    while (!peer.read_request().empty() && peer.send(bytes)) {
    }
  };
}

// Answers the first request of each connection with these bytes and says nothing more, without closing.
SocketServer::ServeFn and_silence(std::string bytes) {
  return [bytes](Peer& peer) {
    peer.read_request();
    peer.send(bytes);
    peer.wait_closed();
  };
}

// The same, and closes.
SocketServer::ServeFn and_close(std::string bytes) {
  return [bytes](Peer& peer) {
    peer.read_request();
    peer.send(bytes);
  };
}

TEST_F(HttpClientTest, SendsWhatIsAskedForAndTakesTheAnswer) {
  std::string request;
  SocketServer server([&](Peer& peer) {
    request = peer.read_request();
    peer.send(simple("hello", "X-Some: Thing \r\n"));
  });
  HttpClient client;
  const auto answer = ask(client, {.method = "POST",
                                   .url = server.url("/v1/x?y=1"),
                                   .headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}},
                                   .body = R"({"a":1})"});
  EXPECT_EQ(answer.head.status, 200);
  EXPECT_EQ(answer.head.header("x-some"), "Thing");
  EXPECT_EQ(answer.head.header("x-other"), "");
  EXPECT_EQ(answer.body, "hello");
  EXPECT_EQ(answer.heads, 1);
  EXPECT_TRUE(request.starts_with("POST /v1/x?y=1 HTTP/1.1\r\n")) << request;
  EXPECT_TRUE(request.ends_with("\r\n\r\n{\"a\":1}")) << request;
  EXPECT_THAT(request, AllOf(HasSubstr("Content-Type: application/json\r\n"), HasSubstr("X-Empty:\r\n"),
                             HasSubstr("User-Agent: nerdpudding/"), Not(HasSubstr("Expect"))));
}

TEST_F(HttpClientTest, SendsALargeBodyWhole) {
  std::size_t bytes = 0;
  SocketServer server([&](Peer& peer) {
    bytes = peer.read_request().size();
    peer.send(simple(""));
  });
  HttpClient client;
  EXPECT_EQ(ask(client, {.method = "POST", .url = server.url(), .body = std::string(3'000'000, 'x')}).head.status, 200);
  EXPECT_GT(bytes, 3'000'000u);
}

TEST_F(HttpClientTest, KeepsConnectionsForTheNextExchange) {
  SocketServer server(always(simple("x")));
  HttpClient client;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ask(client, {.url = server.url()}).body, "x");
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(HttpClientTest, OpensAnotherWhereAKeptOneHasGone) {
  SocketServer server(and_close(simple("x")));
  HttpClient client;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ask(client, {.url = server.url()}).body, "x");
  EXPECT_EQ(server.connections(), 3);
}

TEST_F(HttpClientTest, AStatusIsAnAnswer) {
  SocketServer server(always("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone"));
  HttpClient client;
  const auto answer = ask(client, {.url = server.url()});
  EXPECT_EQ(answer.head.status, 404);
  EXPECT_EQ(answer.body, "gone");
}

TEST_F(HttpClientTest, PassesInterimAnswersAndTrailersBy) {
  SocketServer server(
      always("HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n"
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\nX-Late: 1\r\n\r\n"));
  HttpClient client;
  const auto answer = ask(client, {.url = server.url()});
  EXPECT_EQ(answer.head.status, 200);
  EXPECT_EQ(answer.head.header("link"), "");
  EXPECT_EQ(answer.heads, 1);
  EXPECT_EQ(answer.body, "hello!");
}

TEST_F(HttpClientTest, TakesABodyThatEndsWithTheConnection) {
  SocketServer server(and_close("HTTP/1.1 200 OK\r\n\r\nall of it"));
  HttpClient client;
  EXPECT_EQ(ask(client, {.url = server.url()}).body, "all of it");
}

TEST_F(HttpClientTest, HeadHasNoBody) {
  SocketServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"));
  HttpClient client;
  EXPECT_EQ(ask(client, {.method = "HEAD", .url = server.url()}).head.header("content-length"), "5000");
}

TEST_F(HttpClientTest, GivesPiecesAsTheyCome) {
  std::binary_semaphore seen(0);
  SocketServer server([&](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n");
    seen.acquire();  // the head
    peer.send("one");
    seen.acquire();
    peer.send("two");
  });
  HttpClient client;
  std::string body;
  client.exchange(
      {.url = server.url()},
      [&](const HttpHead&) {
        seen.release();
        return true;
      },
      [&](std::string_view piece) {
        body += piece;
        seen.release();
        return true;
      });
  EXPECT_EQ(body, "onetwo");
}

TEST_F(HttpClientTest, ACallbackEndsTheExchange) {
  SocketServer server(and_silence("HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\nsome"));
  HttpClient client;
  const auto no_body = [](std::string_view) {
    ADD_FAILURE() << "no body was wanted";
    return true;
  };
  client.exchange({.url = server.url()}, [](const HttpHead&) { return false; }, no_body);
  std::string body;
  client.exchange({.url = server.url()}, nullptr, [&](std::string_view piece) {
    body += piece;
    return false;
  });
  EXPECT_EQ(body, "some");
}

TEST_F(HttpClientTest, WhatACallbackThrowsComesOut) {
  SocketServer server(and_silence("HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\nsome"));
  HttpClient client;
  const auto fail = [](auto) -> bool { throw std::length_error("on purpose"); };
  EXPECT_THROW(client.exchange({.url = server.url()}, fail, nullptr), std::length_error);
  EXPECT_THROW(client.exchange({.url = server.url()}, nullptr, fail), std::length_error);
}

TEST_F(HttpClientTest, UserAndPasswordOfTheAddressAreSentAndNeverShown) {
  std::string request;
  int port = 0;
  {
    SocketServer server([&](Peer& peer) {
      request = peer.read_request();
      peer.send(simple(""));
    });
    port = server.port();
    HttpClient client;
    ask(client, {.url = np::format("http://me:s3cret@127.0.0.1:{}/path", port)});
  }
  EXPECT_THAT(request, HasSubstr("Authorization: Basic bWU6czNjcmV0\r\n"));
  EXPECT_ERROR((HttpRequest{.url = np::format("http://me:s3cret@127.0.0.1:{}/path", port)}), kRefused,
               says(messages::kPeerRefusesConnection, np::format("127.0.0.1:{}", port)));
}

// --- Challenges

constexpr const char* kDigestChallenge =
    "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"cam\", nonce=\"abc\", qop=\"auth\"\r\n"
    "Content-Length: 9\r\n\r\ngo away!\n";

HttpRequest challenged(const SocketServer& server, std::string_view user = "me:s3cret@") {
  return {.url = np::format("http://{}127.0.0.1:{}/path", user, server.port()), .wait_for_challenge = true};
}

TEST_F(HttpClientTest, ADigestChallengeIsMetAndNoAnswer) {
  std::string first, second;
  SocketServer server([&](Peer& peer) {
    first = peer.read_request();
    peer.send(kDigestChallenge);
    second = peer.read_request();
    peer.send(simple("come in"));
  });
  HttpClient client;
  const auto answer = ask(client, challenged(server));
  EXPECT_EQ(answer.head.status, 200);
  EXPECT_EQ(answer.body, "come in");
  EXPECT_EQ(answer.heads, 1);
  EXPECT_THAT(first, Not(HasSubstr("Authorization")));
  EXPECT_THAT(second, AllOf(HasSubstr("Authorization: Digest username=\"me\""), HasSubstr("uri=\"/path\""),
                            Not(HasSubstr("s3cret"))));
}

TEST_F(HttpClientTest, ABasicChallengeIsMet) {
  SocketServer server([&](Peer& peer) {
    for (std::string r; !(r = peer.read_request()).empty();)
      peer.send(r.contains("Authorization: Basic bWU6czNjcmV0\r\n")
                    ? simple("come in")
                    : "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
  });
  HttpClient client;
  EXPECT_EQ(ask(client, challenged(server)).body, "come in");
}

TEST_F(HttpClientTest, ARefusalOfThePasswordIsTheAnswer) {
  for (const char* challenge :
       {kDigestChallenge, "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 401 No\r\nWWW-Authenticate: Odd\r\nContent-Length: 3\r\n\r\nno\n",
        "HTTP/1.1 401 No\r\nConnection: close\r\n\r\nno"}) {
    SocketServer server([&](Peer& peer) {
      while (!peer.read_request().empty() && peer.send(challenge))
        if (std::string_view(challenge).contains("close")) return;
    });
    HttpClient client;
    const auto answer = ask(client, challenged(server));
    EXPECT_EQ(answer.head.status, 401);
    EXPECT_EQ(answer.heads, 1);
  }
}

TEST_F(HttpClientTest, WithoutAPasswordThereIsOneRequest) {
  std::atomic<int> requests = 0;
  SocketServer server([&](Peer& peer) {
    while (!peer.read_request().empty()) {
      ++requests;
      if (!peer.send(kDigestChallenge)) break;
    }
  });
  {
    HttpClient client;
    EXPECT_EQ(ask(client, challenged(server, "")).head.status, 401);
  }
  EXPECT_EQ(requests, 1);
}

// --- Redirects

TEST_F(HttpClientTest, FollowsRedirectsOnlyWhereAsked) {
  SocketServer server([&](Peer& peer) {
    for (std::string r; !(r = peer.read_request()).empty();)
      peer.send(r.starts_with("GET /there ")
                    ? simple("found")
                    : "HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 9\r\n\r\ngo there!");
  });
  HttpClient client;
  const auto followed = ask(client, {.url = server.url("/here"), .follow_redirects = true});
  EXPECT_EQ(followed.head.status, 200);
  EXPECT_EQ(followed.body, "found");
  EXPECT_EQ(followed.heads, 1);
  EXPECT_EQ(ask(client, {.url = server.url("/here")}).head.status, 302);
}

TEST_F(HttpClientTest, AuthorizationStaysWithItsHost) {
  std::string near, far;
  SocketServer other([&](Peer& peer) {
    far = peer.read_request();
    peer.send(simple("far"));
  });
  SocketServer server([&](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 307 Temporary Redirect\r\nLocation: /near\r\nContent-Length: 0\r\n\r\n");
    near = peer.read_request();
    peer.send(np::format("HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", other.url("/far")));
  });
  HttpClient client;
  EXPECT_EQ(ask(client, {.url = server.url(),
                         .headers = {{"Authorization", "Bearer s3cret"}, {"X-Plain", "1"}},
                         .follow_redirects = true})
                .body,
            "far");
  EXPECT_THAT(near, HasSubstr("Authorization: Bearer s3cret"));
  EXPECT_THAT(far, AllOf(HasSubstr("X-Plain: 1"), Not(HasSubstr("s3cret"))));
}

TEST_F(HttpClientTest, RedirectsInCirclesAreAnError) {
  SocketServer server(always("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_ERROR((HttpRequest{.url = server.url(), .follow_redirects = true}), kInvalid,
               says(messages::kRedirectsInCircles));
}

TEST_F(HttpClientTest, ARedirectToAFileIsNotFollowed) {
  SocketServer server(always("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_ERROR((HttpRequest{.url = server.url(), .follow_redirects = true}), kInvalid,
               says(messages::kRedirectNotFollowed));
}

TEST_F(HttpClientTest, NamesTheHostThatFailedAfterARedirect) {
  const int port = free_port();
  SocketServer server(always(
      np::format("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{}/path\r\nContent-Length: 0\r\n\r\n", port)));
  EXPECT_ERROR((HttpRequest{.url = server.url(), .follow_redirects = true}), kRefused,
               HasSubstr(np::format("127.0.0.1:{}", port)));
}

// --- Limits

TEST_F(HttpClientTest, ASilentServerRunsIntoTheFirstByteLimit) {
  SocketServer server(and_silence(""));
  EXPECT_ERROR((HttpRequest{.url = server.url(), .first_byte_limit = 150ms}), kTimeout,
               says(messages::kAnswerNotBegun, at(server), "0.15 s"));
}

TEST_F(HttpClientTest, AHeadThatNeverEndsRunsIntoTheFirstByteLimit) {
  SocketServer server(and_silence("HTTP/1.1 200 OK\r\nX-Y: 1\r\n"));
  EXPECT_ERROR((HttpRequest{.url = server.url(), .first_byte_limit = 150ms}), kTimeout,
               says(messages::kAnswerNotBegun));
}

TEST_F(HttpClientTest, ATrickleIsTakenAndSilenceAfterItIsNot) {
  SocketServer server([&](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\n\r\n");
    // In all longer than the limit of silence.
    for (int i = 0; i < 10; ++i) {
      peer.send("x");
      if (peer.wait_closed(100ms)) return;
    }
    peer.wait_closed();
  });
  HttpClient client;
  std::size_t received = 0;
  try {
    client.exchange({.url = server.url(), .silence_limit = 900ms}, nullptr, [&](std::string_view piece) {
      received += piece.size();
      return true;
    });
    FAIL() << "nothing was thrown";
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kTimeout);
    EXPECT_THAT(e.message(), says(messages::kFellSilent, at(server), "0.9 s"));
  }
  EXPECT_EQ(received, 10u);
}

TEST_F(HttpClientTest, TheTotalLimitEndsEvenWhatKeepsComing) {
  SocketServer server([&](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\n\r\n");
    while (peer.send("x") && !peer.wait_closed(20ms)) {
    }
  });
  EXPECT_ERROR((HttpRequest{.url = server.url(), .silence_limit = 10s, .total_limit = 200ms}), kTimeout,
               says(messages::kAnswerNotFinished, at(server), "0.2 s"));
}

TEST_F(HttpClientTest, AHandshakeThatNeverEndsRunsIntoTheConnectLimit) {
  SocketServer server([](Peer& peer) { peer.wait_closed(); });
  EXPECT_ERROR((HttpRequest{.url = "https://" + at(server) + "/", .connect_limit = 150ms}), kTimeout,
               says(messages::kPeerTakesNoConnection, at(server), "0.15 s"));
}

TEST_F(HttpClientTest, ZeroIsNoLimit) {
  SocketServer server([](Peer& peer) {
    peer.read_request();
    if (!peer.wait_closed(50ms)) peer.send(simple("late"));
  });
  HttpClient client;
  EXPECT_EQ(ask(client, {.url = server.url(), .connect_limit = {}, .first_byte_limit = {}, .silence_limit = {}}).body,
            "late");
}

TEST_F(HttpClientTest, AHeadOverItsLimitIsRefused) {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Long: " + std::string(2000, 'x') + "\r\n";
  const std::size_t bytes = head.size() + 2;
  SocketServer server(always(head + "\r\nOK"));
  EXPECT_ERROR((HttpRequest{.url = server.url(), .head_limit = bytes - 1}), kInvalid,
               says(messages::kHeadersTooLong, at(server), bytes - 1));
  HttpClient client;
  for (int i = 0; i < 2; ++i) EXPECT_EQ(ask(client, {.url = server.url(), .head_limit = bytes}).body, "OK");
  SocketServer hints([](Peer& peer) {
    peer.read_request();
    while (peer.send("HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n")) {
    }
  });
  EXPECT_ERROR((HttpRequest{.url = hints.url(), .head_limit = 4000}), kInvalid,
               says(messages::kHeadersTooLong, at(hints), 4000));
}

TEST_F(HttpClientTest, HeadsBeforeRedirectsAndChallengesCountAlone) {
  const std::string long_line = "X-Long: " + std::string(700, 'x') + "\r\nContent-Length: 0\r\n";
  SocketServer server([&](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 302 Found\r\nLocation: /there\r\n" + long_line + "\r\n");
    peer.read_request();
    peer.send("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\n" + long_line + "\r\n");
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\n" + long_line + "\r\n");
  });
  HttpRequest request = challenged(server);
  request.follow_redirects = true;
  request.head_limit = 1000;
  HttpClient client;
  EXPECT_EQ(ask(client, request).head.status, 200);
}

TEST_F(HttpClientTest, TheTotalLimitCanBeChangedUnderWay) {
  SocketServer server([&](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\n\r\n");
    while (peer.send("x") && !peer.wait_closed(20ms)) {
    }
  });
  HttpClient client;
  int pieces = 0;
  const TimePoint begun = Clock::now();
  client.exchange({.url = server.url(), .total_limit = 150ms}, nullptr, [&](std::string_view) {
    client.limit_total({});
    return ++pieces < 15;
  });
  EXPECT_GT(Clock::now() - begun, 200ms);
  try {
    client.exchange(
        {.url = server.url()},
        [&](const HttpHead&) {
          client.limit_total(150ms);
          return true;
        },
        nullptr);
    FAIL() << "nothing was thrown";
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kTimeout);
  }
}

TEST_F(HttpClientTest, ABodyOverItsLimitIsRefused) {
  SocketServer server(and_silence("HTTP/1.1 200 OK\r\n\r\n" + std::string(2000, 'x')));
  EXPECT_ERROR((HttpRequest{.url = server.url(), .body_limit = 1999}), kInvalid,
               says(messages::kAnswerTooLong, at(server), 1999));
  SocketServer just_right(always(simple(std::string(2000, 'x'))));
  HttpClient client;
  EXPECT_EQ(ask(client, {.url = just_right.url(), .body_limit = 2000}).body.size(), 2000u);
}

// --- What goes wrong

TEST_F(HttpClientTest, ARefusedConnection) {
  const int port = free_port();
  EXPECT_ERROR((HttpRequest{.url = np::format("http://127.0.0.1:{}/path", port)}), kRefused,
               says(messages::kPeerRefusesConnection, np::format("127.0.0.1:{}", port)));
}

TEST_F(HttpClientTest, ANameThatNobodyHas) {
  // A label of more than 63 characters cannot be a name, so that no name server is asked.
  const std::string host = std::string(70, 'a') + ".invalid";
  EXPECT_ERROR((HttpRequest{.url = "http://" + host + "/path"}), kNotFound,
               says(messages::kPeerNameNotKnown, host + ":80"));
}

TEST_F(HttpClientTest, ABodyCutInTheMiddle) {
  SocketServer server(and_close("HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\nsome"));
  EXPECT_ERROR((HttpRequest{.url = server.url()}), kUnavailable, says(messages::kAnswerBrokeOff, at(server)));
}

TEST_F(HttpClientTest, AChunkedBodyCutInTheMiddle) {
  SocketServer server(and_close("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"));
  EXPECT_ERROR((HttpRequest{.url = server.url()}), kUnavailable, says(messages::kAnswerBrokeOff));
}

TEST_F(HttpClientTest, AConnectionResetInTheMiddle) {
  SocketServer server([](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\nsome");
    peer.reset();
  });
  EXPECT_ERROR((HttpRequest{.url = server.url()}), kUnavailable, HasSubstr(at(server)));
}

TEST_F(HttpClientTest, AConnectionClosedWithoutAWord) {
  SocketServer server(and_close(""));
  EXPECT_ERROR((HttpRequest{.url = server.url()}), kUnavailable, says(messages::kClosedWithoutAnswer));
}

TEST_F(HttpClientTest, BytesBeyondTheAnnouncedLengthAreLeftOut) {
  SocketServer server(and_close("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsome more"));
  HttpClient client;
  EXPECT_EQ(ask(client, {.url = server.url()}).body, "some");
}

TEST_F(HttpClientTest, WhatIsNoHttp) {
  for (const std::string garbage : {"SSH-2.0-OpenSSH_9.9\r\n", "HTTP/9.x 200\r\n\r\n", "\x15\x03\x03\x02\x02\x46"}) {
    SocketServer server(and_close(garbage));
    EXPECT_ERROR((HttpRequest{.url = server.url()}), kInvalid, says(messages::kPeerSpeaksNoHttp, at(server)));
  }
}

TEST_F(HttpClientTest, AHeadWithoutAnEndIsBounded) {
  SocketServer server([](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\n");
    while (peer.send("X-More: " + std::string(1000, 'x') + "\r\n")) {
    }
  });
  HttpClient client;
  EXPECT_TRUE(error_of(client, {.url = server.url()}));
}

TEST_F(HttpClientTest, WhatIsNoAddress) {
  for (const char* url : {"", "localhost:80", "ftp://host/path", "file:///etc/passwd", "http://", "http://a b/path",
                          "http://host:99999/path", "http://ho\r\nst/path"})
    EXPECT_ERROR((HttpRequest{.url = url}), kInvalid, says(messages::kNoHttpAddress));
}

TEST_F(HttpClientTest, AHeaderOfTwoLinesIsNotSent) {
  SocketServer server(always(simple("x")));
  EXPECT_ERROR((HttpRequest{.url = server.url(), .headers = {{"Authorization", "Bearer s3cret\r\nX-Evil: 1"}}}),
               kInvalid, says(messages::kHeaderOfTwoLines, "Authorization"));
  EXPECT_EQ(server.connections(), 0);
}

// --- TLS

TEST_F(HttpClientTest, ASelfSignedCertificateIsRefused) {
  const test::Identity identity = test::make_identity();
  SocketServer server([](Peer& peer) { EXPECT_EQ(peer.read_request(), ""); }, &identity);
  EXPECT_ERROR((HttpRequest{.url = server.url(), .headers = {{"Authorization", "Bearer s3cret"}}}), kPermission,
               says(messages::kPeerNotTrusted, np::format("localhost:{}", server.port())));
}

class TrustedTest : public HttpClientTest {
 protected:
  TrustedTest() {
    std::ofstream(file_) << identity_.certificate;
    setenv("SSL_CERT_FILE", file_.c_str(), 1);
  }
  ~TrustedTest() override {
    unsetenv("SSL_CERT_FILE");
    std::filesystem::remove(file_);
  }

  const test::Identity identity_ = test::make_identity();
  const std::filesystem::path file_ =
      std::filesystem::temp_directory_path() / np::format("np-http-client-{}.pem", getpid());
};

TEST_F(TrustedTest, TheSystemsCertificatesAreTrusted) {
  SocketServer server(always(simple("safe")), &identity_);
  HttpClient client;
  EXPECT_EQ(ask(client, {.url = server.url()}).body, "safe");
  EXPECT_EQ(ask(client, {.url = server.url()}).body, "safe");
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(TrustedTest, ACertificateForAnotherNameIsRefused) {
  SocketServer server([](Peer& peer) { EXPECT_EQ(peer.read_request(), ""); }, &identity_);
  EXPECT_ERROR((HttpRequest{.url = np::format("https://127.0.0.1:{}/", server.port())}), kPermission,
               says(messages::kPeerNotTrusted));
}

TEST_F(TrustedTest, AnEncryptedAddressIsNotLeftForAPlainOne) {
  SocketServer plain(always(simple("x")));
  SocketServer server(
      always(np::format("HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", plain.url())), &identity_);
  EXPECT_ERROR((HttpRequest{.url = server.url(), .follow_redirects = true}), kInvalid,
               says(messages::kRedirectNotFollowed));
  EXPECT_EQ(plain.connections(), 0);
}

TEST_F(HttpClientTest, TlsToAPlainServer) {
  SocketServer server([](Peer& peer) {
    peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    peer.wait_closed();
  });
  EXPECT_ERROR((HttpRequest{.url = np::format("https://127.0.0.1:{}/", server.port())}), kInvalid,
               says(messages::kPeerNotEncrypted));
}

// --- Proxies

TEST_F(HttpClientTest, TakesTheProxyOfTheEnvironment) {
  std::string request;
  SocketServer proxy([&](Peer& peer) {
    request = peer.read_request();
    peer.send(simple("by proxy"));
  });
  setenv("http_proxy", proxy.url("").c_str(), 1);
  HttpClient client;
  EXPECT_EQ(ask(client, {.url = "http://camera.invalid/x"}).body, "by proxy");
  unsetenv("http_proxy");
  EXPECT_THAT(request, HasSubstr("GET http://camera.invalid/x HTTP/1.1\r\n"));
}

// --- Cancelling

TEST_F(HttpClientTest, CancelEndsTheWaitForAnAnswer) {
  std::binary_semaphore asked(0);
  SocketServer server([&](Peer& peer) {
    peer.read_request();
    asked.release();
    peer.wait_closed();
  });
  HttpClient client;
  std::thread other([&] {
    asked.acquire();
    client.cancel();
  });
  const auto error = error_of(client, {.url = server.url()});
  other.join();
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind(), ErrorKind::kUnavailable);
  EXPECT_THAT(error->message(), says(messages::kExchangeCancelled, at(server)));
}

TEST_F(HttpClientTest, CancelEndsTheMiddleOfABody) {
  SocketServer server(and_silence("HTTP/1.1 200 OK\r\n\r\nsome"));
  HttpClient client;
  std::binary_semaphore seen(0);
  std::thread other([&] {
    seen.acquire();
    client.cancel();
  });
  EXPECT_THROW(client.exchange({.url = server.url()}, nullptr,
                               [&](std::string_view) {
                                 seen.release();
                                 return true;
                               }),
               Error);
  other.join();
}

TEST_F(HttpClientTest, CancelEndsAHandshake) {
  std::binary_semaphore connected(0);
  SocketServer server([&](Peer& peer) {
    connected.release();
    peer.wait_closed();
  });
  HttpClient client;
  std::thread other([&] {
    connected.acquire();
    client.cancel();
  });
  EXPECT_TRUE(error_of(client, {.url = np::format("https://127.0.0.1:{}/", server.port()), .connect_limit = 10s}));
  other.join();
}

TEST_F(HttpClientTest, CancelHoldsUntilResumed) {
  SocketServer server(always(simple("x")));
  HttpClient client;
  client.cancel();
  EXPECT_TRUE(error_of(client, {.url = server.url()}));
  EXPECT_TRUE(error_of(client, {.url = server.url()}));
  client.resume();
  EXPECT_EQ(ask(client, {.url = server.url()}).body, "x");
}

TEST_F(HttpClientTest, GoesOnAfterEveryKindOfFailure) {
  SocketServer silent(and_silence("HTTP/1.1 200 OK\r\n\r\nsome"));
  SocketServer good(always(simple("x")));
  HttpClient client;
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(error_of(client, {.url = silent.url(), .silence_limit = 50ms}));
    EXPECT_TRUE(error_of(client, {.url = np::format("http://127.0.0.1:{}/", free_port())}));
    EXPECT_EQ(ask(client, {.url = good.url()}).body, "x");
  }
  EXPECT_EQ(good.connections(), 1);
}

}  // namespace
}  // namespace np
