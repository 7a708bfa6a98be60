// What a person gets to read when a setting is wrong: one line that names it, its value, where it stands and what is
// allowed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/format.hpp"
#include "base/messages.hpp"
#include "config/messages.hpp"
#include "config/settings_table.hpp"
#include "folder.hpp"

namespace np {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kPort = np::format(messages::kWholeNumber, 0, 65535);

std::string message_of(const SettingSources& sources) {
  try {
    load_settings(sources);
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kInvalid);
    return e.message();
  }
  return "(nothing was wrong)";
}

std::string answer_to(SettingTexts flags) {
  return message_of({.dotenv = "", .environment = {{"HOME", "/home/ann"}}, .flags = std::move(flags)});
}

std::string flag_of(std::string_view name) {
  std::string flag = "--";
  for (const char c : name) flag += c == '_' ? '-' : static_cast<char>(std::tolower(c));
  return flag;
}

std::string sentence(const std::string& name, const std::string& shown, const std::string& allowed) {
  return np::format(messages::kSettingIsWrong, name, shown, "flag " + flag_of(name), allowed);
}

void expect_wrong(const std::string& name, const std::vector<std::string>& values, const std::string& allowed) {
  for (const std::string& value : values) EXPECT_EQ(answer_to({{name, value}}), sentence(name, value, allowed));
}

TEST(WrongSetting, OfEveryRowStopsTheStartWithOneLine) {
  for (const SettingRow& row : settings_table()) {
    const std::string message = answer_to({{std::string(row.name), "\xff"}});
    EXPECT_EQ(message, sentence(std::string(row.name), row.secret ? "***" : "?", allowed_text(row)));
    EXPECT_THAT(message, Not(HasSubstr("\n")));
  }
}

TEST(WrongSetting, NumbersHaveLimits) {
  for (const SettingRow& row : settings_table()) {
    const bool whole = std::holds_alternative<int Settings::*>(row.field);
    if (!whole && !std::holds_alternative<double Settings::*>(row.field) &&
        !std::holds_alternative<std::optional<double> Settings::*>(row.field))
      continue;
    Settings settings;
    const auto takes = [&](double value) {
      return assign(settings, row, whole ? std::to_string(static_cast<int>(value)) : std::to_string(value));
    };
    EXPECT_TRUE(takes(row.min)) << row.name;
    EXPECT_TRUE(takes(row.max)) << row.name;
    EXPECT_FALSE(takes(row.min - (whole ? 1 : 0.001))) << row.name;
    EXPECT_FALSE(takes(row.max + (whole ? 1 : 0.001))) << row.name;
  }
}

TEST(WrongSetting, AWholeNumber) {
  expect_wrong("SERVER_PORT",
               {"abc", "", "-1", "65536", "99999999999999999999", "80.5", "0x50", "8199 8200", "1e3", "\"8199\""},
               kPort);
  EXPECT_EQ(answer_to({{"SERVER_PORT", "80\n90"}}), sentence("SERVER_PORT", "80 90", kPort));
}

TEST(WrongSetting, ANumber) {
  expect_wrong("CAPTURE_FPS", {"fast", "", "nan", "inf", "-inf", "1e999", "0", "-5", "61", "5,5", "5fps", "5%", "--5"},
               np::format(messages::kNumber, 0.1, 60));
}

TEST(WrongSetting, ANumberThatMayBeLeftOut) {
  expect_wrong("STREAM_DELAY_INIT", {"automatic", "-1", "61"}, np::format(messages::kEmptyOrNumber, 0, 60));
}

TEST(WrongSetting, LimitsAreWrittenAsPeopleWriteThem) {
  for (const SettingInfo& info : setting_infos()) EXPECT_THAT(info.allowed, Not(HasSubstr("e+"))) << info.name;
  expect_wrong("TOP_K", {"-1"}, np::format(messages::kWholeNumber, 0, 100000));
}

TEST(WrongSetting, Words) {
  expect_wrong("ENABLE_TTS", {"maybe", "2", "", "y"}, messages::kTrueOrFalse);
  expect_wrong("PRESET", {"eagle", "push-it", ""}, "sentry, sniper, owl or beast");
  expect_wrong("TLS", {"true"}, "off or self-signed");
  expect_wrong("PROFILE", {"../default", "Sports", ""}, messages::kProfileKey);
  expect_wrong("LIVEKIT_ROOM", {""}, np::format(messages::kLineOfOneTo, 128));
}

