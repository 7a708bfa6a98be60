// What is wrong with a source is said in one clear sentence.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <string>

#include "base/format.hpp"
#include "media/clips.hpp"
#include "media/source_run.hpp"
#include "messages.hpp"
#include "source/messages.hpp"

namespace np::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

SourceOptions quick() {
  SourceOptions options;
  options.open_timeout = std::chrono::seconds(8);
  return options;
}

Error why_not(const std::string& text) {
  SourceRun run(text, quick(), {.frames = true});
  run.start();
  if (!run.wait_end()) return Error(ErrorKind::kInternal, run.info ? "it opened" : "nothing came");
  const std::string message = run.ended->message();
  std::cout << message << "\n";
  EXPECT_TRUE(message.ends_with(".")) << message;
  EXPECT_THAT(message, AllOf(Not(HasSubstr("Gst")), Not(HasSubstr("gst")), Not(HasSubstr("\n"))));
  return *run.ended;
}

std::string in_scratch(const std::string& name, const std::string& bytes) {
  const fs::path path = scratch() / name;
  write_file(path, bytes);
  return path.string();
}

TEST(BadSource, MissingFile) {
  const Error error = why_not("/nowhere/match.mp4");
  EXPECT_EQ(error.kind(), ErrorKind::kNotFound);
  EXPECT_THAT(error.message(), says(messages::kNoSuchFile, "/nowhere/match.mp4"));
}

TEST(BadSource, UnreadableFile) {
  const std::string path = in_scratch("secret.mp4", "x");
  chmod(path.c_str(), 0);
  // The super-user may read everything, so that somebody else has to try.
  const bool super_user = geteuid() == 0;
  ASSERT_EQ(super_user ? seteuid(65534) : 0, 0);
  const Error error = why_not(path);
  ASSERT_EQ(super_user ? seteuid(0) : 0, 0);
  EXPECT_EQ(error.kind(), ErrorKind::kPermission);
  EXPECT_THAT(error.message(), says(messages::kFileNotReadable));
}

TEST(BadSource, EmptyFile) { EXPECT_THAT(why_not(in_scratch("empty.mp4", "")).message(), says(messages::kIsEmpty)); }

TEST(BadSource, Folder) { EXPECT_THAT(why_not(scratch().string()).message(), says(messages::kIsFolder)); }

TEST(BadSource, NamedPipeIsNotWaitedFor) {
  const std::string path = (scratch() / "pipe.mp4").string();
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  EXPECT_THAT(why_not(path).message(), says(messages::kIsNoFile));
}

TEST(BadSource, TruncatedBeforeItsIndex) {
  const std::string whole = read_file(clip({.name = "whole.mp4"}));
  const Error error = why_not(in_scratch("cut.mp4", whole.substr(0, whole.size() / 2)));
  EXPECT_EQ(error.kind(), ErrorKind::kInvalid);
  EXPECT_THAT(error.message(), says(messages::kIsDamaged));
}

// GStreamer has no name for these. A decoder of large pictures works on several at once, so that the first is refused
// with others behind it, or only at the end.
TEST(BadSource, PixelsOfAnUnknownKind) {
  for (const char* pixels : {"gbrp16le", "yuv420p9"})
    for (const int count : {1, 2, 3, 5, 75}) {
      const bool large = count < 10;
      SCOPED_TRACE(np::format("{} of {}", count, pixels));
      const auto path = clip({.name = np::format("{}-{}.mkv", pixels, count),
                              .seconds = count / 25.0,
                              .width = large ? 2048 : 320,
                              .height = large ? 1280 : 240,
                              .video = "-c:v ffv1 -g 1 -threads 1 -strict -1",
                              .extra = std::string("-pix_fmt ") + pixels});
      for (int again = 0; again < 5; ++again) {
        const Error error = why_not(path);
        EXPECT_EQ(error.kind(), ErrorKind::kUnsupported);
        EXPECT_THAT(error.message(), says(messages::kPixelsNotSupported));
      }
    }
}

TEST(BadSource, TruncatedInItsHead) {
  const std::string whole = read_file(clip({.name = "whole.mkv"}));
  EXPECT_THAT(why_not(in_scratch("head.mkv", whole.substr(0, 200))).message(), says(messages::kIsDamaged));
}

TEST(BadSource, SoundAlone) {
  for (const char* name : {"sound.m4a", "sound.mp3", "sound.mkv", "sound.wav", "sound.ogg"}) {
    SCOPED_TRACE(name);
    const fs::path path = scratch() / name;
    ASSERT_EQ(std::system(("ffmpeg -nostdin -v error -y -f lavfi -i sine=duration=2 " + path.string()).c_str()), 0);
    const Error error = why_not(path.string());
    EXPECT_EQ(error.kind(), ErrorKind::kUnsupported);
    EXPECT_THAT(error.message(), says(messages::kOnlySound));
  }
}

TEST(BadSource, NotAVideo) {
  for (const auto& [name, bytes] : {std::pair<std::string, std::string>{"notes.txt", std::string(5000, 'a') + "\n"},
                                    {"random.mp4", std::string("\x01\x7f\x93\x22", 4) + std::string(3000, '\x91')},
                                    {"page.html", "<!DOCTYPE html><html><body>no</body></html>"},
                                    {"archive.zip", std::string("PK\x03\x04", 4) + std::string(500, '\x02')}}) {
    SCOPED_TRACE(name);
    EXPECT_THAT(why_not(in_scratch(name, bytes)).message(), says(messages::kIsNoVideo));
  }
}

TEST(BadSource, UnknownCodecIsNamed) {
  std::string bytes = read_file(clip({.name = "codec.avi", .video = "-c:v mpeg4 -vtag XVID"}));
  for (std::size_t at = bytes.find("XVID"); at != std::string::npos; at = bytes.find("XVID", at + 1))
    bytes.replace(at, 4, "QZ7X");
  const Error error = why_not(in_scratch("odd.avi", bytes));
  EXPECT_EQ(error.kind(), ErrorKind::kUnsupported);
  EXPECT_THAT(error.message(), AllOf(says(messages::kNeedsPlugin), HasSubstr("QZ7X")));
}

TEST(BadSource, NobodyAnswers) {
  const Error error = why_not("http://user:secret@127.0.0.1:9/video?key=hidden");
  EXPECT_EQ(error.kind(), ErrorKind::kRefused);
  EXPECT_THAT(error.message(), AllOf(HasSubstr("127.0.0.1:9"), Not(HasSubstr("secret")), Not(HasSubstr("hidden"))));
}

TEST(BadSource, MissingCamera) { EXPECT_THAT(why_not("97").message(), says(messages::kNoSuchCamera, "97")); }

}  // namespace
}  // namespace np::test
