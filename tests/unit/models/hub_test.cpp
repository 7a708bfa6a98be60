#include "models/hub.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/format.hpp"
#include "messages.hpp"
#include "models/messages.hpp"
#include "models/model_catalog.hpp"

namespace np {
namespace {

using test::says;
using testing::ElementsAre;

const std::string kSha(64, 'a');

template <typename F>
Error error_of(F call) {
  try {
    call();
  } catch (const Error& e) {
    return e;
  }
  ADD_FAILURE() << "nothing was thrown";
  return Error(ErrorKind::kInternal, "");
}

std::string entry(std::string_view path, std::uint64_t bytes, std::string_view sha = kSha) {
  return np::format(R"({{"type":"file","oid":"12ab","size":{0},"path":"{1}",)"
                    R"("lfs":{{"oid":"{2}","size":{0},"pointerSize":135}}}})",
                    bytes, path, sha);
}

const Hub kHub;

TEST(Hub, IsHuggingFaceUnlessToldOtherwise) {
  const Hub hub = hub_of({});
  EXPECT_EQ(hub.endpoint, "https://huggingface.co");
  EXPECT_EQ(hub.name(), "huggingface.co");
  EXPECT_EQ(hub.token, "");
  EXPECT_EQ(hub.listing_url("a/b"), "https://huggingface.co/api/models/a/b/tree/main?recursive=true");
  EXPECT_EQ(hub.file_url("a/b", "c/d.gguf"), "https://huggingface.co/a/b/resolve/main/c/d.gguf");
}

TEST(Hub, TakesAMirror) {
  const Hub hub = hub_of({{"HF_ENDPOINT", " http://me:s3cret@mirror.local:8080/hf/ "}});
  EXPECT_EQ(hub.listing_url("a/b"), "http://me:s3cret@mirror.local:8080/hf/api/models/a/b/tree/main?recursive=true");
  EXPECT_EQ(hub.name(), "mirror.local:8080");
}

TEST(Hub, RefusesWhatIsNoAddress) {
  for (const char* endpoint : {"huggingface.co", "ftp://x", "https://", "https:///", "https://x/y?z", "https://a b"})
    EXPECT_THAT(error_of([&] { hub_of({{"HF_ENDPOINT", endpoint}}); }).message(), messages::kNoHubAddress) << endpoint;
}

TEST(Hub, FindsTheTokenThatALoginHasStored) {
  namespace fs = std::filesystem;
  const fs::path home = fs::temp_directory_path() / np::format("np-hub-{}", getpid());
  fs::create_directories(home / ".cache/huggingface");
  std::ofstream(home / ".cache/huggingface/token") << "hf_stored\n";
  fs::create_directories(home / "elsewhere");
  std::ofstream(home / "elsewhere/token") << "hf_elsewhere";
  EXPECT_EQ(hub_of({{"HOME", home}}).token, "hf_stored");
  EXPECT_EQ(hub_of({{"HOME", home}, {"HF_HOME", home / "elsewhere"}}).token, "hf_elsewhere");
  EXPECT_EQ(hub_of({{"HOME", home}, {"HF_HOME", home / "nowhere"}}).token, "");
  EXPECT_EQ(hub_of({{"HOME", home}, {"HF_TOKEN", "hf_given\n"}}).token, "hf_given");
  fs::remove_all(home);
}

TEST(Hub, SendsTheTokenAndFollows) {
  Hub hub;
  EXPECT_TRUE(hub.request("https://x/").headers.empty());
  hub.token = "hf_x";
  const HttpRequest request = hub.request("https://x/");
  EXPECT_TRUE(request.follow_redirects);
  EXPECT_THAT(request.headers, ElementsAre(testing::Pair("Authorization", "Bearer hf_x")));
}

TEST(Listing, GivesSizesAndSums) {
  const auto files = read_listing("[" + entry("x.gguf", 5'026'714'400) +
                                      R"(,{"type":"directory","oid":"1","size":0,"path":"vision"},)"
                                      R"({"type":"file","oid":"1","size":12,"path":"README.md"}])",
                                  kHub);
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0].path, "x.gguf");
  EXPECT_EQ(files[0].bytes, 5'026'714'400u);
  EXPECT_EQ(files[0].sha256, kSha);
  EXPECT_EQ(files[1].bytes, 12u);
  EXPECT_EQ(files[1].sha256, "");
}

TEST(Listing, WhatIsNoneIsRefused) {
  for (const char* text : {"", "<html>log in</html>", "{}", "[", R"({"error":"x"})", "null"})
    EXPECT_THAT(error_of([&] { read_listing(text, kHub); }).message(), says(messages::kNoHubListing, "huggingface.co"))
        << text;
}

TEST(Listing, LeavesOutWhatMakesNoSense) {
  EXPECT_TRUE(read_listing(R"([1,null,{},{"type":"file"},{"type":"file","path":"x"},)"
                           R"({"type":"file","path":"x","size":-1},{"type":"file","path":"x","size":1.5},)"
                           R"({"type":"file","path":7,"size":1},)"
                           R"({"type":"file","path":"x","size":9,"lfs":{"oid":"a","size":99999999999999999999}}])",
                           kHub)
                  .empty());
}

TEST(Listing, ASumThatIsNoneIsNotTaken) {
  for (const std::string sum : {"", "abc", std::string(63, 'a').c_str(), std::string(64, 'g').c_str()})
    EXPECT_EQ(read_listing("[" + entry("x", 1, sum) + "]", kHub).at(0).sha256, "");
}

TEST(Refusals, SayWhatToDoNext) {
  const char* kPlace = "huggingface.co";
  struct Case {
    int status;
    const char* token;
    ErrorKind kind;
    bool temporary;
    std::string sentence;
  };
  for (const Case& c :
       {Case{401, "", ErrorKind::kPermission, false, np::format(messages::kHubWantsToken, kPlace, "the-model")},
        Case{401, "hf_s3cret", ErrorKind::kPermission, false,
             np::format(messages::kHubRefusesToken, kPlace, "the-model")},
        Case{403, "hf_s3cret", ErrorKind::kPermission, false,
             np::format(messages::kHubWantsTermsAccepted, kPlace, "the-model")},
        Case{404, "", ErrorKind::kNotFound, false, np::format(messages::kHubDoesNotHave, kPlace, "the-model")},
        Case{429, "", ErrorKind::kUnavailable, true,
             np::format(messages::kHubWantsPause, kPlace, messages::kForAWhile)},
        Case{500, "", ErrorKind::kUnavailable, true, np::format(messages::kHubHasFault, kPlace, 500)},
        Case{503, "", ErrorKind::kUnavailable, true, np::format(messages::kHubHasFault, kPlace, 503)},
        Case{204, "", ErrorKind::kInvalid, false, np::format(messages::kHubStatus, kPlace, 204)},
        Case{418, "", ErrorKind::kInvalid, false, np::format(messages::kHubStatus, kPlace, 418)}}) {
    Hub hub;
    hub.token = c.token;
    const auto refusal = refusal_of({.status = c.status}, hub, "the-model");
    ASSERT_TRUE(refusal) << c.status;
    EXPECT_EQ(refusal->why.kind(), c.kind) << c.status;
    EXPECT_EQ(refusal->temporary, c.temporary) << c.status;
    EXPECT_EQ(refusal->why.message(), c.sentence);
  }
  EXPECT_FALSE(refusal_of({.status = 200}, kHub, "x"));
  EXPECT_FALSE(refusal_of({.status = 206}, kHub, "x"));
}

TEST(Refusals, HonourHowLongTheServerWantsToBeLeftAlone) {
  const auto pause = [](std::string value) {
    return refusal_of({.status = 429, .headers = {{"retry-after", std::move(value)}}}, kHub, "x")->at_least;
  };
  EXPECT_EQ(pause("7"), std::chrono::seconds(7));
  EXPECT_EQ(pause("99999999"), std::chrono::hours(24));
  EXPECT_EQ(pause("Fri, 31 Dec 2027 23:59:59 GMT"), Duration::zero());
  EXPECT_EQ(pause("-5"), Duration::zero());
}

TEST(Refusals, KnowALoginPage) {
  EXPECT_TRUE(is_web_page({.status = 200, .headers = {{"content-type", "text/html; charset=utf-8"}}}));
  EXPECT_FALSE(is_web_page({.status = 200, .headers = {{"content-type", "application/octet-stream"}}}));
}

class Catalog : public testing::Test {
 protected:
  const CatalogModel& model_ = find_model("MiniCPM-o-4.5");
  std::vector<HubFile> listing_{{"README.md", 10, ""},
                                {"MiniCPM-o-4_5-F16.gguf", 16'384'959'136, kSha},
                                {"MiniCPM-o-4_5-Q8_0.gguf", 8'700'000'000, kSha},
                                {"MiniCPM-o-4_5-Q4_K_M.gguf", 5'026'714'400, kSha},
                                {"MiniCPM-o-4_5-../../x.gguf", 1, kSha},
                                {"MiniCPM-o-4_5-.gguf", 1, kSha},
                                {"MiniCPM-o-4_5-Q4_0.gguf.txt", 1, kSha},
                                {"vision/MiniCPM-o-4_5-vision-F16.gguf", 1'095'113'184, kSha},
                                {"tts/MiniCPM-o-4_5-tts-F16.gguf", 1'157'244'416, kSha}};
};

TEST_F(Catalog, NamesTheModelsThatThereAre) {
  EXPECT_EQ(model_.repository, "openbmb/MiniCPM-o-4_5-gguf");
  EXPECT_THAT(error_of([] { find_model("gpt"); }).message(),
              AllOf(says(messages::kNoSuchModel, "gpt", testing::_),
                    testing::HasSubstr("minicpm-o-4.5, minicpm-v-4.6, minicpm-v-4.7, smolvlm2-256m")));
}

TEST_F(Catalog, TakesTheVisionPartInSixteenBits) {
  const CatalogModel& small = find_model("smolvlm2-500m");
  std::vector<HubFile> listing{{"SmolVLM2-500M-Video-Instruct-Q8_0.gguf", 437, kSha},
                               {"SmolVLM2-500M-Video-Instruct-f16.gguf", 820, kSha},
                               {"mmproj-SmolVLM2-500M-Video-Instruct-Q8_0.gguf", 109, kSha},
                               {"mmproj-SmolVLM2-500M-Video-Instruct-f16.gguf", 199, kSha},
                               {"mmproj-SmolVLM2-500M-Video-Instruct-f16.gguf.txt", 1, kSha}};
  const auto files = files_in(listing, small, small.usual_quant);
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0].path, "SmolVLM2-500M-Video-Instruct-Q8_0.gguf");
  EXPECT_EQ(files[1].path, "mmproj-SmolVLM2-500M-Video-Instruct-f16.gguf");
  listing.erase(listing.begin() + 3);
  EXPECT_EQ(files_in(listing, small, "q8_0")[1].path, "mmproj-SmolVLM2-500M-Video-Instruct-Q8_0.gguf")
      << "or what there is";
}

TEST(CatalogModels, TakesARepositoryByItsName) {
  const auto model = model_of_repository("somebody/Fox-VL-3B-GGUF");
  ASSERT_TRUE(model);
  EXPECT_EQ(model->name, "Fox-VL-3B-GGUF");
  for (const char* other : {"fox", "/fox", "somebody/", "a/b/c", "../fox", "a/..", "a b/c", "a/b?c", "https://hub/a"})
    EXPECT_FALSE(model_of_repository(other)) << other;
  const std::string kSum(64, 'a');
  const std::vector<HubFile> listing{
      {"Fox-VL-3B-Q4_K_M.gguf", 20, kSum},     {"Fox-VL-3B.IQ3_XS.gguf", 10, kSum},
      {"Fox-VL-3B-BF16.gguf", 60, kSum},       {"Fox-VL-3B-F16-00001-of-00002.gguf", 30, kSum},
      {"old/Fox-VL-3B-Q8_0.gguf", 40, kSum},   {"Fox-VL-3B-imatrix.gguf", 5, kSum},
      {"mmproj-Fox-VL-3B-BF16.gguf", 7, kSum}, {"mmproj-Fox-VL-3B-F16.gguf", 6, kSum},
      {"old/mmproj-F16.gguf", 3, kSum},        {"README.md", 1, ""}};
  std::vector<std::string> quants;
  for (const Quant& quant : quants_in(listing, *model)) quants.push_back(quant.name);
  EXPECT_THAT(quants, ElementsAre("IQ3_XS", "Q4_K_M", "BF16"));
  const auto files = files_in(listing, *model, model->usual_quant);
  EXPECT_EQ(files[0].path, "Fox-VL-3B-Q4_K_M.gguf");
  EXPECT_EQ(files[1].path, "mmproj-Fox-VL-3B-F16.gguf");
}

TEST(CatalogModels, HaveNamesOfTheirOwn) {
  std::set<std::string> names, repositories;
  for (const CatalogModel& model : catalog_models()) {
    EXPECT_TRUE(names.insert(model.name).second) << model.name;
    EXPECT_TRUE(repositories.insert(model.repository).second) << model.repository;
  }
}

TEST_F(Catalog, FindsTheQuantisationsOfAListing) {
  std::vector<std::string> names;
  for (const Quant& quant : quants_in(listing_, model_)) names.push_back(quant.name);
  EXPECT_THAT(names, ElementsAre("Q4_K_M", "Q8_0", "F16"));
}

TEST_F(Catalog, GivesTheLanguagePartAndTheVisionPart) {
  const auto files = files_in(listing_, model_, "q4_k_m");
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0].path, "MiniCPM-o-4_5-Q4_K_M.gguf");
  EXPECT_EQ(files[0].bytes, 5'026'714'400u);
  EXPECT_EQ(files[1].path, "vision/MiniCPM-o-4_5-vision-F16.gguf");
}

TEST_F(Catalog, NamesTheQuantisationsThatThereAre) {
  EXPECT_THAT(error_of([&] { files_in(listing_, model_, "Q5"); }).message(),
              np::format(messages::kHubHasNoQuant, "Q5", "minicpm-o-4.5", "Q4_K_M, Q8_0, F16"));
  EXPECT_THAT(error_of([&] { files_in({}, model_, "Q5"); }).message(),
              np::format(messages::kHubHasNoFiles, "minicpm-o-4.5"));
}

TEST_F(Catalog, WantsEyesAndSums) {
  auto blind = listing_;
  std::erase_if(blind, [](const HubFile& f) { return f.path.starts_with("vision/"); });
  EXPECT_THAT(error_of([&] { files_in(blind, model_, "F16"); }).message(), says(messages::kHubHasNoVision));
  listing_[1].sha256.clear();
  EXPECT_THAT(error_of([&] { files_in(listing_, model_, "F16"); }).message(), says(messages::kHubTellsNoSum));
}

}  // namespace
}  // namespace np
