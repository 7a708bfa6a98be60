// What a person gets to read when a setting is wrong: one line that names it, its value, where it stands and what is
// allowed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include "config/settings_table.hpp"
#include "folder.hpp"

namespace np {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kPort = "a whole number from 0 to 65535";

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
  return name + "=" + shown + " (flag " + flag_of(name) + ") is wrong: it must be " + allowed + ".";
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
               {"abc", "", "-1", "65536", "99999999999999999999", "80.5", "0x50", "8199 8200", "1e3", "\"8199\""}, kPort);
  EXPECT_EQ(answer_to({{"SERVER_PORT", "80\n90"}}), sentence("SERVER_PORT", "80 90", kPort));
}

TEST(WrongSetting, ANumber) {
  expect_wrong("CAPTURE_FPS", {"fast", "", "nan", "inf", "-inf", "1e999", "0", "-5", "61", "5,5", "5fps", "5%", "--5"},
               "a number from 0.1 to 60");
}

TEST(WrongSetting, ANumberThatMayBeLeftOut) {
  expect_wrong("STREAM_DELAY_INIT", {"automatic", "-1", "61"}, "empty, or a number from 0 to 60");
}

TEST(WrongSetting, LimitsAreWrittenAsPeopleWriteThem) {
  for (const SettingInfo& info : setting_infos()) EXPECT_THAT(info.allowed, Not(HasSubstr("e+"))) << info.name;
  expect_wrong("TOP_K", {"-1"}, "a whole number from 0 to 100000");
}

TEST(WrongSetting, Words) {
  expect_wrong("ENABLE_TTS", {"maybe", "2", "", "y"}, "true or false (also 1/0, yes/no, on/off)");
  expect_wrong("PRESET", {"eagle", "push-it", ""}, "sentry, sniper, owl or beast");
  expect_wrong("TLS", {"true"}, "off or self-signed");
  expect_wrong("PROFILE", {"../default", "Sports", ""}, "a profile's name of a-z, 0-9, _ and -");
  expect_wrong("LIVEKIT_ROOM", {""}, "one line of 1 to 128 characters");
}

TEST(WrongSetting, Hosts) {
  expect_wrong("SERVER_HOST", {"127.0.0.1:80", "*", "", "127.0.0", "256.0.0.1", "::g", "http://me", "my host", "a..b"},
               "an IP address or a host name, without a port");
  expect_wrong("ALLOWED_HOSTS", {"*", "https://tv", "tv:0", "tv:", "tv:99999"},
               "names or name:port, with commas between them");
}

TEST(WrongSetting, Addresses) {
  const std::string room = "an address that begins with ws://, wss://, http:// or https://, without a password";
  expect_wrong("LIVEKIT_URL", {"localhost:7880", "ws://", "", "ftp://host", "ws://host:99999", "ws://host/a?b"}, room);
  expect_wrong("LIVEKIT_PUBLIC_URL", {"wss://host; script-src *", "wss:///room"}, room);
  EXPECT_EQ(answer_to({{"LIVEKIT_URL", "http://ann:pw@host"}}), sentence("LIVEKIT_URL", "http://ann:***@host", room));

  const std::string urls = "addresses that begin with http:// or https://, with commas between them";
  expect_wrong("ENGINE_URL",
               {"localhost:8080", "http://", "http:///v1", "ftp://gpu", "http://gpu:99999", "http://gpu/v1?x=1",
                "http://gpu one", "http://one,gpu"},
               urls);
  for (const auto& [value, shown] : {std::pair{"http://gpu\nX: y", "http://gpu X: y"},
                                     {"http://ann:p,w@gpu", "http://ann:***@gpu"},
                                     {"http://ann:p/w@gpu", "http://ann:***@gpu"}})
    EXPECT_EQ(answer_to({{"ENGINE_URL", value}}), sentence("ENGINE_URL", shown, urls));

  const std::string url = "an address that begins with http:// or https://";
  expect_wrong("SPEECH_URL", {"http://one,http://two"}, url);
  EXPECT_EQ(answer_to({{"SPEECH_URL", "ws://ann:pw@gpu"}}), sentence("SPEECH_URL", "ws://ann:***@gpu", url));
}

TEST(WrongSetting, SecretsAreNotShown) {
  for (const char* value : {" ", "two\nlines"})
    EXPECT_EQ(answer_to({{"LIVEKIT_API_SECRET", value}}),
              sentence("LIVEKIT_API_SECRET", "***", "one line of 1 to 256 characters"));
  for (const std::string& value : {std::string("hunter 2"), std::string("a;b"), std::string(257, 'x')})
    EXPECT_EQ(answer_to({{"API_TOKEN", value}}),
              sentence("API_TOKEN", "***", "off, or at most 256 letters, digits and - . _ ~"));
}

