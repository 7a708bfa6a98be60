#include "library/upload_name.hpp"

#include <gtest/gtest.h>

#include "base/utf8.hpp"

namespace np {
namespace {

TEST(UploadName, LeavesPlainNamesAlone) {
  for (const char* name : {"clip.mp4", "My holiday (2).MOV", "Übung für Ärzte 🎬.mkv", "no ending"})
    EXPECT_EQ(upload_name(name), name);
}

TEST(UploadName, LeavesOutFoldersDotsAndControlCharacters) {
  EXPECT_EQ(upload_name("../../etc/passwd"), "passwd");
  EXPECT_EQ(upload_name("C:\\videos\\clip.avi"), "clip.avi");
  EXPECT_EQ(upload_name("...hidden.mp4"), "hidden.mp4");
  EXPECT_EQ(upload_name("a\n\x1b[2Jb.mp4"), "a[2Jb.mp4");
  for (const char* nothing : {"", "/", "..", " . ", "a/", "\x01"}) EXPECT_EQ(upload_name(nothing), "video") << nothing;
}

TEST(UploadName, IsUtf8AndFitsWithItsEnding) {
  EXPECT_EQ(upload_name("a\xFF.mp4"), "a_.mp4");
  std::string umlauts;
  for (int i = 0; i < 150; ++i) umlauts += "ü";
  const std::string cut = upload_name(umlauts + ".webm");
  EXPECT_LE(cut.size(), kMostUploadName);
  EXPECT_TRUE(cut.ends_with("ü.webm"));
  EXPECT_TRUE(utf8::length(cut));
  EXPECT_EQ(upload_name(std::string(300, 'x')).size(), kMostUploadName);
}

TEST(UploadName, GetsANumberBeforeItsEnding) {
  EXPECT_EQ(numbered_name("clip.mp4", 2), "clip (2).mp4");
  EXPECT_EQ(numbered_name("clip", 3), "clip (3)");
  const std::string longest = upload_name(std::string(300, 'x') + ".mp4");
  const std::string numbered = numbered_name(longest, 2);
  EXPECT_TRUE(numbered.ends_with("x (2).mp4"));
  EXPECT_EQ(upload_name(numbered), numbered) << "it is found by that name, and can be deleted";
}

TEST(UploadId, IsShortAndPlain) {
  EXPECT_TRUE(is_upload_id("abc-DEF_123"));
  for (const char* wrong : {"", "short", "with space", "dot.dot.dot", "12345678901234567890123456789012x"})
    EXPECT_FALSE(is_upload_id(wrong)) << wrong;
}

}  // namespace
}  // namespace np
