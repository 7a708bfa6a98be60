#include "config/token_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.hpp"

namespace np {
namespace {

unsigned mode_of(const std::filesystem::path& file) {
  struct stat info{};
  EXPECT_EQ(stat(file.c_str(), &info), 0);
  return info.st_mode & 0777;
}

TEST(TokenFile, KeepsATokenForItsOwnerAlone) {
  const Folder folder;
  const auto state = folder / "state";
  const KeptToken token = kept_token(state);
  EXPECT_TRUE(token.kept);
  EXPECT_THAT(token.text, ::testing::MatchesRegex("[A-Za-z0-9_-]+"));
  EXPECT_EQ(token.text.size(), 32u);
  EXPECT_EQ(mode_of(state / kTokenFile), 0600u);
  EXPECT_EQ(mode_of(state), 0700u);
  EXPECT_EQ(kept_token(state).text, token.text);
}

TEST(TokenFile, IsMadeAnewWhenDeleted) {
  const Folder folder;
  const std::string token = kept_token(folder.path()).text;
  std::filesystem::remove(folder / kTokenFile);
  EXPECT_NE(kept_token(folder.path()).text, token);
}

TEST(TokenFile, MayBeWrittenByHand) {
  const Folder folder;
  folder.write(kTokenFile, "  my-own-token-0123456789\r\n");
  EXPECT_EQ(kept_token(folder.path()).text, "my-own-token-0123456789");
}

TEST(TokenFile, IsReplacedWhereItHoldsNone) {
  for (const char* text :
       {"", "\n", "short", "two tokens in one file", "\xff\xfe_0123456789abcdef", "0123456789abcdef/../"}) {
    const Folder folder;
    folder.write(kTokenFile, text);
    const KeptToken token = kept_token(folder.path());
    EXPECT_EQ(token.text.size(), 32u) << text;
    EXPECT_TRUE(token.kept);
    EXPECT_EQ(read_text(folder / kTokenFile), token.text + "\n");
  }
  const Folder folder;
  folder.write(kTokenFile, std::string(100000, 'x'));
  EXPECT_EQ(kept_token(folder.path()).text.size(), 32u);
}

TEST(TokenFile, IsNotKeptWhereItCannotBeWritten) {
  EXPECT_FALSE(kept_token({}).kept);
  const Folder folder;
  const KeptToken token = kept_token(folder.write("file", "") / "below");
  EXPECT_FALSE(token.kept);
  EXPECT_EQ(token.text.size(), 32u);
  std::filesystem::create_directory(folder / kTokenFile);
  EXPECT_FALSE(kept_token(folder.path()).kept) << "a folder is in its place";
}

}  // namespace
}  // namespace np
