#include "rtmp/server.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

#include "base/descriptor.hpp"
#include "rtmp/messages.hpp"
#include "said.hpp"

namespace np::rtmp {
namespace {

using namespace test;
using ::testing::HasSubstr;

constexpr auto kLimit = std::chrono::seconds(30);

class Publisher {
 public:
  explicit Publisher(int port) {
    sockaddr_in to{
        .sin_family = AF_INET, .sin_port = htons(static_cast<std::uint16_t>(port)), .sin_addr = {}, .sin_zero = {}};
    inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    EXPECT_EQ(::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
  }
  void send(const std::string& bytes) const {
    for (std::size_t at = 0; at < bytes.size();) {
      const ssize_t sent = ::send(socket_.get(), bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
      if (sent <= 0) return;
      at += static_cast<std::size_t>(sent);
    }
  }
  // How much of it the other end has taken, once it has taken nothing for half a second.
  std::size_t send_until_held_up(const std::string& bytes) const {
    std::size_t at = 0;
    for (pollfd end{socket_.get(), POLLOUT, 0}; at < bytes.size() && ::poll(&end, 1, 500) > 0;) {
      const ssize_t sent = ::send(socket_.get(), bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent < 0 && errno != EAGAIN) break;
      at += static_cast<std::size_t>(std::max<ssize_t>(sent, 0));
    }
    return at;
  }
  // All that it is told, until these words are among it or the server has hung up.
  std::string hear(const std::string& words) const {
    std::string heard;
    while (!heard.contains(words)) {
      pollfd end{socket_.get(), POLLIN, 0};
      if (::poll(&end, 1, 30'000) <= 0) return heard + " and then silence";
      char buffer[4096];
      const ssize_t size = ::recv(socket_.get(), buffer, sizeof buffer, 0);
      if (size <= 0) return heard + "\nhung up";
      heard.append(buffer, static_cast<std::size_t>(size));
    }
    return heard;
  }

 private:
  Descriptor socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
};

struct ServerTest : ::testing::Test {
  std::mutex mutex;
  std::condition_variable changed;
  int port = 0;
  int error = 0;
  std::vector<std::shared_ptr<Stream>> streams;
  std::vector<std::string> gone;
  std::vector<std::string> refused;
  std::unique_ptr<Server> server;

  template <typename F>
  void note(F f) {
    std::lock_guard lock(mutex);
    f();
    changed.notify_all();
  }
  template <typename T>
  T now(const T& what) {
    std::lock_guard lock(mutex);
    return what;
  }
  bool wait_for(const std::function<bool()>& what) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, kLimit, what);
  }
  void listen(int at = 0) {
    server = std::make_unique<Server>(
        Place{.host = "127.0.0.1", .port = at, .path = "live/KEY", .shown = "rtmp://here"},
        Server::Events{
            .on_listening = [this](int p) { note([&] { port = p; }); },
            .on_failed = [this](int e) { note([&] { error = e; }); },
            .on_publisher = [this](std::shared_ptr<Stream> s) { note([&] { streams.push_back(std::move(s)); }); },
            .on_gone = [this](const auto&, const std::string& why) { note([&] { gone.push_back(why); }); },
            .on_refused = [this](const std::string& why) { note([&] { refused.push_back(why); }); }});
    ASSERT_TRUE(wait_for([this] { return port != 0 || error != 0; }));
  }
};

TEST_F(ServerTest, PlaysWhatAPublisherSends) {
  listen();
  Publisher publisher(port);
  publisher.send(introduction("live", "KEY"));
  ASSERT_THAT(publisher.hear("Publish.Start"), HasSubstr("Publish.Start"));
  publisher.send(video(picture_head(), 0) + video(key_picture(), 40));
  ASSERT_TRUE(wait_for([this] { return streams.size() == 1; }));
  std::vector<Unit> units;
  streams[0]->take({.on_unit = [&](Unit unit) { note([&] { units.push_back(std::move(unit)); }); },
                    .has_room = [] { return true; }});
  ASSERT_TRUE(wait_for([&] { return units.size() == 2; }));
  EXPECT_EQ(units[1].bytes, "picture");
  EXPECT_TRUE(streams[0]->has_video());
  streams[0]->leave();
}

TEST_F(ServerTest, OneThatHangsUpOrSaysGoodbyeMakesRoomAtOnce) {
  listen();
  for (int i = 0; i < 3; ++i) {
    {
      Publisher publisher(port);
      publisher.send(introduction("live", "KEY"));
      ASSERT_THAT(publisher.hear("Publish.Start"), HasSubstr("Publish.Start"));
      if (i == 1) publisher.send(command({text("deleteStream"), number(7), {}, number(1)}));
    }
    ASSERT_TRUE(wait_for([&] { return gone.size() == static_cast<std::size_t>(i + 1); }));
    EXPECT_EQ(now(gone).back(), "");
  }
}

TEST_F(ServerTest, AWrongKeyAndASecondOneGetASentence) {
  listen();
  Publisher wrong(port);
  wrong.send(introduction("live", "OTHER"));
  Publisher first(port);
  first.send(introduction("live", "KEY"));
  ASSERT_THAT(first.hear("Publish.Start"), HasSubstr("Publish.Start"));
  Publisher second(port);
  second.send(introduction("live", "KEY"));
  EXPECT_THAT(second.hear(messages::kPlaceIsTaken), HasSubstr(messages::kPlaceIsTaken));
  EXPECT_THAT(second.hear("more"), HasSubstr("hung up"));
  EXPECT_THAT(wrong.hear(messages::kWrongStreamKey), HasSubstr(messages::kWrongStreamKey));
  EXPECT_TRUE(wait_for([this] { return refused.size() == 2; }));
  EXPECT_TRUE(now(gone).empty()) << "the first one is not disturbed";
}

TEST_F(ServerTest, OneThatIsTurnedAwayIsToldWhy) {
  listen();
  Publisher publisher(port);
  publisher.send(introduction("live", "KEY"));
  ASSERT_TRUE(wait_for([this] { return streams.size() == 1; }));
  server->turn_away(streams[0], "Not this one.");
  EXPECT_THAT(publisher.hear("Not this one."), HasSubstr("Not this one."));
  Publisher next(port);
  next.send(introduction("live", "KEY"));
  EXPECT_TRUE(wait_for([this] { return streams.size() == 2; }));
}

TEST_F(ServerTest, ACodecThatNobodyReadsEndsIt) {
  listen();
  Publisher publisher(port);
  publisher.send(introduction("live", "KEY") + video("\x12sorenson", 0));
  ASSERT_TRUE(wait_for([this] { return gone.size() == 1; }));
  EXPECT_THAT(now(gone)[0], HasSubstr("Sorenson"));
  EXPECT_THAT(publisher.hear("Sorenson"), HasSubstr("Sorenson"));
}

TEST_F(ServerTest, ManyWhoSayNothingKeepNobodyOut) {
  listen();
  std::vector<std::unique_ptr<Publisher>> idle;
  for (int i = 0; i < 40; ++i) idle.push_back(std::make_unique<Publisher>(port));
  Publisher stranger(port);
  stranger.send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_THAT(stranger.hear("anything"), HasSubstr("hung up"));
  Publisher publisher(port);
  publisher.send(introduction("live", "KEY"));
  EXPECT_THAT(publisher.hear("Publish.Start"), HasSubstr("Publish.Start"));
}

TEST_F(ServerTest, APublisherIsHeldUpByWhoPlaysIt) {
  listen();
  Publisher publisher(port);
  publisher.send(introduction("live", "KEY"));
  ASSERT_TRUE(wait_for([this] { return streams.size() == 1; }));
  std::atomic<bool> room{false};
  std::atomic<std::size_t> bytes{0};
  streams[0]->take({.on_unit = [&](const Unit& unit) { note([&] { bytes += unit.bytes.size(); }); },
                    .has_room = [&] { return room.load(); }});
  std::string pictures;
  for (int i = 0; i < 400; ++i) pictures += video(std::string("\x17\1\0\0\0", 5) + std::string(50'000, 'x'), 0);
  const std::size_t sent = publisher.send_until_held_up(pictures);
  EXPECT_LT(sent, pictures.size());
  room = true;
  publisher.send(pictures.substr(sent));
  EXPECT_TRUE(wait_for([&] { return bytes == 400 * 50'000u; }));
  streams[0]->leave();
}

TEST_F(ServerTest, APortThatIsTakenIsToldOf) {
  listen();
  const int taken = port;
  const auto first = std::move(server);
  port = 0;
  listen(taken);
  EXPECT_EQ(error, EADDRINUSE);
}

}  // namespace
}  // namespace np::rtmp
