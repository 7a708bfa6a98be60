#include "speech/wav_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "base/error.hpp"
#include "base/format.hpp"
#include "speech/messages.hpp"

namespace np {
namespace {

TEST(WavFile, HasTheHeaderOfItsSound) {
  const std::string bytes = wav_bytes({{1, -2, 258}});
  EXPECT_EQ(bytes,
            std::string("RIFF\x2A\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\xBB\0\0\0\x77\x01\0\x02\0\x10\0data\x06\0\0\0"
                        "\x01\0\xFE\xFF\x02\x01",
                        50));
}

TEST(WavFile, IsWrittenAndReplaced) {
  const auto path = std::filesystem::path(testing::TempDir()) / "np_wav_file_test.wav";
  write_wav_file(path, {{1, 2, 3, 4}});
  write_wav_file(path, {{5}});
  std::ifstream file(path, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), wav_bytes({{5}}));
  std::filesystem::remove(path);
}

TEST(WavFile, SaysWhyItCannotBeWritten) {
  try {
    write_wav_file("/no/such/folder/x.wav", {{1}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kNotFound);
    EXPECT_EQ(error.message(), np::format(messages::kNoFolderForWav, "/no/such/folder/x.wav"));
  }
  EXPECT_THROW(write_wav_file(testing::TempDir(), {{1}}), Error);
  EXPECT_THROW(write_wav_file("/dev/full", {{1}}), Error);
}

}  // namespace
}  // namespace np
