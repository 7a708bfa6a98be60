#include "config/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/format.hpp"
#include "checkout.hpp"
#include "config/messages.hpp"
#include "folder.hpp"
#include "messages.hpp"

namespace np {
namespace {

using test::says;
using ::testing::_;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const SettingTexts kHome = {{"HOME", "/home/ann"}};

SettingTexts environment(SettingTexts texts) {
  texts.insert(kHome.begin(), kHome.end());
  return texts;
}

Loaded from_flags(SettingTexts flags) { return load_settings({.dotenv = "", .environment = kHome, .flags = flags}); }
Loaded from_environment(SettingTexts texts) {
  return load_settings({.dotenv = "", .environment = environment(texts), .flags = {}});
}
Loaded from_file(std::string_view text, SettingTexts more = {}, SettingTexts flags = {}) {
  const Folder folder;
  return load_settings({.dotenv = folder.write(".env", text), .environment = environment(more), .flags = flags});
}

TEST(Settings, NothingGivenIsTheDefaults) {
  const Loaded loaded = load_settings({.dotenv = "/nowhere/.env", .environment = kHome, .flags = {}});
  EXPECT_THAT(loaded.warnings, IsEmpty());
  const Settings& s = loaded.settings;
  EXPECT_EQ(s.server_host, "127.0.0.1");
  EXPECT_EQ(s.server_port, 8199);
  EXPECT_EQ(s.capture_fps, 5);
  EXPECT_EQ(s.window_size, 48);
  EXPECT_TRUE(s.enable_tts);
  EXPECT_EQ(s.preset, "sniper");
  EXPECT_EQ(s.gpu_preset, "push-it");
  EXPECT_EQ(s.state_dir, "/home/ann/.local/state/nerdpudding");
  EXPECT_EQ(loaded.origin("CAPTURE_FPS"), Origin::kDefault);
  EXPECT_FALSE(loaded.given("CAPTURE_FPS"));
}

TEST(Settings, EachLayerWinsOverTheOneBelow) {
  const std::string file = "CAPTURE_FPS=1\nMJPEG_FPS=1\nWINDOW_SIZE=100\n";
  const Loaded loaded = from_file(file, {{"CAPTURE_FPS", "2"}, {"MJPEG_FPS", "2"}}, {{"CAPTURE_FPS", "3"}});
  EXPECT_EQ(loaded.settings.capture_fps, 3);
  EXPECT_EQ(loaded.origin("CAPTURE_FPS"), Origin::kFlag);
  EXPECT_EQ(loaded.settings.mjpeg_fps, 2);
  EXPECT_EQ(loaded.origin("MJPEG_FPS"), Origin::kEnvironment);
  EXPECT_EQ(loaded.settings.window_size, 100);
  EXPECT_EQ(loaded.origin("WINDOW_SIZE"), Origin::kDotenv);
}

TEST(Settings, APresetSetsItsGroupAndLosesToWhatIsGivenByItself) {
  const Loaded loaded = from_file("CAPTURE_FPS=7\n", {{"GPU_PRESET", "Max-Detail"}}, {{"PRESET", "beast"}});
  EXPECT_EQ(loaded.settings.capture_fps, 7);
  EXPECT_EQ(loaded.settings.frames_per_inference, 10);
  EXPECT_EQ(loaded.settings.window_size, 64);
  EXPECT_EQ(loaded.settings.tts_pause_after, 0.3);
  EXPECT_EQ(loaded.settings.max_slice_nums, 3);
  EXPECT_EQ(loaded.settings.preset, "beast");
  EXPECT_EQ(loaded.origin("WINDOW_SIZE"), Origin::kPreset);
  EXPECT_EQ(loaded.origin("PRESET"), Origin::kFlag);
}

TEST(Settings, ThePresetOfTheHighestLayerCounts) {
  EXPECT_EQ(from_file("PRESET=sentry\n", {{"PRESET", "owl"}}).settings.frames_per_inference, 8);
}

TEST(Settings, BooleansInEveryForm) {
  for (const char* yes : {"true", "True", "TRUE", "1", "yes", "Yes", "on", "ON"}) {
    EXPECT_TRUE(from_flags({{"LIVEKIT_ENABLED", yes}}).settings.livekit_enabled) << yes;
  }
  for (const char* no : {"false", "False", "0", "no", "NO", "off", "Off"}) {
    EXPECT_FALSE(from_flags({{"ENABLE_TTS", no}}).settings.enable_tts) << no;
  }
}

TEST(Settings, TheEndsOfARangeBelongToIt) {
  EXPECT_EQ(from_flags({{"SERVER_PORT", "0"}}).settings.server_port, 0);
  EXPECT_EQ(from_flags({{"SERVER_PORT", "65535"}}).settings.server_port, 65535);
  EXPECT_EQ(from_flags({{"CHANGE_THRESHOLD", "255"}}).settings.change_threshold, 255);
  EXPECT_EQ(from_flags({{"INSTRUCTION", std::string(2000, 'x')}}).settings.instruction.size(), 2000u);
  // Characters, not bytes.
  std::string umlauts;
  for (int i = 0; i < 2000; ++i) umlauts += "ä";
  EXPECT_EQ(from_flags({{"INSTRUCTION", umlauts}}).settings.instruction.size(), 4000u);
}

TEST(Settings, SpaceAroundAValueDoesNotCount) {
  EXPECT_EQ(from_environment({{"SERVER_PORT", " 8200\r"}}).settings.server_port, 8200);
}

TEST(Settings, AnEmptyValueInFileOrEnvironmentIsNoValue) {
  const Loaded loaded = from_file("CAPTURE_FPS=3\nAPI_TOKEN=\nSOURCE=a.mp4\n", {{"CAPTURE_FPS", ""}, {"SOURCE", ""}});
  EXPECT_EQ(loaded.settings.capture_fps, 3);
  EXPECT_EQ(loaded.settings.source, "a.mp4");
  EXPECT_FALSE(loaded.given("API_TOKEN"));
}

TEST(Settings, AnEmptyFlagTakesATextAway) {
  const Loaded loaded = from_file("SOURCE=a.mp4\n", {}, {{"SOURCE", ""}});
  EXPECT_EQ(loaded.settings.source, "");
  EXPECT_TRUE(loaded.given("SOURCE"));
}

TEST(Settings, HostsAreAListInLowerCase) {
  EXPECT_EQ(
      from_flags({{"EMBED_ORIGINS", " https://Home.example.org/, http://192.168.1.5:8123,"}}).settings.embed_origins,
      "https://home.example.org,http://192.168.1.5:8123");
  EXPECT_THAT(from_flags({{"ALLOWED_HOSTS", "TV.example.org, pi:8443,[::1]:80, 10.0.0.7"}}).settings.allowed_hosts,
              ElementsAre("tv.example.org", "pi:8443", "[::1]:80", "10.0.0.7"));
}

TEST(Settings, AnAddressMayStandInBrackets) {
  EXPECT_EQ(from_flags({{"SERVER_HOST", "[::1]"}}).settings.server_host, "::1");
}

TEST(Settings, AnUnknownNameInTheFileIsAWarningWithTheNearestOne) {
  const Loaded loaded = from_file("\nCAPTURE_FSP=3\nframes_per_inference=2\nZZZ=1\n");
  EXPECT_THAT(
      loaded.warnings,
      ElementsAre(np::format(messages::kDidYouMean, "CAPTURE_FSP", ".env line 2", "CAPTURE_FPS"),
                  np::format(messages::kDidYouMean, "frames_per_inference", ".env line 3", "FRAMES_PER_INFERENCE"),
                  np::format(messages::kNoSettingOfFile, "ZZZ", ".env line 4")));
  EXPECT_EQ(loaded.settings.capture_fps, 5);
}

TEST(Settings, TheEnvironmentWarnsOnlyOfWhatLooksLikeOurs) {
  const Loaded loaded = from_environment({{"CAPTURE_FSP", "3"},
                                          {"FRAME_PER_INFERENCES", "3"},
                                          {"MODULEPATH", "/opt"},
                                          {"CUDA_VISIBLE_DEVICES", "0"},
                                          {"LOGLEVELS", "x"},
                                          {"SOURCES", "x"},
                                          {"TTL", "x"},
                                          {"PATH", "/bin"}});
  EXPECT_THAT(
      loaded.warnings,
      ElementsAre(np::format(messages::kDidYouMean, "CAPTURE_FSP", "environment", "CAPTURE_FPS"),
                  np::format(messages::kDidYouMean, "FRAME_PER_INFERENCES", "environment", "FRAMES_PER_INFERENCE")));
}

TEST(Settings, ANameThatStandsTwiceIsAWarning) {
  const Loaded loaded = from_file("CAPTURE_FPS=1\nCAPTURE_FPS=2\n");
  EXPECT_EQ(loaded.settings.capture_fps, 2);
  EXPECT_THAT(loaded.warnings, ElementsAre(np::format(messages::kSettingTwice, "CAPTURE_FPS", ".env", 2, 1)));
}

TEST(Settings, APrototypesFileIsTaken) {
  const std::string file = std::string(kCheckout) + "/tests/unit/config/data/prototype.env";
  const Loaded loaded = load_settings({.dotenv = file, .environment = kHome, .flags = {}});
  const Settings& s = loaded.settings;
  EXPECT_EQ(s.server_host, "0.0.0.0");
  EXPECT_EQ(s.capture_fps, 2);
  EXPECT_EQ(s.change_threshold, 5);
  EXPECT_EQ(s.tts_max_new_tokens, 150);
  EXPECT_EQ(s.max_inp_length, 4352);
  EXPECT_TRUE(s.enable_tts);
  EXPECT_EQ(s.max_reconnect_delay, 30);
  EXPECT_EQ(s.commentator_prompt,
            "You are a live commentator.\nSay only what is new. Answer \"...\" when nothing changed.");
  EXPECT_EQ(s.model_path, "./models/MiniCPM-o-4_5-awq");
  const auto retired = [](const char* name, int line, const char* why) {
    return np::format(messages::kSettingRetired, name, np::format("prototype.env line {}", line), why);
  };
  EXPECT_THAT(loaded.warnings, ElementsAre(retired("CUDA_VISIBLE_DEVICES", 7, messages::kEnvironmentAlone),
                                           retired("SUPPRESS_TOKENS", 8, messages::kEngineLooksAfter),
                                           retired("TTS_MODEL_DIR", 23, messages::kVoiceNeedsNoFolder),
                                           retired("REF_AUDIO_PATH", 24, messages::kVoiceTakesNoSample),
                                           retired("TTS_FLOAT16", 25, messages::kVoiceRunsOnCpu)));
}

TEST(Settings, AProjectorWithoutAModelIsAWarning) {
  const Loaded loaded = from_flags({{"MMPROJ_PATH", "/models/mmproj.gguf"}});
  EXPECT_EQ(loaded.settings.mmproj_path, "");
  EXPECT_THAT(loaded.warnings, ElementsAre(says(messages::kNoEffectWithoutModel)));
}

TEST(Settings, OneOrSeveralModelServers) {
  EXPECT_THAT(from_flags({{"ENGINE_URL", "http://gpu:8080"}}).settings.engine_url, ElementsAre("http://gpu:8080"));
  EXPECT_THAT(
      from_flags({{"ENGINE_URL", " http://[::1]:8080/v1/ ,, HTTPS://ann:pw@one.example.org,"}}).settings.engine_url,
      ElementsAre("http://[::1]:8080/v1/", "HTTPS://ann:pw@one.example.org"));
  EXPECT_THAT(from_flags({{"ENGINE_URL", ""}}).settings.engine_url, IsEmpty());
  EXPECT_EQ(from_flags({{"SPEECH_URL", "https://voice/v1"}}).settings.speech_url, "https://voice/v1");
}

TEST(Settings, AVoiceIsOneOfOursOrAServers) {
  for (const char* name : {"VOICE", "BOOTH_VOICE"}) {
    const auto value = [&](const char* text) {
      const Settings settings = from_flags({{name, text}}).settings;
      return std::string(name) == "VOICE" ? settings.voice : settings.booth_voice;
    };
    EXPECT_EQ(value("Victor"), "victor");
    EXPECT_EQ(value("server"), "server");
    EXPECT_EQ(value("server:af_Bella+am_Adam"), "server:af_Bella+am_Adam") << "as it is called there";
    for (const char* wrong : {"", "nobody", "server:", "server: a\nb"})
      EXPECT_THROW(from_flags({{name, wrong}}), Error) << name << "=" << wrong;
  }
}

TEST(Settings, TheVoicesSpeedMayBeTheProfiles) {
  EXPECT_EQ(from_flags({}).settings.voice_speed, std::nullopt);
  EXPECT_EQ(from_flags({{"VOICE_SPEED", ""}}).settings.voice_speed, std::nullopt);
  EXPECT_EQ(from_flags({{"VOICE_SPEED", "1"}}).settings.voice_speed, 1);
  EXPECT_THROW(from_flags({{"VOICE_SPEED", "1.5"}}), Error);
}

TEST(Settings, AModelServerWinsOverAModel) {
  const Folder folder;
  const std::string file = folder.write("model.gguf", "GGUF").string();
  const Loaded loaded = from_flags({{"ENGINE_URL", "http://ann:pw@gpu"}, {"MODEL_PATH", file}, {"MMPROJ_PATH", file}});
  EXPECT_EQ(loaded.settings.model_path, "");
  EXPECT_THAT(loaded.warnings,
              ElementsAre(says(messages::kServerWinsOverModel, _, "ENGINE_URL=http://ann:***@gpu (flag)")));
}

TEST(Settings, WhatBelongsToAServerMeansNothingWithoutOne) {
  EXPECT_THAT(
      from_flags({{"ENGINE_MODEL", "eye"},
                  {"ENGINE_API_KEY", "s3cret"},
                  {"SPEECH_API_KEY", "s3cret"},
                  {"SPEECH_INSTRUCTIONS", "softly"}})
          .warnings,
      ElementsAre(np::format(messages::kNoEffectWithoutServer, "ENGINE_MODEL=eye (flag)", "ENGINE_URL"),
                  np::format(messages::kNoEffectWithoutServer, "ENGINE_API_KEY=*** (flag)", "ENGINE_URL"),
                  np::format(messages::kNoEffectWithoutServer, "SPEECH_API_KEY=*** (flag)", "SPEECH_URL"),
                  np::format(messages::kNoEffectWithoutServer, "SPEECH_INSTRUCTIONS=softly (flag)", "SPEECH_URL")));
}

TEST(Settings, TheHomeFolderIsExpandedInPaths) {
  EXPECT_EQ(from_flags({{"PROFILES_DIR", "~/profiles"}}).settings.profiles_dir, "/home/ann/profiles");
  EXPECT_EQ(from_flags({{"SOURCE", "~/clip.mp4"}}).settings.source, "/home/ann/clip.mp4");
  EXPECT_EQ(from_flags({{"STATE_DIR", "~/state"}}).settings.state_dir, "/home/ann/state");
}

TEST(Settings, WhereStateIsKept) {
  EXPECT_EQ(from_environment({{"XDG_STATE_HOME", "/var/ann"}}).settings.state_dir, "/var/ann/nerdpudding");
  EXPECT_EQ(from_environment({{"XDG_STATE_HOME", "relative"}}).settings.state_dir,
            "/home/ann/.local/state/nerdpudding");
  EXPECT_EQ(from_environment({{"STATE_DIR", "off"}}).settings.state_dir, "");
  const Loaded homeless = load_settings({.dotenv = "", .environment = {}, .flags = {}});
  EXPECT_EQ(homeless.settings.state_dir, "");
  EXPECT_THAT(homeless.warnings, ElementsAre(messages::kNoHome));
}

TEST(Settings, AnOpenAddressIsAWarning) {
  EXPECT_THAT(from_flags({{"SERVER_HOST", "0.0.0.0"}, {"API_TOKEN", "OFF"}}).warnings,
              ElementsAre(says(messages::kAccessIsOpen, "SERVER_HOST=0.0.0.0 (flag)")));
  EXPECT_THAT(from_flags({{"SERVER_HOST", "0.0.0.0"}}).warnings, IsEmpty());
  EXPECT_THAT(from_flags({{"SERVER_HOST", "0.0.0.0"}, {"API_TOKEN", "OFF"}, {"PUBLISH", "127.0.0.1"}}).warnings,
              IsEmpty())
      << "of a container";
}

TEST(Settings, AShortTokenIsAWarningAtHome) {
  for (const char* name : {"API_TOKEN", "WATCH_TOKEN"})
    EXPECT_THAT(from_flags({{name, "hunter2"},
                            {name == std::string("API_TOKEN") ? "WATCH_TOKEN" : "API_TOKEN", "0123456789abcdef"}})
                    .warnings,
                ElementsAre(says(messages::kTokenTooShort, name, 16)));
  EXPECT_THAT(from_flags({{"API_TOKEN", "0123456789abcdef"}}).warnings, IsEmpty());
}

TEST(Settings, ATokenForWatchingWantsOneForSteering) {
  EXPECT_THAT(from_flags({{"WATCH_TOKEN", "0123456789abcdef"}}).warnings, ElementsAre(messages::kNoEffectWithoutToken));
  EXPECT_THAT(from_flags({{"WATCH_TOKEN", "0123456789abcdef"}, {"SERVER_HOST", "0.0.0.0"}}).warnings, IsEmpty());
}

TEST(Settings, SourcesAreKindsFoldersAndHosts) {
  EXPECT_THAT(from_flags({{"SOURCES", "Any"}}).settings.sources, ElementsAre("any"));
  EXPECT_THAT(
      from_flags({{"SOURCES", "/srv/My Videos, rtsp,, *.LAN ,10.0.0.0/8,fd00::/8,cam:554,[::1]:80"}}).settings.sources,
      ElementsAre("/srv/My Videos", "rtsp", "*.lan", "10.0.0.0/8", "fd00::/8", "cam:554", "[::1]:80"));
  EXPECT_THAT(from_flags({{"SOURCES", "/srv/Vidéos"}}).settings.sources, ElementsAre("/srv/Vidéos"));
}

TEST(Settings, SecretsComeInFiles) {
  Folder folder;
  const auto file = folder.path() / "token";
  std::ofstream(file) << "0123456789abcdef\n";
  const auto loaded = [](const SettingTexts& environment) {
    return load_settings({.dotenv = {}, .environment = environment});
  };
  const Loaded one = loaded({{"HOME", "/home/ann"}, {"API_TOKEN_FILE", file}});
  EXPECT_EQ(one.settings.api_token, "0123456789abcdef");
  EXPECT_EQ(one.origin("API_TOKEN"), Origin::kEnvironment);
  EXPECT_THAT(one.warnings, IsEmpty());
  EXPECT_EQ(loaded({{"HOME", "/home/ann"}, {"LIVEKIT_API_SECRET_FILE", file}}).settings.livekit_api_secret,
            "0123456789abcdef");
  const auto answer = [&](const SettingTexts& environment) {
    try {
      loaded(environment);
      return std::string();
    } catch (const Error& error) {
      return error.message();
    }
  };
  EXPECT_THAT(answer({{"API_TOKEN", "0123456789abcdef"}, {"API_TOKEN_FILE", file}}),
              says(messages::kSecretTwice, "API_TOKEN", "API_TOKEN", "environment"));
  EXPECT_THAT(answer({{"API_TOKEN_FILE", folder.path() / "nowhere"}}),
              says(messages::kSecretFileUnreadable, "API_TOKEN"));
  std::ofstream(file) << "s3cret s3cret";
  EXPECT_THAT(answer({{"API_TOKEN_FILE", file}}), testing::Not(testing::HasSubstr("s3cret")));
  EXPECT_THAT(
      from_file("ENGINE_API_KEY_FILE=" + file.string() + "\nENGINE_URL=http://gpu\n", {}).settings.engine_api_key,
      "s3cret s3cret");
  EXPECT_THAT(from_file("CAPTURE_FPS_FILE=x\n", {}).warnings, testing::SizeIs(1)) << "that is no secret";
  const std::string of_file = "ENGINE_API_KEY_FILE=" + file.string() + "\nENGINE_URL=http://gpu\n";
  EXPECT_EQ(from_file(of_file + "ENGINE_API_KEY=\n", {}).settings.engine_api_key, "s3cret s3cret")
      << "an empty line is no line";
  EXPECT_THROW(from_file(of_file + "ENGINE_API_KEY=abc\n", {}), Error);
  EXPECT_THROW(from_file("ENGINE_API_KEY=abc\n" + of_file, {}), Error);
}

TEST(Settings, TheDesktopsLanguageIsNotTheCommentators) {
  const auto language = [](const std::string& text) {
    return load_settings({.dotenv = {}, .environment = {{"LANGUAGE", text}}}).settings.language;
  };
  EXPECT_EQ(language("de"), "de");
  for (const char* desktops : {"de_DE", "de_DE:de", "en_US:en", "de:en"}) EXPECT_EQ(language(desktops), "") << desktops;
  EXPECT_EQ(from_flags({{"LANGUAGE", "pt_BR"}}).settings.language, "pt_BR");
}

TEST(Settings, RoomsAreReachedByWebSocket) {
  const auto url = [](const std::string& text) {
    return from_flags({{"LIVEKIT_PUBLIC_URL", text}}).settings.livekit_public_url;
  };
  EXPECT_EQ(url("ws://localhost:7880"), "ws://localhost:7880");
  EXPECT_EQ(url("WSS://Live.example.org/room"), "wss://Live.example.org/room");
  EXPECT_EQ(url("http://192.168.1.5:7880"), "ws://192.168.1.5:7880");
  EXPECT_EQ(url("https://[::1]:7880"), "wss://[::1]:7880");
  EXPECT_EQ(from_flags({{"LIVEKIT_URL", "https://live.example.org"}}).settings.livekit_url, "wss://live.example.org");
}

TEST(Settings, TheWellKnownSecretElsewhereIsAWarning) {
  const auto warnings = [](const std::string& url, const std::string& secret = "secret",
                           const std::string& on = "true") {
    return from_flags({{"LIVEKIT_ENABLED", on}, {"LIVEKIT_URL", url}, {"LIVEKIT_API_SECRET", secret}}).warnings;
  };
  for (const char* url :
       {"ws://livekit:7880", "wss://live.example.org/room", "ws://[2001:db8::1]:7880", "ws://10.0.0.7"})
    EXPECT_THAT(warnings(url),
                ElementsAre(says(messages::kWellKnownSecret, "LIVEKIT_URL=" + std::string(url) + " (flag)")))
        << url;
  for (const char* url : {"ws://localhost:7880", "ws://127.0.0.1", "ws://[::1]:7880/room"})
    EXPECT_THAT(warnings(url), IsEmpty()) << url;
  EXPECT_THAT(from_flags({{"LIVEKIT_ENABLED", "true"}, {"LIVEKIT_PUBLIC_URL", "wss://tv.example.org"}}).warnings,
              ElementsAre(says(messages::kWellKnownSecret, "LIVEKIT_PUBLIC_URL=wss://tv.example.org (flag)")));
  EXPECT_THAT(warnings("ws://livekit:7880", "of our own"), IsEmpty());
  EXPECT_THAT(warnings("ws://livekit:7880", "secret", "false"), IsEmpty());
}

TEST(Settings, ADelayBeyondThePastIsAWarning) {
  EXPECT_THAT(from_flags({{"STREAM_DELAY_INIT", "20"}}).warnings, ElementsAre(says(messages::kDelayTooLong, _, 14)));
}

TEST(Settings, EffectiveSettingsSayWhereTheyComeFromAndHideSecrets) {
  const Loaded loaded =
      from_file("API_TOKEN=hunter2-hunter2-hunter2\nPRESET=owl\n",
                {{"LIVEKIT_API_SECRET", "s3cret"}, {"SOURCE", "rtsp://ann:pass@word@cam/live?token=abc&tcp"}},
                {{"SERVER_PORT", "8200"},
                 {"COMMENTATOR_PROMPT", "Be\nbrief."},
                 {"ENGINE_URL", "http://ann:one@gpu1,http://gpu2,https://two@gpu3/v1"},
                 {"ENGINE_API_KEY", "sk-s3cret"}});
  const std::vector<std::string> lines = effective_settings(loaded);
  EXPECT_EQ(lines.size(), setting_infos().size());
  const auto line = [&](const std::string& name) {
    for (const std::string& l : lines) {
      if (l.starts_with(name + " ")) return l.substr(l.find('=') + 2);
    }
    return std::string();
  };
  EXPECT_EQ(line("API_TOKEN"), "***  (.env)");
  EXPECT_EQ(line("LIVEKIT_API_SECRET"), "***  (environment)");
  EXPECT_EQ(line("SOURCE"), "rtsp://ann:***@cam/live?token=***&tcp  (environment)");
  EXPECT_EQ(line("SERVER_PORT"), "8200  (flag)");
  EXPECT_EQ(line("CAPTURE_FPS"), "4  (preset)");
  EXPECT_EQ(line("STALL_TIMEOUT"), "2.5  (default)");
  EXPECT_EQ(line("COMMENTATOR_PROMPT"), "Be brief.  (flag)");
  EXPECT_EQ(line("ENGINE_URL"), "http://ann:***@gpu1,http://gpu2,https://***@gpu3/v1  (flag)");
  EXPECT_EQ(line("ENGINE_API_KEY"), "***  (flag)");
}

TEST(Settings, FlagsFollowTheNames) {
  std::map<std::string, SettingInfo> infos;
  for (const SettingInfo& info : setting_infos()) infos[info.name] = info;
  EXPECT_EQ(infos["FRAMES_PER_INFERENCE"].flag, "--frames-per-inference");
  EXPECT_EQ(infos["SERVER_HOST"].short_flag, "--host");
  EXPECT_EQ(infos["SERVER_PORT"].short_flag, "--port");
  EXPECT_EQ(infos["ENABLE_TTS"].off_flag, "--no-voice");
  EXPECT_EQ(infos["CHANGE_THRESHOLD"].allowed, np::format(messages::kNumber, 0, 255));
  EXPECT_EQ(infos["TTS_PAUSE_AFTER"].default_text, "0.5");
}

TEST(Settings, TheProcesssEnvironmentIsRead) {
  setenv("NP_CONFIG_TEST", "a=b", 1);
  EXPECT_EQ(process_environment()["NP_CONFIG_TEST"], "a=b");
}

}  // namespace
}  // namespace np
