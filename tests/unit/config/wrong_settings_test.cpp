// What a person gets to read when a setting is wrong: one line that names it, its value, where it stands and what is
// allowed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "config/settings.hpp"
#include "folder.hpp"

namespace np {
namespace {

struct Wrong {
  SettingTexts flags;
  std::string message;
};
void PrintTo(const Wrong& wrong, std::ostream* out) { *out << wrong.message; }

std::string message_of(const SettingSources& sources) {
  try {
    load_settings(sources);
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kInvalid);
    return e.message();
  }
  return "(nothing was wrong)";
}

class WrongSetting : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongSetting, StopsTheStartWithOneLine) {
  const std::string message =
      message_of({.dotenv = "", .environment = {{"HOME", "/home/ann"}}, .flags = GetParam().flags});
  EXPECT_EQ(message, GetParam().message);
  EXPECT_THAT(message, ::testing::Not(::testing::HasSubstr("\n")));
}

Wrong wrong(const std::string& name, const std::string& value, const std::string& shown, const std::string& flag,
            const std::string& allowed) {
  return {{{name, value}}, name + "=" + shown + " (flag " + flag + ") is wrong: it must be " + allowed + "."};
}
Wrong wrong(const std::string& name, const std::string& value, const std::string& flag, const std::string& allowed) {
  return wrong(name, value, value, flag, allowed);
}

const std::string kPort = "a whole number from 0 to 65535";
const std::string kFps = "a number from 0.1 to 60";
const std::string kBool = "true or false (also 1/0, yes/no, on/off)";
const std::string kHost = "an IP address or a host name, without a port";
const std::string kHosts = "names or name:port, with commas between them";
const std::string kRoom = "an address that begins with ws://, wss://, http:// or https://, without a password";
const std::string kUrl = "an address that begins with http:// or https://";
const std::string kUrls = "addresses that begin with http:// or https://, with commas between them";
const std::string kToken = "off, or at most 256 letters, digits and - . _ ~";

INSTANTIATE_TEST_SUITE_P(
    Numbers, WrongSetting,
    ::testing::Values(
        wrong("SERVER_PORT", "abc", "--server-port", kPort), wrong("SERVER_PORT", "", "--server-port", kPort),
        wrong("SERVER_PORT", "-1", "--server-port", kPort), wrong("SERVER_PORT", "65536", "--server-port", kPort),
        wrong("SERVER_PORT", "99999999999999999999", "--server-port", kPort),
        wrong("SERVER_PORT", "80.5", "--server-port", kPort), wrong("SERVER_PORT", "0x50", "--server-port", kPort),
        wrong("SERVER_PORT", "8199 8200", "--server-port", kPort), wrong("SERVER_PORT", "1e3", "--server-port", kPort),
        wrong("SERVER_PORT", "\"8199\"", "--server-port", kPort),
        wrong("SERVER_PORT", "80\n90", "80 90", "--server-port", kPort),
        wrong("CAPTURE_FPS", "fast", "--capture-fps", kFps), wrong("CAPTURE_FPS", "nan", "--capture-fps", kFps),
        wrong("CAPTURE_FPS", "inf", "--capture-fps", kFps), wrong("CAPTURE_FPS", "-inf", "--capture-fps", kFps),
        wrong("CAPTURE_FPS", "1e999", "--capture-fps", kFps), wrong("CAPTURE_FPS", "0", "--capture-fps", kFps),
        wrong("CAPTURE_FPS", "-5", "--capture-fps", kFps), wrong("CAPTURE_FPS", "61", "--capture-fps", kFps),
        wrong("CAPTURE_FPS", "5,5", "--capture-fps", kFps), wrong("CAPTURE_FPS", "5fps", "--capture-fps", kFps),
        wrong("CAPTURE_FPS", "--5", "--capture-fps", kFps),
        wrong("FRAMES_PER_INFERENCE", "0", "--frames-per-inference", "a whole number from 1 to 64"),
        wrong("FRAME_STRIDE", "0", "--frame-stride", "a whole number from 1 to 100"),
        wrong("WINDOW_SIZE", "0", "--window-size", "a whole number from 1 to 512"),
        wrong("CHANGE_THRESHOLD", "256", "--change-threshold", "a number from 0 to 255"),
        wrong("CHANGE_THRESHOLD", "5%", "--change-threshold", "a number from 0 to 255"),
        wrong("INFERENCE_INTERVAL", "-0.5", "--inference-interval", "a number from 0 to 3600"),
        wrong("TTS_MAX_NEW_TOKENS", "-1", "--tts-max-new-tokens", "a whole number from 0 to 32768"),
        wrong("TTS_PAUSE_AFTER", "1s", "--tts-pause-after", "a number from 0 to 60"),
        wrong("MAX_NEW_TOKENS", "0", "--max-new-tokens", "a whole number from 1 to 32768"),
        wrong("MAX_INP_LENGTH", "8k", "--max-inp-length", "a whole number from 256 to 131072"),
        wrong("MAX_SLICE_NUMS", "4", "--max-slice-nums", "a whole number from 1 to 3"),
        wrong("STREAM_DELAY_INIT", "-1", "--stream-delay-init", "a number from 0 to 60"),
        wrong("STREAM_DELAY_EMA_ALPHA", "1.1", "--stream-delay-ema-alpha", "a number from 0 to 1"),
        wrong("FRAME_JPEG_QUALITY", "0", "--frame-jpeg-quality", "a whole number from 1 to 100"),
        wrong("FRAME_JPEG_QUALITY", "80.0", "--frame-jpeg-quality", "a whole number from 1 to 100"),
        wrong("MJPEG_FPS", "0", "--mjpeg-fps", kFps),
        wrong("RECONNECT_DELAY", "0", "--reconnect-delay", "a number from 0.1 to 3600"),
        wrong("MAX_RECONNECT_DELAY", "never", "--max-reconnect-delay", "a number from 0.1 to 86400"),
        wrong("OPEN_TIMEOUT", "0", "--open-timeout", "a number from 0.1 to 300"),
        wrong("ENGINE_TIMEOUT", "0", "--engine-timeout", "a number from 1 to 600"),
        wrong("STALL_TIMEOUT", "1e3", "--stall-timeout", "a number from 0.1 to 300")));