TEST(WrongSetting, Hosts) {
  expect_wrong("SERVER_HOST", {"127.0.0.1:80", "*", "", "127.0.0", "256.0.0.1", "::g", "http://me", "my host", "a..b"},
               messages::kHostName);
  expect_wrong("EMBED_ORIGINS",
               {"*", "https://*.example.org", "home.example.org", "https://a.example/path", "ftp://a.example",
                "http://[::1]:80", "https://a.example b", "https://a.example;script-src", "https://"},
               messages::kOrigins);
  expect_wrong("ALLOWED_HOSTS", {"*", "https://tv", "tv:0", "tv:", "tv:99999"}, messages::kHostNames);
}

TEST(WrongSetting, Addresses) {
  const std::string room = messages::kRoomAddress;
  expect_wrong("LIVEKIT_URL", {"localhost:7880", "ws://", "", "ftp://host", "ws://host:99999", "ws://host/a?b"}, room);
  expect_wrong("LIVEKIT_PUBLIC_URL", {"wss://host; script-src *", "wss:///room"}, room);
  EXPECT_EQ(answer_to({{"LIVEKIT_URL", "http://ann:pw@host"}}), sentence("LIVEKIT_URL", "http://ann:***@host", room));

  const std::string urls = messages::kHttpAddresses;
  expect_wrong(
      "ENGINE_URL",
      {"localhost:8080", "http://", "http:///v1", "ftp://gpu", "http://gpu:99999", "http://gpu one", "http://one,gpu"},
      urls);
  for (const auto& [value, shown] : {std::pair{"http://gpu\nX: y", "http://gpu X: y"},
                                     {"http://ann:p,w@gpu", "http://ann:***@gpu"},
                                     {"http://ann:p/w@gpu", "http://ann:***@gpu"}})
    EXPECT_EQ(answer_to({{"ENGINE_URL", value}}), sentence("ENGINE_URL", shown, urls));

  const std::string url = messages::kHttpAddress;
  expect_wrong("SPEECH_URL", {"http://one,http://two"}, url);
  EXPECT_EQ(answer_to({{"SPEECH_URL", "ws://ann:pw@gpu"}}), sentence("SPEECH_URL", "ws://ann:***@gpu", url));
}

TEST(WrongSetting, SecretsAreNotShown) {
  for (const char* value : {" ", "two\nlines"})
    EXPECT_EQ(answer_to({{"LIVEKIT_API_SECRET", value}}),
              sentence("LIVEKIT_API_SECRET", "***", np::format(messages::kLineOfOneTo, 256)));
  for (const std::string& value : {std::string("hunter 2"), std::string("a;b"), std::string(257, 'x')})
    EXPECT_EQ(answer_to({{"API_TOKEN", value}}), sentence("API_TOKEN", "***", np::format(messages::kToken, 256)));
}

TEST(WrongSetting, WhatIsOpenToAllWithoutBeingMeantTo) {
  EXPECT_EQ(answer_to({{"API_TOKEN", "off"}, {"SERVER_HOST", "0.0.0.0"}, {"PUBLISH", "0.0.0.0"}}),
            np::format(messages::kPublishedOpen, "PUBLISH=0.0.0.0 (flag)", 16));
  for (const char* name : {"API_TOKEN", "WATCH_TOKEN"})
    EXPECT_EQ(answer_to({{name, "hunter2"}, {"SERVER_HOST", "0.0.0.0"}}),
              np::format(messages::kTokenTooShort, name, 16));
  EXPECT_EQ(answer_to({{"API_TOKEN", "0123456789abcdef"}, {"WATCH_TOKEN", "0123456789abcdef"}}),
            messages::kTokensAreSame);
}

TEST(WrongSetting, Sources) {
  expect_wrong("SOURCES", {"ftp://x", "srv/videos", "10.0.0.0/33", "10.0.0/8", "cam:99999", "a b", "*.", "rtsp://cam"},
               messages::kSourceRules);
}

TEST(WrongSetting, Texts) {
  const std::string line = np::format(messages::kLineOfAtMost, 4096);
  EXPECT_EQ(answer_to({{"SOURCE", "a\nb"}}), sentence("SOURCE", "a b", line));
  EXPECT_EQ(answer_to({{"SOURCE", "rtsp://ann:s3cret@cam/\x1b[2J"}}),
            sentence("SOURCE", "rtsp://ann:***@cam/ [2J", line));
  EXPECT_EQ(answer_to({{"SOURCE", "\xff.mp4"}}), sentence("SOURCE", "?.mp4", line));
  const std::string cut = std::string(60, 'x') + "…";
  EXPECT_EQ(answer_to({{"INSTRUCTION", std::string(2001, 'x')}}),
            sentence("INSTRUCTION", cut, np::format(messages::kTextOfAtMost, 2000)));
  EXPECT_EQ(answer_to({{"INSTRUCTION", "\xc3("}}),
            sentence("INSTRUCTION", "?(", np::format(messages::kTextOfAtMost, 2000)));
  EXPECT_EQ(answer_to({{"MODEL_PATH", std::string("a\0b", 3)}}), sentence("MODEL_PATH", "a b", messages::kPath));
}

