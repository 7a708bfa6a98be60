#include "rtmp/chunks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "base/error.hpp"

namespace np::rtmp {
namespace {

using namespace std::string_literals;

struct Chunks : ::testing::Test {
  std::vector<Message> messages;
  ChunkReader reader{[this](Message message) { messages.push_back(std::move(message)); }};
};

TEST_F(Chunks, AreReadInPiecesOfAnySize) {
  const Message sent{.type = Message::kVideo, .stream = 1, .time = 0x1234567, .body = std::string(1000, 'x')};
  const std::string bytes = write_chunks(sent, 6, 128) + write_chunks({.type = 4, .time = 7, .body = "ab"}, 2, 128);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{4096}}) {
    messages.clear();
    for (std::size_t at = 0; at < bytes.size(); at += piece) reader.feed(std::string_view(bytes).substr(at, piece));
    ASSERT_EQ(messages.size(), 2u) << piece;
    EXPECT_EQ(messages[0].type, Message::kVideo);
    EXPECT_EQ(messages[0].stream, 1u);
    EXPECT_EQ(messages[0].time, 0x1234567u);
    EXPECT_EQ(messages[0].body, sent.body);
    EXPECT_EQ(messages[1].body, "ab");
    EXPECT_EQ(reader.held(), 0u);
  }
}

TEST_F(Chunks, ShortHeadsGoOnFromTheOneBefore) {
  // A whole head at 1000 ms, one of a new length 40 ms later, one 20 ms later, and one that says nothing.
  reader.feed(
      "\x04\0\x03\xE8\0\0\1\x09\1\0\0\0a"s
      "\x44\0\0\x28\0\0\2\x08xy"s
      "\x84\0\0\x14zz"s
      "\xC4uu"s);
  ASSERT_EQ(messages.size(), 4u);
  EXPECT_EQ(messages[1].time, 1040u);
  EXPECT_EQ(messages[1].type, Message::kSound);
  EXPECT_EQ(messages[2].time, 1060u);
  EXPECT_EQ(messages[3].time, 1080u);
  EXPECT_EQ(messages[3].stream, 1u);
  EXPECT_EQ(messages[3].body, "uu");
}

TEST_F(Chunks, StreamsTakeTurns) {
  const std::string one = write_chunks({.type = 9, .body = std::string(200, 'a')}, 6, 128);
  // Between the two chunks of the first one; of a stream whose number takes two bytes.
  reader.feed(one.substr(0, 12 + 128) + "\0\0"s + write_chunks({.type = 8, .body = "b"}, 2, 128).substr(1) +
              one.substr(12 + 128));
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0].body, "b");
  EXPECT_EQ(messages[1].body, std::string(200, 'a'));
}

TEST_F(Chunks, ALargerChunkSizeHoldsFromTheNextOneOn) {
  reader.set_chunk_size(300);
  reader.feed(write_chunks({.type = 9, .body = std::string(250, 'a')}, 6, 300));
  EXPECT_EQ(messages.size(), 1u);
}

TEST_F(Chunks, WhatIsAbortedIsForgotten) {
  reader.feed(write_chunks({.type = 9, .body = std::string(200, 'a')}, 6, 128).substr(0, 12 + 128));
  EXPECT_EQ(reader.held(), 128u);
  reader.abort(6);
  reader.abort(99);
  EXPECT_EQ(reader.held(), 0u);
  reader.feed(write_chunks({.type = 9, .body = "new"}, 6, 128));
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0].body, "new");
}

TEST_F(Chunks, NobodyMakesItHoldMoreThanTheLimit) {
  reader.set_limit(1000);
  std::string bytes;
  for (unsigned stream = 10; stream < 20; ++stream)
    bytes += write_chunks({.type = 9, .body = std::string(200, 'a')}, stream, 128).substr(0, 12 + 128);
  EXPECT_THROW(reader.feed(bytes), Error);
  EXPECT_LE(reader.held(), 1000u + 128);
}

TEST_F(Chunks, NonsenseIsRefused) {
  for (const std::string& bytes : {"\xC4"s, "\x84\0\0\0"s}) EXPECT_THROW(reader.feed(bytes), Error);
  std::string many;
  for (unsigned stream = 2; stream < 2 + ChunkReader::kMostStreams + 1; ++stream)
    many += write_chunks({.type = 9, .body = "a"}, stream, 128);
  EXPECT_THROW(ChunkReader([](Message) {}).feed(many), Error);
  // A whole head where a message goes on.
  const std::string begun = write_chunks({.type = 9, .body = std::string(200, 'a')}, 6, 128).substr(0, 12 + 128);
  EXPECT_THROW(ChunkReader([](Message) {}).feed(begun + begun), Error);
}

}  // namespace
}  // namespace np::rtmp