INSTANTIATE_TEST_SUITE_P(
    Words, WrongSetting,
    ::testing::Values(
        wrong("ENABLE_TTS", "maybe", "--enable-tts", kBool), wrong("ENABLE_TTS", "2", "--enable-tts", kBool),
        wrong("ENABLE_TTS", "", "--enable-tts", kBool), wrong("LIVEKIT_ENABLED", "y", "--livekit-enabled", kBool),
        wrong("PRESET", "eagle", "--preset", "sentry, sniper, owl or beast"),
        wrong("PRESET", "push-it", "--preset", "sentry, sniper, owl or beast"),
        wrong("PRESET", "", "--preset", "sentry, sniper, owl or beast"),
        wrong("GPU_PRESET", "owl", "--gpu-preset", "conservative, push-it or max-detail"),
        wrong("LOG_LEVEL", "loud", "--log-level", "debug, info, warn or error"),
        wrong("TLS", "true", "--tls", "off or self-signed"),
        wrong("PROFILE", "../default", "--profile", "a profile's name of a-z, 0-9, _ and -"),
        wrong("PROFILE", "Sports", "--profile", "a profile's name of a-z, 0-9, _ and -"),
        wrong("PROFILE", "", "--profile", "a profile's name of a-z, 0-9, _ and -"),
        wrong("SERVER_HOST", "127.0.0.1:80", "--server-host", kHost), wrong("SERVER_HOST", "*", "--server-host", kHost),
        wrong("SERVER_HOST", "", "--server-host", kHost), wrong("SERVER_HOST", "127.0.0", "--server-host", kHost),
        wrong("SERVER_HOST", "256.0.0.1", "--server-host", kHost), wrong("SERVER_HOST", "::g", "--server-host", kHost),
        wrong("SERVER_HOST", "http://me", "--server-host", kHost),
        wrong("SERVER_HOST", "my host", "--server-host", kHost), wrong("SERVER_HOST", "a..b", "--server-host", kHost),
        wrong("ALLOWED_HOSTS", "*", "--allowed-hosts", kHosts),
        wrong("ALLOWED_HOSTS", "https://tv", "--allowed-hosts", kHosts),
        wrong("ALLOWED_HOSTS", "tv:0", "--allowed-hosts", kHosts),
        wrong("ALLOWED_HOSTS", "tv:", "--allowed-hosts", kHosts),
        wrong("ALLOWED_HOSTS", "tv:99999", "--allowed-hosts", kHosts),
        wrong("LIVEKIT_URL", "localhost:7880", "--livekit-url", kRoom),
        wrong("LIVEKIT_URL", "ws://", "--livekit-url", kRoom), wrong("LIVEKIT_URL", "", "--livekit-url", kRoom),
        wrong("LIVEKIT_URL", "http://ann:pw@host", "http://ann:***@host", "--livekit-url", kRoom),
        wrong("LIVEKIT_URL", "ftp://host", "--livekit-url", kRoom),
        wrong("LIVEKIT_URL", "ws://host:99999", "--livekit-url", kRoom),
        wrong("LIVEKIT_URL", "ws://host/a?b", "--livekit-url", kRoom),
        wrong("LIVEKIT_PUBLIC_URL", "wss://host; script-src *", "--livekit-public-url", kRoom),
        wrong("LIVEKIT_PUBLIC_URL", "wss:///room", "--livekit-public-url", kRoom),
        wrong("LIVEKIT_ROOM", "", "--livekit-room", "one line of 1 to 128 characters"),
        wrong("LIVEKIT_API_KEY", "", "--livekit-api-key", "one line of 1 to 256 characters"),
        wrong("LIVEKIT_API_SECRET", " ", "***", "--livekit-api-secret", "one line of 1 to 256 characters"),
        wrong("LIVEKIT_API_SECRET", "two\nlines", "***", "--livekit-api-secret", "one line of 1 to 256 characters"),
        wrong("ENGINE_URL", "localhost:8080", "--engine-url", kUrls),
        wrong("ENGINE_URL", "http://", "--engine-url", kUrls), wrong("ENGINE_URL", "http:///v1", "--engine-url", kUrls),
        wrong("ENGINE_URL", "ftp://gpu", "--engine-url", kUrls),
        wrong("ENGINE_URL", "http://gpu:99999", "--engine-url", kUrls),
        wrong("ENGINE_URL", "http://gpu/v1?x=1", "--engine-url", kUrls),
        wrong("ENGINE_URL", "http://gpu one", "--engine-url", kUrls),
        wrong("ENGINE_URL", "http://gpu\nX: y", "http://gpu X: y", "--engine-url", kUrls),
        wrong("ENGINE_URL", "http://one,gpu", "--engine-url", kUrls),
        wrong("ENGINE_URL", "http://ann:p,w@gpu", "http://ann:***@gpu", "--engine-url", kUrls),
        wrong("ENGINE_URL", "http://ann:p/w@gpu", "http://ann:***@gpu", "--engine-url", kUrls),
        wrong("ENGINE_API_KEY", "two\nlines", "***", "--engine-api-key", "one line of at most 1024 characters"),
        wrong("SPEECH_URL", "http://one,http://two", "--speech-url", kUrl),
        wrong("SPEECH_URL", "ws://ann:pw@gpu", "ws://ann:***@gpu", "--speech-url", kUrl),
        wrong("SPEECH_VOICE", "", "--speech-voice", "one line of 1 to 256 characters"),
        wrong("API_TOKEN", "hunter 2", "***", "--api-token", kToken),
        wrong("API_TOKEN", "a;b", "***", "--api-token", kToken),
        wrong("API_TOKEN", std::string(257, 'x'), "***", "--api-token", kToken),
        wrong("SOURCE", "a\nb", "a b", "--source", "one line of at most 4096 characters"),
        wrong("SOURCE", "rtsp://ann:s3cret@cam/\x1b[2J", "rtsp://ann:***@cam/ [2J", "--source",
              "one line of at most 4096 characters"),
        wrong("SOURCE", "\xff.mp4", "?.mp4", "--source", "one line of at most 4096 characters"),
        wrong("INSTRUCTION", std::string(2001, 'x'), std::string(60, 'x') + "…", "--instruction",
              "a text of at most 2000 characters"),
        wrong("INSTRUCTION", "\xc3(", "?(", "--instruction", "a text of at most 2000 characters"),
        wrong("COMMENTATOR_PROMPT", std::string(16385, 'x'), std::string(60, 'x') + "…", "--commentator-prompt",
              "a text of at most 16384 characters"),
        wrong("MODEL_PATH", std::string("a\0b", 3), "a b", "--model-path", "a path")));