TEST(WrongSettings, ThatDoNotGoTogether) {
  const std::vector<std::pair<SettingTexts, std::string>> cases = {
      {{{"FRAMES_PER_INFERENCE", "10"}, {"FRAME_STRIDE", "8"}},
       np::format(messages::kWindowTooSmall, "FRAMES_PER_INFERENCE=10 (flag)", "FRAME_STRIDE=8 (flag)", 73,
                  "WINDOW_SIZE=48 (default)", 73)},
      {{{"PRESET", "beast"}, {"WINDOW_SIZE", "18"}},
       np::format(messages::kWindowTooSmall, "FRAMES_PER_INFERENCE=10 (preset)", "FRAME_STRIDE=2 (preset)", 19,
                  "WINDOW_SIZE=18 (flag)", 19)},
      {{{"RECONNECT_DELAY", "60"}},
       np::format(messages::kReconnectDelays, "MAX_RECONNECT_DELAY=30 (default)", "RECONNECT_DELAY=60 (flag)", 60)},
      {{{"TLS_CERT", "/dev/null"}}, np::format(messages::kTlsNeedsBothFiles, "TLS_CERT=/dev/null (flag)", "TLS_KEY")},
      {{{"TLS_KEY", "key.pem"}}, np::format(messages::kTlsNeedsBothFiles, "TLS_KEY=key.pem (flag)", "TLS_CERT")},
      {{{"TLS_CERT", "c.pem"}, {"TLS_KEY", "k.pem"}, {"TLS", "self-signed"}},
       np::format(messages::kTlsExcludesFiles, "TLS=self-signed (flag)", "TLS_CERT=c.pem (flag)")},
      {{{"TLS_CERT", "/nowhere/c.pem"}, {"TLS_KEY", "k.pem"}},
       np::format(messages::kNoPemFile, "TLS_CERT=/nowhere/c.pem (flag)")},
      {{{"WEB_DIR", "/nowhere"}}, np::format(messages::kNoPageInFolder, "WEB_DIR=/nowhere (flag)")},
      {{{"NO_SUCH", "1"}}, np::format(messages::kNoSetting, "NO_SUCH")}};
  for (const auto& [flags, message] : cases) EXPECT_EQ(answer_to(flags), message);
}

TEST(WrongSettings, SayWhereTheyStand) {
  const Folder folder;
  const SettingSources file{
      .dotenv = folder.write("show.env", "\n# x\nSERVER_PORT=http\n"), .environment = {}, .flags = {}};
  EXPECT_EQ(message_of(file), np::format(messages::kSettingIsWrong, "SERVER_PORT", "http", "show.env line 3", kPort));
  const SettingSources environment{.dotenv = "", .environment = {{"SERVER_PORT", "http"}}, .flags = {}};
  EXPECT_EQ(message_of(environment),
            np::format(messages::kSettingIsWrong, "SERVER_PORT", "http", "environment", kPort));
}

TEST(WrongSettings, DoNotMatterBelowARightOne) {
  const Folder folder;
  const Loaded loaded = load_settings({.dotenv = folder.write(".env", "SERVER_PORT=http\n"),
                                       .environment = {{"HOME", "/"}, {"SERVER_PORT", "80"}},
                                       .flags = {}});
  EXPECT_EQ(loaded.settings.server_port, 80);
}

TEST(WrongSettings, AFileThatCannotBeReadIsNamed) {
  const Folder folder;
  std::filesystem::create_directory(folder / ".env");
  EXPECT_EQ(message_of({.dotenv = folder / ".env", .environment = {}, .flags = {}}),
            np::format(messages::kDotenvUnreadable, ".env", messages::kFolderNotFile));
  std::filesystem::create_symlink("loop", folder / "loop");
  EXPECT_EQ(message_of({.dotenv = folder / "loop", .environment = {}, .flags = {}}),
            np::format(messages::kDotenvUnreadable, "loop",
                       np::format(messages::kFileCannotBeRead, std::generic_category().message(ELOOP))));
}

}  // namespace
}  // namespace np
