#include "models/pull.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "base/format.hpp"
#include "messages.hpp"
#include "models/messages.hpp"
#include "models/sha256.hpp"
#include "servers/scripted_server.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;
using test::Asked;
using test::ScriptedServer;
using test::Wire;

constexpr std::size_t kSize = 1 << 20;

class PullTest : public testing::Test {
 protected:
  ~PullTest() override { fs::remove_all(folder_); }

  // Two files of zeros, listed as a hub does.
  std::string listing() const {
    Sha256 sha;
    sha.add(std::string(kSize, '\0'));
    const std::string sum = sha.finish();
    const CatalogModel& model = catalog_models().front();
    std::string out;
    for (const std::string& path : {model.language_prefix + "Q4_K_M.gguf", model.vision})
      out += np::format(R"({}{{"type":"file","path":"{}","size":{},"lfs":{{"oid":"{}","size":{}}}}})",
                        out.empty() ? "" : ",", path, kSize, sum, kSize);
    return "[" + out + "]";
  }

  const fs::path folder_ = fs::temp_directory_path() / np::format("np-pull-{}", ::getpid());
  std::stop_source stop_;
};

TEST_F(PullTest, AHubThatTricklesIsGivenUpAndWhatHasComeIsKept) {
  ScriptedServer server([this](const Asked& asked, Wire& wire) {
    if (asked.path.contains("/api/models/")) return wire.answer(200, "application/json", listing());
    wire.send(np::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", kSize));
    while (wire.send(std::string_view("\0", 1))) {
    }
  });
  Pull pull({.endpoint = server.url(), .token = ""}, {[](const Progress&) {}, [](const std::string&) {}},
            stop_.get_token());
  const PullOptions options{.model = catalog_models().front(),
                            .folder = folder_,
                            .tries = 1,
                            .slowest_bytes = kSize,
                            .slowest_time = std::chrono::milliseconds(1)};
  try {
    pull.run(options);
    FAIL() << "it is never through";
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kTimeout);
    EXPECT_THAT(e.message(), test::says(messages::kHubTrickles));
  }
  std::uintmax_t kept = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder_))
    if (entry.is_regular_file()) kept += entry.file_size();
  EXPECT_GT(kept, 0u);
  EXPECT_LT(kept, kSize);
}

}  // namespace
}  // namespace np
