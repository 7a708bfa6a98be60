#include "speech/server/server_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace np::speech_server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(ServerJson, ErrorsAreReadInWhateverFormTheyCome) {
  for (const char* body :
       {R"({"error":"No voice."})", R"({"error":{"message":"No voice.","code":1}})", R"({"detail":"No voice."})",
        R"({"detail":{"error":"validation_error","message":"No voice."}})", R"({"message":"No voice."})",
        R"({"detail":[{"loc":["body","voice"],"msg":"No voice.","type":"x"}]})", R"("No voice.")"})
    EXPECT_EQ(error_message(body), "No voice.") << body;
  for (const char* body : {"", "{", "null", "7", "{}", "[]", R"({"error":null})", R"({"error":{"code":1}})", "<html>"})
    EXPECT_EQ(error_message(body), "") << body;
  std::string deep = R"("x")";
  for (int i = 0; i < 20; ++i) deep = R"({"error":)" + deep + "}";
  EXPECT_EQ(error_message(deep), "");
}

TEST(ServerJson, VoicesAreReadInWhateverFormTheyCome) {
  for (const char* body :
       {R"({"voices":["af_bella","am_adam"]})", R"(["af_bella","am_adam"])",
        R"({"voices":[{"id":"af_bella","name":"Bella"},{"id":"am_adam"}]})",
        R"([{"voice_id":"af_bella"},{"name":"am_adam"}])",
        R"({"status":"ok","voices":["af_bella","am_adam","af_bella"]})",
        R"({"data":[{"id":"af_bella"},{"id":"am_adam"}]})", R"({"voices":{"af_bella":{"lang":"en"},"am_adam":{}}})"})
    EXPECT_THAT(voice_names(body), ElementsAre("af_bella", "am_adam")) << body;
}

TEST(ServerJson, WhatIsNoVoiceIsLeftOut) {
  for (const char* body :
       {"", "null", "{}", R"({"voices":null})", R"({"voices":"all"})", R"({"status":"ok"})", "<html>", "[[[["})
    EXPECT_THAT(voice_names(body), IsEmpty()) << body;
  EXPECT_THAT(voice_names(R"(["", "two\nlines", 7, {"x":1}, "\u001b[31m", "good one"])"), ElementsAre("good one"));
  EXPECT_THAT(voice_names("[\"" + std::string(101, 'x') + "\"]"), IsEmpty());
  std::string many = "[";
  for (int i = 0; i < 1000; ++i) many += (i ? ",\"v" : "\"v") + std::to_string(i) + "\"";
  EXPECT_THAT(voice_names(many + "]"), SizeIs(kMostVoices));
}

}  // namespace
}  // namespace np::speech_server