TEST(WrongSetting, Texts) {
  const std::string line = "one line of at most 4096 characters";
  EXPECT_EQ(answer_to({{"SOURCE", "a\nb"}}), sentence("SOURCE", "a b", line));
  EXPECT_EQ(answer_to({{"SOURCE", "rtsp://ann:s3cret@cam/\x1b[2J"}}),
            sentence("SOURCE", "rtsp://ann:***@cam/ [2J", line));
  EXPECT_EQ(answer_to({{"SOURCE", "\xff.mp4"}}), sentence("SOURCE", "?.mp4", line));
  const std::string cut = std::string(60, 'x') + "…";
  EXPECT_EQ(answer_to({{"INSTRUCTION", std::string(2001, 'x')}}),
            sentence("INSTRUCTION", cut, "a text of at most 2000 characters"));
  EXPECT_EQ(answer_to({{"INSTRUCTION", "\xc3("}}), sentence("INSTRUCTION", "?(", "a text of at most 2000 characters"));
  EXPECT_EQ(answer_to({{"MODEL_PATH", std::string("a\0b", 3)}}), sentence("MODEL_PATH", "a b", "a path"));
}

TEST(WrongSettings, ThatDoNotGoTogether) {
  const std::vector<std::pair<SettingTexts, std::string>> cases = {
      {{{"FRAMES_PER_INFERENCE", "10"}, {"FRAME_STRIDE", "8"}},
       "FRAMES_PER_INFERENCE=10 (flag) with FRAME_STRIDE=8 (flag) needs a window of 73 frames, but there is "
       "WINDOW_SIZE=48 (default): set WINDOW_SIZE to 73 or more, or take fewer frames."},
      {{{"PRESET", "beast"}, {"WINDOW_SIZE", "18"}},
       "FRAMES_PER_INFERENCE=10 (preset) with FRAME_STRIDE=2 (preset) needs a window of 19 frames, but there is "
       "WINDOW_SIZE=18 (flag): set WINDOW_SIZE to 19 or more, or take fewer frames."},
      {{{"RECONNECT_DELAY", "60"}},
       "MAX_RECONNECT_DELAY=30 (default) is less than RECONNECT_DELAY=60 (flag): set MAX_RECONNECT_DELAY to 60 "
       "or more."},
      {{{"TLS_CERT", "/dev/null"}},
       "TLS_CERT=/dev/null (flag) is set but TLS_KEY is not: give both PEM files, or TLS=self-signed alone."},
      {{{"TLS_KEY", "key.pem"}},
       "TLS_KEY=key.pem (flag) is set but TLS_CERT is not: give both PEM files, or TLS=self-signed alone."},
      {{{"TLS_CERT", "c.pem"}, {"TLS_KEY", "k.pem"}, {"TLS", "self-signed"}},
       "TLS=self-signed (flag) and TLS_CERT=c.pem (flag) exclude each other: leave one of them out."},
      {{{"TLS_CERT", "/nowhere/c.pem"}, {"TLS_KEY", "k.pem"}},
       "TLS_CERT=/nowhere/c.pem (flag) is no file that can be read: give the path of a PEM file."},
      {{{"WEB_DIR", "/nowhere"}},
       "WEB_DIR=/nowhere (flag) holds no index.html: give a folder with the page, or leave it out for the "
       "built-in one."},
      {{{"NO_SUCH", "1"}}, "NO_SUCH is no setting."}};
  for (const auto& [flags, message] : cases) EXPECT_EQ(answer_to(flags), message);
}

TEST(WrongSettings, SayWhereTheyStand) {
  const Folder folder;
  const SettingSources file{
      .dotenv = folder.write("show.env", "\n# x\nSERVER_PORT=http\n"), .environment = {}, .flags = {}};
  EXPECT_EQ(message_of(file), "SERVER_PORT=http (show.env line 3) is wrong: it must be " + kPort + ".");
  const SettingSources environment{.dotenv = "", .environment = {{"SERVER_PORT", "http"}}, .flags = {}};
  EXPECT_EQ(message_of(environment), "SERVER_PORT=http (environment) is wrong: it must be " + kPort + ".");
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
            ".env is a folder, not a file; put a file of NAME=value lines there, or remove it.");
  std::filesystem::create_symlink("loop", folder / "loop");
  EXPECT_EQ(
      message_of({.dotenv = folder / "loop", .environment = {}, .flags = {}}),
      "loop cannot be read: Too many levels of symbolic links; put a file of NAME=value lines there, or remove it.");
}

}  // namespace
}  // namespace np
