// The settings. One table (settings_table.cpp) names each of them with its default, its range and its help; parsing,
// flags, `.env.example` and docs/configuration.md all follow it. Call everything here before the show starts, on the
// main thread; it may block for a few small files.
#pragma once

#include <cstddef>
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
  bool loop = true;         // files start again at their end
  std::string instruction;  // empty: IDLE
  std::string profile = "default";
  std::string profiles_dir;        // a folder of the user's own profiles; empty: none
  std::string commentator_prompt;  // replaces the default profile's text; empty: as built in
  std::string context;   // what a model is told beforehand; once loaded: the text, also where a file was named
  std::string language;  // a code or a name; empty: any
  int memory_lines = 6;  // 0: a model is told the last line alone
  std::string preset = "sniper";
  std::string gpu_preset = "push-it";

  // The engine path
  double capture_fps = 5;
  int frames_per_inference = 4;
  int frame_stride = 1;
  int window_size = 48;                // frames
  double change_threshold = 0;         // 0 to 255
  std::string change_gate = "pixels";  // pixels, facts
  double inference_interval = 0.5;
  bool event_cycles = true;
  bool think_ahead = true;
  bool prompt_facts = false;
  std::string detector_model;  // a file; empty: the one that came with the program; "off": none

  // The voice
  bool enable_tts = true;
  std::string voice = "auto";         // auto: the speech server if there is one, else the first of the others
  std::optional<double> voice_speed;  // unset: the profile's
  bool booth = false;
  std::string booth_voice = "auto";   // auto: victor, or clara if he has the first seat
  std::string voice_model;            // a file; empty: the one that came with the program; "off": none
  std::string lexicon;                // a file; empty: none
  std::string source_sound = "duck";  // off, duck
  std::string talk = "always";        // always, gaps
  std::string hearing_model;          // a file; empty: the one that came with the program; "off": none
  int tts_max_new_tokens = 96;        // 0: max_new_tokens
  double tts_pause_after = 0.5;
  std::string speech_url;  // empty: none; may hold credentials: never shown
  std::string speech_voice = "alloy";
  std::string speech_model = "tts-1";
  std::string speech_instructions;  // empty: none
  std::string speech_api_key;

  // The engine
  std::string model_path;   // a GGUF file or a folder with one; empty: the built-in eyes
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
  std::string models_dir;  // once loaded: the folder for downloaded models, or empty if there is no place for any

  // A model server
  std::vector<std::string> engine_url;  // empty: none; may hold credentials: never shown
  std::string engine_model;             // empty: the server's first
  std::string engine_api_key;
  double engine_timeout = 30;
  std::vector<std::string> model_servers;  // where the page looks for some; once loaded: never empty

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
  std::string watch_token;                 // of those who only watch; empty: nobody does
  std::vector<std::string> sources;        // what may be opened from outside, as SourceRules has it; empty: any
  std::string publish;                     // where a container's port is published; empty: it is in none
  std::vector<std::string> allowed_hosts;  // lower case, "name" or "name:port"
  std::string tls_cert;
  std::string tls_key;
  std::string tls = "off";    // "off" or "self-signed"
  std::string embed_origins;  // with commas between; empty: nobody may show the page in a frame
  std::string ice_servers;    // for who publishes by WHIP, as read_ice_servers() takes them; empty: none

  // LiveKit
  bool livekit_enabled = false;
  std::string livekit_url = "ws://localhost:7880";
  std::string livekit_api_key = "devkey";
  std::string livekit_api_secret = "secret";
  std::string livekit_public_url;  // empty: livekit_url
  std::string livekit_room = "nerdpudding";
  bool livekit_source_sound = false;

  // The record
  int keep_days = 30;  // 0: no line is kept
  int keep_mb = 1000;  // of lines and thumbnails together

  // Videos to choose from
  std::string upload_dir;               // once loaded: the folder, or empty if nothing can be uploaded
  int upload_mb = 10000;                // all uploads together; 0: nothing can be uploaded
  int upload_days = 30;                 // 0: until somebody deletes them
  std::vector<std::string> media_dirs;  // folders whose videos the page shows; empty: none
  std::string sample;                   // a file; empty: none is offered

  // The program
  std::string log_level = "info";  // debug, info, warn, error
  std::string web_dir;             // empty: the page in the binary
  std::string state_dir;           // once loaded: the folder, or empty if nothing is kept
};

// Names ("CAPTURE_FPS") to texts.
using SettingTexts = std::map<std::string, std::string, std::less<>>;

struct SettingSources {
  std::filesystem::path dotenv = ".env";  // need not exist; empty: none
  SettingTexts environment;
  SettingTexts flags;  // by the setting's name, only those that were given
};

// The origins of a setting's value; each one wins over those before it.
enum class Origin { kDefault, kPreset, kState, kDotenv, kEnvironment, kFlag };
// For people: "default", "preset", ".env" ...
std::string_view origin_text(Origin origin);

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
  std::string name;                  // "SERVER_PORT"
  std::string flag;                  // "--server-port"
  std::string short_flag;            // "--port", or empty
  std::string off_flag;              // "--no-voice": takes no value, means "false"; or empty
  std::string group;                 // "Access"
  std::string help;                  // one line
  std::string default_text;          // as one would write it; empty: none
  std::string allowed;               // "a whole number from 0 to 65535"
  std::string value;                 // what stands for it in a help text: "N", "FILE", "on|off"
  std::vector<std::string> choices;  // the words that it may be, or some of them; mostly empty
  bool secret = false;
};
// Every setting, in the table's order: groups are contiguous.
const std::vector<SettingInfo>& setting_infos();

// `NAME = value  (where from)`, one line a setting, as in setting_infos(); secrets and passwords are masked, and values
// of more than `most` characters are cut.
std::vector<std::string> effective_settings(const Loaded& loaded, std::size_t most = 60);

// The text of `.env.example`, and the table of docs/configuration.md.
std::string env_example();
std::string settings_markdown();

}  // namespace np
