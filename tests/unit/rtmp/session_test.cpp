#include "rtmp/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "base/error.hpp"
#include "rtmp/big_endian.hpp"
#include "rtmp/messages.hpp"
#include "said.hpp"

namespace np::rtmp {
namespace {

using namespace test;
using namespace std::string_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct SessionTest : ::testing::Test {
  std::vector<std::string> paths;
  std::vector<Unit> units;
  int goodbyes = 0;
  Session session{{.on_publish = [this](const std::string& path) { paths.push_back(path); },
                   .on_unit = [this](Unit unit) { units.push_back(std::move(unit)); },
                   .on_goodbye = [this] { ++goodbyes; }}};

  void feed(const std::string& bytes) { session.feed(bytes); }
  // What it has sent since, after its hellos.
  std::vector<Message> answers(std::size_t skip = 0) {
    std::vector<Message> out;
    ChunkReader reader([&](Message message) {
      if (message.type == Message::kSetChunkSize) reader_chunk_size = big_endian(message.body);
      out.push_back(std::move(message));
    });
    reader.set_chunk_size(reader_chunk_size);
    // The size that it tells of holds for what comes after it.
    for (const char c : session.take_output().substr(skip)) {
      reader.set_chunk_size(reader_chunk_size);
      reader.feed({&c, 1});
    }
    return out;
  }
  std::string status_code(const Message& message) { return *read_amf(message.body)[3].member("code")->text(); }

  std::size_t reader_chunk_size = 128;
};

TEST_F(SessionTest, ShakesHands) {
  const std::string mine = hello();
  feed(mine.substr(0, 5));
  EXPECT_EQ(session.take_output(), "");
  feed(mine.substr(5));
  const std::string answer = session.take_output();
  ASSERT_EQ(answer.size(), 1 + 2 * 1536u);
  EXPECT_EQ(answer.front(), 3);
  EXPECT_EQ(answer.substr(1 + 1536), mine.substr(1)) << "its own comes back";
}

TEST_F(SessionTest, APublisherIsAskedAboutAndThenHeard) {
  feed(introduction("live", "KEY"));
  EXPECT_THAT(paths, ElementsAre("live/KEY"));
  auto sent = answers(1 + 2 * 1536);
  ASSERT_EQ(sent.size(), 7u) << "window, bandwidth, chunk size and four answers";
  EXPECT_EQ(*read_amf(sent[6].body)[3].number(), 1) << "the stream that was made";
  feed(video(picture_head(), 0));
  EXPECT_TRUE(units.empty()) << "nobody has said yes yet";
  session.accept();
  sent = answers();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].stream, 1u);
  EXPECT_EQ(status_code(sent[0]), "NetStream.Publish.Start");
  feed(video(picture_head(), 100) + video(key_picture(), 140));
  ASSERT_EQ(units.size(), 2u);
  EXPECT_TRUE(units[0].head);
  EXPECT_EQ(units[1].time, std::chrono::milliseconds(40));
  EXPECT_EQ(units[1].bytes, "picture");
}

TEST_F(SessionTest, AddressesAreTheSameWhereverProgramsCutThem) {
  for (const auto& [application, key] : {std::pair{"live/", "KEY"},
                                         {"/live", "KEY/"},
                                         {"live/KEY", ""},
                                         {"live", "KEY?a=b"},
                                         {"live?x=y", "/KEY"},
                                         {"", "live/KEY"}}) {
    paths.clear();
    Session one{{.on_publish = [this](const std::string& path) { paths.push_back(path); }}};
    one.feed(introduction(application, key));
    EXPECT_THAT(paths, ElementsAre("live/KEY")) << application << " " << key;
  }
}

TEST_F(SessionTest, ARefusalIsASentence) {
  feed(introduction("live", "KEY"));
  answers(1 + 2 * 1536);
  session.refuse("Not here.");
  const auto sent = answers();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(status_code(sent[0]), "NetStream.Publish.BadName");
  EXPECT_EQ(*read_amf(sent[0].body)[3].member("description")->text(), "Not here.");
  feed(publish("KEY"));
  EXPECT_EQ(paths.size(), 1u) << "one try a connection";
}

TEST_F(SessionTest, WhoWantsToWatchIsToldThatNobodyCan) {
  feed(hello() + hello_back() + connect("live") + command({text("play"), number(0), {}, text("KEY")}));
  EXPECT_THAT(answers(1 + 2 * 1536).back().body, HasSubstr(messages::kOnlyReceives));
}

TEST_F(SessionTest, GoodbyeIsSaidOnce) {
  feed(introduction("live", "KEY"));
  session.accept();
  feed(command({text("FCUnpublish"), number(6), {}, text("KEY")}) +
       command({text("deleteStream"), number(7), {}, number(1)}));
  EXPECT_EQ(goodbyes, 1);
  feed(video(picture_head(), 0));
  EXPECT_TRUE(units.empty());
}

TEST_F(SessionTest, EnhancedCodecsAreAgreedOn) {
  feed(hello() + hello_back() +
       command({text("connect"),
                number(1),
                {AmfValue::Object{{"app", text("live")},
                                  {"fourCcList", {AmfValue::List{text("hvc1"), text("vvc1"), number(3)}}}}}}));
  const auto sent = answers(1 + 2 * 1536);
  const auto answer = read_amf(sent.back().body);
  const auto* codecs = answer[2].member("fourCcList");
  ASSERT_NE(codecs, nullptr);
  const auto& list = std::get<AmfValue::List>(codecs->value);
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(*list[0].text(), "hvc1");
}

TEST_F(SessionTest, WhatWasReceivedIsAcknowledgedAndAPingAnswered) {
  feed(introduction("live", "KEY"));
  session.accept();
  answers(1 + 2 * 1536);
  feed(said({.type = Message::kWindowSize, .body = "\0\0\x61\xA8"s}) +
       said({.type = Message::kUserControl, .body = "\0\6\1\2\3\4"s}));
  auto sent = answers();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].body, "\0\7\1\2\3\4"s);
  for (int i = 0; i < 4; ++i) feed(video(picture_head() + std::string(10'000, 'x'), 0));
  sent = answers();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].type, Message::kAcknowledgement);
}

TEST_F(SessionTest, NonsenseIsRefused) {
  const std::string shaken = hello() + hello_back();
  for (const std::string& bytes :
       {"GET / HTTP/1.1\r\n"s, shaken + publish("KEY"), shaken + said({.type = Message::kCommand, .body = "\xFF"}),
        shaken + said({.type = Message::kSetChunkSize, .body = "\0\0\0\0"s}),
        shaken + said({.type = Message::kSetChunkSize, .body = "\0"s}), shaken + "\xC9"s}) {
    Session one{{.on_publish = [](const std::string&) { FAIL(); }}};
    EXPECT_THROW(one.feed(bytes), Error);
  }
}

TEST_F(SessionTest, NobodySendsMuchBeforeItIsLetIn) {
  feed(hello() + hello_back() + connect("live"));
  EXPECT_THROW(feed(video(std::string(1u << 20, 'x'), 0)), Error);
  EXPECT_LE(session.held(), 65u << 10);
}

TEST_F(SessionTest, ACodecThatNobodyReadsIsASentence) {
  feed(introduction("live", "KEY"));
  session.accept();
  try {
    feed(video("\x12sorenson", 0));
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kUnsupported);
  }
}

}  // namespace
}  // namespace np::rtmp
