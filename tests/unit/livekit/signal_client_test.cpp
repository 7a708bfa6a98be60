#include "livekit/signal_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/asio_loop.hpp"
#include "base/format.hpp"
#include "livekit/messages.hpp"
#include "messages.hpp"

namespace np::livekit {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using test::says;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// What a client says of a server that answers its first request with these bytes and hangs up; nullopt: of one that is
// not there.
Error verdict(const std::optional<std::string>& answer) {
  asio::io_context io;
  tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));
  const auto port = acceptor.local_endpoint().port();
  std::thread server;
  if (answer)
    server = std::thread([&] {
      tcp::socket socket = acceptor.accept();
      asio::streambuf request;
      boost::system::error_code ec;
      asio::read_until(socket, request, "\r\n\r\n", ec);
      asio::write(socket, asio::buffer(*answer), ec);
      socket.shutdown(tcp::socket::shutdown_send, ec);
      asio::read_until(socket, request, "nothing more", ec);
    });
  else
    acceptor.close();
  AsioLoop loop;
  std::optional<Error> said;
  SignalClient client(loop, np::format("ws://127.0.0.1:{}", port), "token",
                      {.on_message = [](std::string_view) {},
                       .on_closed =
                           [&](const Error& why) {
                             said = why;
                             loop.stop();
                           }});
  const Timer limit = loop.after(std::chrono::seconds(20), [&] { loop.stop(); });
  loop.run();
  if (server.joinable()) server.join();
  return said.value_or(Error(ErrorKind::kTimeout, "nothing was said"));
}

std::string refused(int status, const std::string& body) {
  return np::format("HTTP/1.1 {} Because\r\nContent-Length: {}\r\n\r\n{}", status, body.size(), body);
}

TEST(SignalClient, NobodyIsThere) {
  const Error error = verdict(std::nullopt);
  EXPECT_EQ(error.kind(), ErrorKind::kRefused);
  EXPECT_THAT(error.message(), says(messages::kNoLivekitAnswers));
}

TEST(SignalClient, AWrongSecretAndAWrongClockAreToldApart) {
  // The token that comes back may spell anything.
  const std::string token = "invalid token: eyJexpnbfiat.is.x, error: ";
  const Error secret = verdict(refused(401, token + "token signature is invalid: signature is invalid"));
  EXPECT_EQ(secret.kind(), ErrorKind::kPermission);
  EXPECT_THAT(secret.message(), says(messages::kLivekitRefusesKey));
  for (const char* why :
       {"token has invalid claims: token is expired", "token has invalid claims: token is not valid yet"}) {
    const Error clock = verdict(refused(401, token + why));
    EXPECT_EQ(clock.kind(), ErrorKind::kPermission);
    EXPECT_THAT(clock.message(), says(messages::kLivekitTokenOutdated));
  }
}

TEST(SignalClient, AWebServerIsNoRoomServer) {
  for (const int status : {200, 302, 404}) {
    const Error error = verdict(refused(status, "hello"));
    EXPECT_EQ(error.kind(), ErrorKind::kNotFound) << status;
    EXPECT_THAT(error.message(), says(messages::kLivekitIsWebServer));
  }
  EXPECT_THAT(verdict(refused(404, "requested room does not exist")).message(), messages::kLivekitMakesNoRoom);
  EXPECT_EQ(verdict(refused(503, "full")).kind(), ErrorKind::kUnavailable);
}

TEST(SignalClient, WhatIsNoHttpEndsIt) {
  EXPECT_THAT(verdict("SSH-2.0-OpenSSH_9\r\n\r\n").message(), Not(HasSubstr("nothing was said")));
  EXPECT_THAT(verdict("").message(), Not(HasSubstr("nothing was said")));
}

TEST(SignalClient, WhatWasSentBeforeItHangsUpArrives) {
  asio::io_context io;
  tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));
  AsioLoop loop;
  std::vector<std::string> arrived;
  std::thread server([&] {
    namespace beast = boost::beast;
    beast::websocket::stream<tcp::socket, false> ws(acceptor.accept());
    ws.accept();
    ws.binary(true);
    ws.write(asio::buffer(std::string("welcome")));
    boost::system::error_code ec;
    for (beast::flat_buffer buffer; ws.read(buffer, ec), !ec; buffer.clear())
      arrived.push_back(beast::buffers_to_string(buffer.data()));
    loop.post([&] { loop.stop(); });
  });
  std::optional<SignalClient> client;
  client.emplace(loop, np::format("ws://127.0.0.1:{}", acceptor.local_endpoint().port()), "token",
                 SignalClient::Listener{.on_message =
                                            [&](std::string_view) {
                                              for (const char* word : {"one", "two", "leave"}) client->send(word);
                                              client.reset();
                                            },
                                        .on_closed = {}});
  const Timer limit = loop.after(std::chrono::seconds(20), [&] { loop.stop(); });
  loop.run();
  client.reset();
  server.join();
  EXPECT_THAT(arrived, ElementsAre("one", "two", "leave"));
}

}  // namespace
}  // namespace np::livekit
