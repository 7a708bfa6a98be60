#include "library/named_sources.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "base/format.hpp"
#include "base/manual_loop.hpp"
#include "library/messages.hpp"
#include "unit/library/scratch.hpp"
#include "video/jpeg_encoder.hpp"

namespace np {
namespace {

constexpr const char* kCamera = "rtsp://anna:secret@10.0.0.5/live?channel=1";

PicturePtr grey_picture() {
  constexpr int kWidth = 640, kHeight = 480;
  const std::vector<std::uint8_t> grey(kWidth * kHeight, 128);
  auto picture = std::make_shared<JpegPicture>();
  picture->captured_at = Clock::now();
  picture->width = kWidth;
  picture->height = kHeight;
  picture->jpeg = JpegEncoder().encode({.width = kWidth,
                                        .height = kHeight,
                                        .planes = {grey.data(), grey.data(), grey.data()},
                                        .strides = {kWidth, kWidth / 2, kWidth / 2}},
                                       80);
  return picture;
}

class NamedSourcesTest : public ::testing::Test {
 protected:
  NamedSources open() {
    return NamedSources(loop_, folder_.path(), [this] { ++changes_; });
  }

  test::Scratch folder_;
  ManualLoop loop_;
  int changes_ = 0;
};

void refuses(const std::expected<void, Error>& result, ErrorKind kind, const std::string& sentence) {
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind(), kind);
  EXPECT_EQ(result.error().message(), sentence);
}

TEST_F(NamedSourcesTest, FindsASourceByItsNameAndTheOtherWayRound) {
  auto named = open();
  ASSERT_TRUE(named.put("  Front door ", kCamera, false));
  ASSERT_TRUE(named.find("Front door"));
  EXPECT_EQ(named.find(" Front door")->source, kCamera);
  EXPECT_EQ(named.named(kCamera)->name, "Front door");
  EXPECT_EQ(named.find("front door"), nullptr);
  EXPECT_EQ(named.named("rtsp://10.0.0.5/live"), nullptr);
}

TEST_F(NamedSourcesTest, ShowsNoCredentials) {
  auto named = open();
  ASSERT_TRUE(named.put("Front door", kCamera, false));
  EXPECT_EQ(named.list().front().address, "rtsp://10.0.0.5/live?…");
  EXPECT_EQ(named.list().front().kind, "rtsp");
}

TEST_F(NamedSourcesTest, OutlivesTheProgramForItsOwnersEyesOnly) {
  {
    auto named = open();
    ASSERT_TRUE(named.put("Front door", kCamera, false));
    ASSERT_TRUE(named.put("Übung <b>1", "/srv/clip.mp4", false));
    ASSERT_TRUE(named.put("Gone", "/srv/gone.mp4", false));
    ASSERT_TRUE(named.rename("Front door", "Porch"));
    ASSERT_TRUE(named.remove("Gone"));
  }
  struct stat kept{};
  ASSERT_EQ(stat((folder_.path() / "sources.json").c_str(), &kept), 0);
  EXPECT_EQ(kept.st_mode & 0777, 0600);
  const auto named = open();
  ASSERT_EQ(named.list().size(), 2);
  EXPECT_EQ(named.list()[0].name, "Porch");
  EXPECT_EQ(named.list()[0].source, kCamera);
  EXPECT_EQ(named.list()[1].name, "Übung <b>1");
}

TEST_F(NamedSourcesTest, RefusesWhatIsNoName) {
  auto named = open();
  const auto refused = [&](const std::string& name, const std::string& sentence) {
    SCOPED_TRACE(name);
    refuses(named.put(name, kCamera, false), ErrorKind::kInvalid, sentence);
  };
  for (const char* empty : {"", "  ", "\t\n"}) refused(empty, messages::kNameEmpty);
  refused(std::string(300, 'x'), np::format(messages::kNameTooLong, 300, 64));
  for (const char* odd : {"a\nb", "a\tb", "a\x01b",
                          "a\xE2\x80\xAE"
                          "b",
                          "\xFF"})
    refused(odd, messages::kNameNotPlain);
  refused(std::string("a\0b", 3), messages::kNameNotPlain);
  for (const char* other :
       {"rtsp://10.0.0.5/live", "/srv/clip.mp4", "a/b", "0", "whip", "livekit:anna", "..", "gopher://x"})
    refused(other, messages::kNameLikeAddress);
  EXPECT_TRUE(named.list().empty());
  std::string umlauts;
  for (int i = 0; i < 64; ++i) umlauts += "ü";
  EXPECT_TRUE(named.put(umlauts, kCamera, false));
}

TEST_F(NamedSourcesTest, RefusesWhatIsNoSource) {
  auto named = open();
  EXPECT_FALSE(named.put("Front door", "", false));
  EXPECT_FALSE(named.put("Front door", "gopher://x", false));
  EXPECT_FALSE(named.put("Front door", "/srv/a\x01.mp4", false));
  refuses(named.put("Me", "whip", false), ErrorKind::kInvalid, messages::kWebcamHasNoName);
  refuses(named.put("Anna", "livekit:anna", false), ErrorKind::kInvalid, messages::kWebcamHasNoName);
  EXPECT_TRUE(named.list().empty());
}

TEST_F(NamedSourcesTest, GivesANameToOneSourceAndASourceOneName) {
  auto named = open();
  ASSERT_TRUE(named.put("Front door", kCamera, false));
  EXPECT_TRUE(named.put("Front door", kCamera, false)) << "the same again";
  refuses(named.put("Front door", "/srv/clip.mp4", false), ErrorKind::kConflict,
          np::format(messages::kNameTaken, "Front door"));
  refuses(named.put("Porch", kCamera, false), ErrorKind::kConflict, np::format(messages::kSourceHasName, "Front door"));
  ASSERT_TRUE(named.put("Clip", "/srv/clip.mp4", false));
  refuses(named.rename("Clip", "Front door"), ErrorKind::kConflict, np::format(messages::kNameTaken, "Front door"));
  refuses(named.put("Clip", kCamera, true), ErrorKind::kConflict, np::format(messages::kSourceHasName, "Front door"));
  ASSERT_TRUE(named.put("Front door", "/srv/other.mp4", true));
  EXPECT_EQ(named.find("Front door")->source, "/srv/other.mp4");
  EXPECT_EQ(named.list().size(), 2);
  EXPECT_TRUE(named.rename("Clip", "Clip"));
}

TEST_F(NamedSourcesTest, HoldsABoundedNumber) {
  auto named = open();
  for (std::size_t i = 0; i < NamedSources::kMost; ++i)
    ASSERT_TRUE(named.put("n" + std::to_string(i), "/srv/" + std::to_string(i), false));
  refuses(named.put("one more", "/srv/more", false), ErrorKind::kConflict,
          np::format(messages::kTooManyNames, NamedSources::kMost));
  ASSERT_TRUE(named.remove("n0"));
  EXPECT_TRUE(named.put("one more", "/srv/more", false));
}

TEST_F(NamedSourcesTest, KnowsNothingOfNamesThatAreGone) {
  auto named = open();
  refuses(named.rename("Nobody", "Somebody"), ErrorKind::kNotFound, np::format(messages::kNoSuchName, "Nobody"));
  refuses(named.remove("Nobody"), ErrorKind::kNotFound, np::format(messages::kNoSuchName, "Nobody"));
}

TEST_F(NamedSourcesTest, TellsOfEachChange) {
  auto named = open();
  ASSERT_TRUE(named.put("Front door", kCamera, false));
  ASSERT_TRUE(named.rename("Front door", "Porch"));
  ASSERT_TRUE(named.remove("Porch"));
  EXPECT_EQ(changes_, 0) << "never inside the call";
  loop_.run_posted();
  EXPECT_EQ(changes_, 3);
}

TEST_F(NamedSourcesTest, KeepsASmallPictureWithItsName) {
  double at = 0;
  {
    auto named = open();
    ASSERT_TRUE(named.put("Front door", kCamera, false));
    named.show("/srv/nobody.mp4", grey_picture());
    named.show(kCamera, grey_picture());
    while (!named.find("Front door")->picture) loop_.wait_posted(std::chrono::seconds(5));
    EXPECT_LT(named.find("Front door")->picture->size(), 20000U);
    at = named.find("Front door")->picture_at;
    EXPECT_GT(at, 0);
    ASSERT_TRUE(named.rename("Front door", "Porch"));
    EXPECT_TRUE(named.find("Porch")->picture);
    const auto file = folder_.path() / "sources" / "1.jpg";
    for (int i = 0; i < 500 && !std::filesystem::exists(file); ++i) loop_.wait_posted(std::chrono::milliseconds(10));
  }
  {
    auto named = open();
    ASSERT_TRUE(named.find("Porch")->picture);
    ASSERT_TRUE(named.remove("Porch"));
    ASSERT_TRUE(named.put("Porch", "/srv/clip.mp4", false));
    EXPECT_FALSE(named.find("Porch")->picture);
  }
  EXPECT_FALSE(open().find("Porch")->picture) << "of the camera that was called so";
}

TEST_F(NamedSourcesTest, LeavesOutWhatIsDamaged) {
  const auto write = [&](const std::string& text) { std::ofstream(folder_.path() / "sources.json") << text; };
  for (const char* nothing :
       {"", "{", "[]", "{\"sources\":7}", "{\"sources\":[1,{},{\"id\":\"x\",\"name\":\"a\",\"source\":\"b\"}]}",
        "{\"sources\":[{\"id\":-1,\"name\":\"a\",\"source\":\"b\"}]}"}) {
    write(nothing);
    EXPECT_TRUE(open().list().empty()) << nothing;
  }
  write(
      R"({"sources":[{"id":7,"name":"","source":"/a"},{"id":8,"name":"A","source":"/a"},{"id":8,"name":"B","source":"/b"},)"
      R"({"id":9,"name":"A","source":"/c"}]})");
  const auto named = open();
  ASSERT_EQ(named.list().size(), 1);
  EXPECT_EQ(named.list().front().name, "A");
}

TEST_F(NamedSourcesTest, WithoutAFolderLastsAsLongAsTheProgram) {
  NamedSources named(loop_, {}, [] {});
  EXPECT_TRUE(named.put("Front door", kCamera, false));
  EXPECT_TRUE(named.find("Front door"));
}

}  // namespace
}  // namespace np
