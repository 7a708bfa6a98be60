#include "livekit/text_stream.hpp"

#include <gtest/gtest.h>

#include <random>

#include "base/format.hpp"
#include "livekit/protobuf.hpp"

namespace np::livekit {
namespace {

using protobuf::Writer;
using std::chrono::seconds;

const TimePoint kNow = TimePoint{} + seconds(100);

// As the server passes it on: with who sent it.
std::string from(const std::string& sender, const std::string& packet) {
  return packet + Writer().text(4, sender).bytes();
}

struct TextStream : ::testing::Test {
  std::optional<ReceivedText> send(const std::string& sender, const std::string& packet, TimePoint at = kNow) {
    return reader.take(from(sender, packet), at);
  }
  TextStreamReader reader{"lk.chat", 100};
  TextStreamWriter writer{"one"};
};

TEST_F(TextStream, ComesInPieces) {
  EXPECT_FALSE(send("anna", writer.begin("lk.chat", 1, {{"a", "b"}})));
  EXPECT_FALSE(send("anna", writer.piece("only the ")));
  EXPECT_FALSE(send("anna", writer.piece("dog")));
  const auto text = send("anna", writer.end({}));
  ASSERT_TRUE(text);
  EXPECT_EQ(text->sender, "anna");
  EXPECT_EQ(text->topic, "lk.chat");
  EXPECT_EQ(text->text, "only the dog");
  EXPECT_FALSE(send("anna", writer.end({}))) << "once";
}

TEST_F(TextStream, TheFormatOfTheProtocol) {
  EXPECT_EQ(writer.begin("t", 5, {}),
            "\x6a\x18\x0a\x03one\x10\x05\x1a\x01t\x22\x0atext/plain\x4a" + std::string(1, '\0'));
  EXPECT_EQ(writer.piece("ab"),
            "\x72\x09\x0a\x03one\x1a\x02"
            "ab");
  EXPECT_EQ(writer.piece("c"),
            "\x72\x0a\x0a\x03one\x10\x01\x1a\x01"
            "c");
  EXPECT_EQ(writer.end({{"k", "v"}}), "\x7a\x0d\x0a\x03one\x1a\x06\x0a\x01k\x12\x01v");
}

TEST_F(TextStream, TwoWhoSpeakAtOnce) {
  TextStreamWriter other("one");
  send("anna", writer.begin("lk.chat", 1, {}));
  send("ben", other.begin("lk.chat", 1, {}));
  send("anna", writer.piece("dog"));
  send("ben", other.piece("cat"));
  EXPECT_EQ(send("ben", other.end({}))->text, "cat");
  EXPECT_EQ(send("anna", writer.end({}))->text, "dog");
}

TEST_F(TextStream, OtherTopicsArePassedOver) {
  send("anna", writer.begin("lk.transcription", 1, {}));
  send("anna", writer.piece("dog"));
  EXPECT_FALSE(send("anna", writer.end({})));
}

TEST_F(TextStream, TooLongIsDroppedAsAWhole) {
  send("anna", writer.begin("lk.chat", 1, {}));
  for (int i = 0; i < 20; ++i) send("anna", writer.piece("ten bytes."));
  EXPECT_FALSE(send("anna", writer.end({})));
}

TEST_F(TextStream, APieceThatIsMissingIsNotPutTogether) {
  send("anna", writer.begin("lk.chat", 1, {}));
  (void)writer.piece("lost");
  send("anna", writer.piece("dog"));
  EXPECT_FALSE(send("anna", writer.end({})));
}

TEST_F(TextStream, WhoDoesNotGoOnIsForgotten) {
  send("anna", writer.begin("lk.chat", 1, {}));
  send("anna", writer.piece("dog"), kNow + seconds(9));
  EXPECT_FALSE(send("anna", writer.end({}), kNow + seconds(11)));
}

TEST_F(TextStream, OfTooManyTheOldestGo) {
  for (int i = 0; i < 1000; ++i)
    send("anna", TextStreamWriter(np::format("{}", i)).begin("lk.chat", 1, {}), kNow + std::chrono::milliseconds(i));
  EXPECT_FALSE(send("anna", TextStreamWriter("983").end({}), kNow + seconds(1)));
  EXPECT_TRUE(send("anna", TextStreamWriter("984").end({}), kNow + seconds(1)));
  EXPECT_TRUE(send("anna", TextStreamWriter("999").end({}), kNow + seconds(1)));
}

TEST_F(TextStream, GarbageDoesNoHarm) {
  const std::string packets[] = {writer.begin("lk.chat", 1, {}), writer.piece("dog"), writer.end({}), "x"};
  std::minstd_rand random(3);
  for (int i = 0; i < 20000; ++i) {
    std::string bytes = from("anna", packets[random() % 4]);
    for (int n = 0; n < 3; ++n) bytes[random() % bytes.size()] = static_cast<char>(random());
    const auto text = reader.take(bytes, kNow);
    EXPECT_LE(text ? text->text.size() : 0, 100u);
  }
}

}  // namespace
}  // namespace np::livekit
