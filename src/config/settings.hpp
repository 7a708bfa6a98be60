// What a user can set. One table (settings_table.cpp) names every setting with its default, its range and its help;
// parsing, flags, `.env.example` and docs/configuration.md all follow it. Everything here is called before the show
// starts, on the main thread, and may block for a few small files.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace np {

// Each field is the setting of the same name in upper case. Times are seconds.
struct Settings {
  // The show
  std::string source;       // empty: none; may hold credentials: never shown
  std::string instruction;  // empty: IDLE
  std::string profile = "default";
  std::string profiles_dir;        // a folder of the user's own profiles; empty: none
  std::string commentator_prompt;  // replaces the default profile's text; empty: as built in
  std::string preset = "sniper";
  std::string gpu_preset = "push-it";

  // The engine path
  double capture_fps = 5;
  int frames_per_inference = 4;
  int frame_stride = 1;
  int window_size = 48;         // frames
  double change_threshold = 0;  // 0 to 255
  std::string change_gate = "pixels";  // pixels, facts
  double inference_interval = 0.5;
  bool event_cycles = true;
  bool prompt_facts = false;
  std::string detector_model;  // a file; empty: the one that came with the program; "off": none

  // The voice
  bool enable_tts = true;
  std::string voice = "auto";  // auto: the speech server where there is one, else the first of the others
  double voice_speed = 1;
  std::string voice_model;  // a file; empty: the one that came with the program; "off": none
  std::string lexicon;      // a file; empty: none
  int tts_max_new_tokens = 96;  // 0: max_new_tokens
  double tts_pause_after = 0.5;
  std::string speech_url;               // empty: none; may hold credentials: never shown
  std::string speech_voice = "alloy";
  std::string speech_model = "tts-1";
  std::string speech_api_key;

  // The engine
  std::string model_path;   // a GGUF file or a folder with one; empty: the built-in watcher
  std::string mmproj_path;  // empty: looked for beside the model
  int max_new_tokens = 512;
  int max_inp_length = 8192;
  int max_slice_nums = 2;
  std::string gpu_device;  // empty: whatever GPU there is; "cpu": none
  int gpu_layers = -1;     // -1: as many as fit
  int model_threads = 0;   // 0: the machine's cores
  double temperature = 0.7;
  double top_p = 0.8;
  int top_k = 100;
  double repeat_penalty = 1.02;
  bool exact_cache = false;

  // A model server
  std::vector<std::string> engine_url;  // empty: none; may hold credentials: never shown
  std::string engine_model;             // empty: the server's first
  std::string engine_api_key;
  double engine_timeout = 30;

  // Pictures for people
  std::optional<double> stream_delay_init;  // unset: the first line's own latency; 0: the live picture
  double stream_delay_ema_alpha = 0.2;
  int frame_jpeg_quality = 80;
  double mjpeg_fps = 10;  // where the source's rate is unknown

  // Recovery
  double reconnect_delay = 1;
  double max_reconnect_delay = 30;
  double open_timeout = 8;
  double stall_timeout = 2.5;
  std::string rtsp_transport = "auto";  // auto, tcp, udp

  // Access
  std::string server_host = "127.0.0.1";
  int server_port = 8199;                  // 0: any free one
  std::string api_token;                   // empty: as access.hpp decides; "off": none is asked for
  std::vector<std::string> allowed_hosts;  // lower case, "name" or "name:port"
  std::string tls_cert;
  std::string tls_key;
  std::string tls = "off";  // "off" or "self-signed"

  // LiveKit
  bool livekit_enabled = false;
  std::string livekit_url = "ws://localhost:7880";
  std::string livekit_api_key = "devkey";
  std::string livekit_api_secret = "secret";
  std::string livekit_public_url;  // empty: livekit_url
  std::string livekit_room = "nerdpudding";

  // The program
  std::string log_level = "info";  // debug, info, warn, error
  std::string web_dir;             // empty: the page in the binary
  std::string state_dir;           // once loaded: the folder, or empty where nothing is kept
};

// Names ("CAPTURE_FPS") to texts.
using SettingTexts = std::map<std::string, std::string, std::less<>>;

struct SettingSources {
  std::filesystem::path dotenv = ".env";  // need not exist; empty: none
  SettingTexts environment;
  SettingTexts flags;  // by the setting's name, only those that were given
};

// Where a setting's value comes from; each one wins over those before it.
enum class Origin { kDefault, kPreset, kState, kDotenv, kEnvironment, kFlag };

struct Loaded {
  Settings settings;
  std::map<std::string, Origin, std::less<>> origins;  // every setting
  std::vector<std::string> warnings;                   // one line each, for the log

  Origin origin(std::string_view name) const;
  // Given by itself in `.env`, the environment or a flag: a preset or what was kept of the last run does not change it.
  bool given(std::string_view name) const { return origin(name) >= Origin::kDotenv; }
};

// Throws Error{kInvalid} with one line that names the setting, the value and what is allowed (a secret's value is left
// out).
Loaded load_settings(const SettingSources& sources);

// The process's own environment.
SettingTexts process_environment();

struct SettingInfo {
  std::string name;          // "SERVER_PORT"
  std::string flag;          // "--server-port"
  std::string short_flag;    // "--port", or empty
  std::string off_flag;      // "--no-voice": takes no value, means "false"; or empty
  std::string group;         // "Access"
  std::string help;          // one line
  std::string default_text;  // as one would write it; empty: none
  std::string allowed;       // "a whole number from 0 to 65535"
  bool secret = false;
};
// Every setting, in the table's order: groups are contiguous.
const std::vector<SettingInfo>& setting_infos();

// `NAME = value  (where from)`, one line a setting, secrets and passwords masked.
std::vector<std::string> effective_settings(const Loaded& loaded);

// The text of `.env.example`, and the table of docs/configuration.md.
std::string env_example();
std::string settings_markdown();

}  // namespace np
