#include "models/part_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "base/format.hpp"
#include "messages.hpp"
#include "models/messages.hpp"
#include "models/sha256.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;
using test::says;
using testing::ElementsAre;
using testing::IsEmpty;

std::string sha_of(std::string_view bytes) {
  Sha256 sha;
  sha.add(bytes);
  return sha.finish();
}

TEST(Sha256, IsTheStandards) {
  EXPECT_EQ(sha_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  Sha256 sha;
  sha.add("a");
  sha.add("bc");
  EXPECT_EQ(sha.finish(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  sha.add("dropped");
  sha.restart();
  sha.add("abc");
  EXPECT_EQ(sha.finish(), sha_of("abc"));
}

class PartFileTest : public testing::Test {
 protected:
  ~PartFileTest() override { fs::remove_all(folder_); }

  HubFile file_of(std::string_view content) const { return {"x.gguf", content.size(), sha_of(content)}; }
  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(target_.parent_path())) out.push_back(entry.path().filename());
    return out;
  }
  std::string content() const {
    std::ifstream file(target_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void leave(const HubFile& file, std::string_view bytes) const {
    fs::create_directories(target_.parent_path());
    std::ofstream(PartFile::path_for(target_, file), std::ios::binary) << bytes;
  }

  const fs::path folder_ = fs::temp_directory_path() / np::format("np-part-{}", getpid());
  const fs::path target_ = folder_ / "deep/er/x.gguf";
  const std::string whole_ = std::string(3'000'000, 'x') + "end";
  const HubFile file_ = file_of(whole_);
};

void nothing_read(std::uint64_t) {}

TEST_F(PartFileTest, BecomesTheFileInOneStep) {
  PartFile part(target_, file_);
  part.take_up([](std::uint64_t) { ADD_FAILURE() << "nothing is there to read"; });
  part.add(std::string_view(whole_).substr(0, 100));
  EXPECT_FALSE(fs::exists(target_));
  part.add(std::string_view(whole_).substr(100));
  EXPECT_TRUE(part.is_right());
  part.finish();
  EXPECT_EQ(content(), whole_);
  EXPECT_THAT(names(), ElementsAre("x.gguf"));
}

TEST_F(PartFileTest, IsTakenUpByTheNextRun) {
  {
    PartFile part(target_, file_);
    part.take_up(nothing_read);
    part.add(std::string_view(whole_).substr(0, 2'000'000));
  }
  EXPECT_EQ(PartFile::bytes_there(target_, file_), 2'000'000u);
  PartFile part(target_, file_);
  std::uint64_t read = 0;
  part.take_up([&](std::uint64_t bytes) { read = bytes; });
  EXPECT_EQ(read, 2'000'000u);
  EXPECT_EQ(part.bytes(), 2'000'000u);
  part.add(std::string_view(whole_).substr(2'000'000));
  EXPECT_TRUE(part.is_right());
}

TEST_F(PartFileTest, KnowsWrongBytes) {
  leave(file_, std::string(100, '!'));
  PartFile part(target_, file_);
  part.take_up(nothing_read);
  part.add(std::string_view(whole_).substr(100));
  EXPECT_FALSE(part.is_right());
}

TEST_F(PartFileTest, BeginsAnew) {
  PartFile part(target_, file_);
  part.take_up(nothing_read);
  part.add("wrong");
  part.clear();
  EXPECT_EQ(part.bytes(), 0u);
  part.add(whole_);
  EXPECT_TRUE(part.is_right());
}

TEST_F(PartFileTest, LeavesNoEmptyPart) {
  {
    PartFile part(target_, file_);
  }
  EXPECT_THAT(names(), IsEmpty());
}

TEST_F(PartFileTest, DropsWhatIsTooLong) {
  leave(file_, whole_ + "more");
  PartFile part(target_, file_);
  part.take_up(nothing_read);
  EXPECT_EQ(part.bytes(), 0u);
}

TEST_F(PartFileTest, DropsOtherVersionsAndNothingElse) {
  const HubFile older = file_of("older");
  leave(older, "old");
  leave(file_, "xx");
  std::ofstream(target_.parent_path() / "y.gguf.0123456789ab.part") << "another file's";
  std::ofstream(target_.parent_path() / "x.gguf") << "what is there until now";
  PartFile part(target_, file_);
  EXPECT_FALSE(fs::exists(PartFile::path_for(target_, older)));
  EXPECT_TRUE(fs::exists(PartFile::path_for(target_, file_)));
  EXPECT_EQ(names().size(), 3u);
  EXPECT_EQ(content(), "what is there until now");
}

TEST_F(PartFileTest, IsForOneAtATime) {
  std::optional<PartFile> first(std::in_place, target_, file_);
  try {
    PartFile second(target_, file_);
    FAIL() << "two at once";
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kConflict);
    EXPECT_THAT(e.message(), says(messages::kAnotherPull));
  }
  // Another version of the file is another part, and it leaves alone what somebody is writing.
  {
    PartFile other(target_, file_of("other"));
  }
  EXPECT_TRUE(fs::exists(PartFile::path_for(target_, file_)));
  first.reset();
  PartFile second(target_, file_);
}

TEST_F(PartFileTest, SaysWhereItMayNotWrite) {
  fs::create_directories(folder_);
  std::ofstream(folder_ / "deep") << "a file where a folder is to be";
  try {
    PartFile part(target_, file_);
    FAIL() << "written into a file";
  } catch (const Error& e) {
    EXPECT_THAT(e.message(), says(messages::kIsNoFolder));
  }
}

TEST_F(PartFileTest, FollowsNoLink) {
  fs::create_directories(target_.parent_path());
  const fs::path other = target_.parent_path() / "other";
  std::ofstream(other) << "mine";
  fs::create_symlink(other, PartFile::path_for(target_, file_));
  try {
    PartFile part(target_, file_);
    FAIL() << "opened a link";
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kConflict);
    EXPECT_THAT(e.message(), says(messages::kPartIsALink));
  }
  EXPECT_EQ(fs::file_size(other), 4u);
}

TEST_F(PartFileTest, SaysThatTheFileSystemTakesNoSuchFile) {
  rlimit usual{};
  getrlimit(RLIMIT_FSIZE, &usual);
  const auto heard = std::signal(SIGXFSZ, SIG_IGN);
  PartFile part(target_, file_);
  rlimit small = usual;
  small.rlim_cur = 4096;
  setrlimit(RLIMIT_FSIZE, &small);
  std::optional<Error> why;
  try {
    part.add(std::string(8192, 'x'));
  } catch (const Error& e) {
    why = e;
  }
  setrlimit(RLIMIT_FSIZE, &usual);
  std::signal(SIGXFSZ, heard);
  ASSERT_TRUE(why) << "written beyond what the file system takes";
  EXPECT_EQ(why->kind(), ErrorKind::kConflict);
  EXPECT_THAT(why->message(), says(messages::kTooLargeForItsDisk));
}

TEST_F(PartFileTest, SumsAFile) {
  fs::create_directories(target_.parent_path());
  std::ofstream(target_, std::ios::binary) << whole_;
  std::uint64_t read = 0;
  EXPECT_EQ(sha256_of(target_, [&](std::uint64_t bytes) { read = bytes; }), file_.sha256);
  EXPECT_EQ(read, whole_.size());
  EXPECT_THROW(sha256_of(folder_ / "nothing", nothing_read), Error);
}

}  // namespace
}  // namespace np