INSTANTIATE_TEST_SUITE_P(
    Together, WrongSetting,
    ::testing::Values(
        Wrong{{{"FRAMES_PER_INFERENCE", "10"}, {"FRAME_STRIDE", "8"}},
              "FRAMES_PER_INFERENCE=10 (flag) with FRAME_STRIDE=8 (flag) needs a window of 73 frames, but there is "
              "WINDOW_SIZE=48 (default): set WINDOW_SIZE to 73 or more, or take fewer frames."},
        Wrong{{{"PRESET", "beast"}, {"WINDOW_SIZE", "18"}},
              "FRAMES_PER_INFERENCE=10 (preset) with FRAME_STRIDE=2 (preset) needs a window of 19 frames, but there is "
              "WINDOW_SIZE=18 (flag): set WINDOW_SIZE to 19 or more, or take fewer frames."},
        Wrong{{{"RECONNECT_DELAY", "60"}},
              "MAX_RECONNECT_DELAY=30 (default) is less than RECONNECT_DELAY=60 (flag): set MAX_RECONNECT_DELAY to 60 "
              "or more."},
        Wrong{{{"TLS_CERT", "/dev/null"}},
              "TLS_CERT=/dev/null (flag) is set but TLS_KEY is not: give both PEM files, or TLS=self-signed alone."},
        Wrong{{{"TLS_KEY", "key.pem"}},
              "TLS_KEY=key.pem (flag) is set but TLS_CERT is not: give both PEM files, or TLS=self-signed alone."},
        Wrong{{{"TLS_CERT", "c.pem"}, {"TLS_KEY", "k.pem"}, {"TLS", "self-signed"}},
              "TLS=self-signed (flag) and TLS_CERT=c.pem (flag) exclude each other: leave one of them out."},
        Wrong{{{"TLS_CERT", "/nowhere/c.pem"}, {"TLS_KEY", "k.pem"}},
              "TLS_CERT=/nowhere/c.pem (flag) is no file that can be read: give the path of a PEM file."},
        Wrong{{{"WEB_DIR", "/nowhere"}},
              "WEB_DIR=/nowhere (flag) holds no index.html: give a folder with the page, or leave it out for the "
              "built-in one."},
        Wrong{{{"NO_SUCH", "1"}}, "NO_SUCH is no setting."}));

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
