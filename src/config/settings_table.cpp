#include "config/settings_table.hpp"

#include <algorithm>

namespace np {
namespace {

using S = Settings;

constexpr std::string_view kShow = "The show";
constexpr std::string_view kSight = "What the engine sees, and when";
constexpr std::string_view kVoice = "The voice";
constexpr std::string_view kModel = "The model";
constexpr std::string_view kServer = "A model server";
constexpr std::string_view kPicture = "The picture on the page";
constexpr std::string_view kRecovery = "Recovery";
constexpr std::string_view kAccess = "Address and access";
constexpr std::string_view kLiveKit = "LiveKit";
constexpr std::string_view kProgram = "The program";

constexpr double kPathMax = 4096;

const std::vector<SettingRow>& table() {
  static const std::vector<SettingRow> rows = {
      {"SOURCE", &S::source, kShow,
       "What to watch from the start: a video file, a camera (0 or /dev/video0), an rtsp:// or http(s):// address", 0,
       4096},
      {"INSTRUCTION", &S::instruction, kShow, "What to look for from the start; while there is none, nothing is said",
       0, 2000, Form::kText},
      {"PROFILE", &S::profile, kShow,
       "Who the commentator is: default, sports, security, nature, descriptive, or one of your own", 1, 64, Form::kKey},
      {"PROFILES_DIR", &S::profiles_dir, kShow, "A folder with profiles of your own", 0, kPathMax, Form::kPath},
      {"COMMENTATOR_PROMPT", &S::commentator_prompt, kShow, "A prompt that replaces the default profile's", 0, 16384,
       Form::kText},
      {"PRESET",
       &S::preset,
       kShow,
       "A scene's eight settings at once: quiet places, quick moments, slow scenes, or all there is",
       0,
       0,
       Form::kChoice,
       {"sentry", "sniper", "owl", "beast"}},
      {"GPU_PRESET",
       &S::gpu_preset,
       kShow,
       "What the engine may spend on a cycle: three settings at once",
       0,
       0,
       Form::kChoice,
       {"conservative", "push-it", "max-detail"}},

      {"CAPTURE_FPS", &S::capture_fps, kSight, "Frames a second taken for the engine", 0.1, 60},
      {"FRAMES_PER_INFERENCE", &S::frames_per_inference, kSight, "Frames the engine sees in one cycle", 1, 64},
      {"FRAME_STRIDE", &S::frame_stride, kSight, "Every how many frames one is taken, from the newest backwards", 1,
       100},
      {"WINDOW_SIZE", &S::window_size, kSight, "Frames kept for that", 1, 512},
      {"CHANGE_THRESHOLD", &S::change_threshold, kSight,
       "Skip a cycle when the picture has changed less than this since the last one; 0 never skips", 0, 255},
      {"CHANGE_GATE",
       &S::change_gate,
       kSight,
       "What must have changed: pixels is the picture by CHANGE_THRESHOLD, facts is who and what was recognised in it",
       0,
       0,
       Form::kChoice,
       {"pixels", "facts"}},
      {"INFERENCE_INTERVAL", &S::inference_interval, kSight,
       "Seconds from the start of a cycle to the earliest start of the next; 0 is with every new frame", 0, 3600},
      {"EVENT_CYCLES", &S::event_cycles, kSight,
       "Start a cycle as soon as somebody comes or goes or the scene is cut, instead of at the next interval"},
      {"PROMPT_FACTS", &S::prompt_facts, kSight,
       "Tell the model in one line who and what was recognised in the frames, and what has just happened"},
      {"DETECTOR_MODEL", &S::detector_model, kSight,
       "The file of the network that names people, animals and things; unset, the one that came with the program; off is "
       "none",
       0, kPathMax, Form::kPath},

      {"ENABLE_TTS", &S::enable_tts, kVoice, "Speak the commentary", 0, 0, Form::kLine, {}, false, "", "--no-voice"},
      {"VOICE",
       &S::voice,
       kVoice,
       "Which voice speaks, as `nerdpudding voices` lists them; auto is the speech server where there is one, else clara",
       0,
       0,
       Form::kChoice,
       {"auto", "clara", "victor", "june", "otto", "flite", "server"}},
      {"VOICE_SPEED", &S::voice_speed, kVoice, "How fast it speaks: 1 is usual", 0.8, 1.4},
      {"VOICE_MODEL", &S::voice_model, kVoice,
       "The file of the neural voice's network; unset, the one that came with the program; off is none, and flite speaks", 0,
       kPathMax, Form::kPath},
      {"LEXICON", &S::lexicon, kVoice, "A file of words and how to say them, one a line, as Nguyen = win", 0, kPathMax,
       Form::kPath},
      {"TTS_MAX_NEW_TOKENS", &S::tts_max_new_tokens, kVoice,
       "The longest answer while the voice is on, in the model's tokens; 0 is MAX_NEW_TOKENS", 0, 32768},
      {"TTS_PAUSE_AFTER", &S::tts_pause_after, kVoice, "Seconds of silence after each comment", 0, 60},
      {"SPEECH_URL", &S::speech_url, kVoice,
       "A speech server with OpenAI's API, for a voice or a language of your choice; the others speak while it is away",
       0, 2048, Form::kUrl},
      {"SPEECH_VOICE", &S::speech_voice, kVoice, "Which of its voices", 1, 256},
      {"SPEECH_MODEL", &S::speech_model, kVoice, "Which of its models", 1, 256},
      {"SPEECH_API_KEY", &S::speech_api_key, kVoice, "Its key, where it asks for one", 0, 1024, Form::kLine, {}, true},

      {"MODEL_PATH", &S::model_path, kModel,
       "A model's GGUF file, or a folder that holds one; without one the built-in watcher comments", 0, kPathMax,
       Form::kPath},
      {"MMPROJ_PATH", &S::mmproj_path, kModel, "Its projector's GGUF file, where it is not beside the model", 0,
       kPathMax, Form::kPath},
      {"MAX_NEW_TOKENS", &S::max_new_tokens, kModel, "The longest answer, in the model's tokens", 1, 32768},
      {"MAX_INP_LENGTH", &S::max_inp_length, kModel,
       "The longest prompt with its frames, in tokens; what does not fit is dropped, oldest frame first", 256, 131072},
      {"MAX_SLICE_NUMS", &S::max_slice_nums, kModel,
       "Detail of a frame: 1 is an overview (64 tokens), 2 adds two slices (192), 3 a finer grid (up to 320)", 1, 3},
      {"GPU_DEVICE", &S::gpu_device, kModel,
       "Where the model runs, as `nerdpudding devices` names it; cpu is without a GPU; unset, on the first GPU there is",
       0, 64},
      {"GPU_LAYERS", &S::gpu_layers, kModel, "How many of the model's layers go there; -1 is as many as fit", -1, 1000},
      {"MODEL_THREADS", &S::model_threads, kModel, "Threads of the part that runs on the processor; 0 is one a core", 0,
       512},
      {"TEMPERATURE", &S::temperature, kModel, "How freely the model chooses its words; 0 is always the likeliest", 0, 2},
      {"TOP_P", &S::top_p, kModel, "Only from the likeliest words that together make this much", 0.01, 1},
      {"TOP_K", &S::top_k, kModel, "Only from this many of the likeliest words; 0 is all", 0, 100000},
      {"REPEAT_PENALTY", &S::repeat_penalty, kModel, "How much words lose that were just used; 1 is nothing", 1, 2},
      {"EXACT_CACHE", &S::exact_cache, kModel,
       "Read a prompt's frames anew where the oldest has left it, instead of moving the rest up: exact, and slower"},

      {"ENGINE_URL", &S::engine_url, kServer,
       "A model server with OpenAI's API that comments in place of a model here; several share the work", 0, 2048,
       Form::kUrls},
      {"ENGINE_MODEL", &S::engine_model, kServer, "Which of its models; unset, its first", 0, 256},
      {"ENGINE_API_KEY", &S::engine_api_key, kServer, "Its key, where it asks for one", 0, 1024, Form::kLine, {}, true},
      {"ENGINE_TIMEOUT", &S::engine_timeout, kServer, "Seconds a comment may take there, all told", 1, 600},

      {"STREAM_DELAY_INIT", &S::stream_delay_init, kPicture,
       "Seconds the picture is shown late at first, to be in step with the words; 0 is always live; empty is the first "
       "line's own latency",
       0, 60},
      {"STREAM_DELAY_EMA_ALPHA", &S::stream_delay_ema_alpha, kPicture,
       "How fast that delay follows the engine's latency: 0 is never, 1 is at once", 0, 1},
      {"FRAME_JPEG_QUALITY", &S::frame_jpeg_quality, kPicture, "JPEG quality of the picture", 1, 100},
      {"MJPEG_FPS", &S::mjpeg_fps, kPicture, "Pictures a second where the source's own rate is unknown", 0.1, 60},

      {"RECONNECT_DELAY", &S::reconnect_delay, kRecovery,
       "Seconds before a source that broke is opened again; doubles with each failure", 0.1, 3600},
      {"MAX_RECONNECT_DELAY", &S::max_reconnect_delay, kRecovery, "The longest of these delays, in seconds", 0.1,
       86400},
      {"OPEN_TIMEOUT", &S::open_timeout, kRecovery, "Seconds a source may take to open", 0.1, 300},
      {"STALL_TIMEOUT", &S::stall_timeout, kRecovery, "Seconds without a picture after which a source counts as broken",
       0.1, 300},
      {"RTSP_TRANSPORT", &S::rtsp_transport, kRecovery,
       "How an RTSP camera's pictures travel: tcp loses none, udp is all that some senders offer, auto tries both", 0, 0,
       Form::kChoice, {"auto", "tcp", "udp"}},

      {"SERVER_HOST",
       &S::server_host,
       kAccess,
       "The address to listen on; 0.0.0.0 and :: are all of them, and then a token is asked for",
       1,
       255,
       Form::kHost,
       {},
       false,
       "--host"},
      {"SERVER_PORT",
       &S::server_port,
       kAccess,
       "The port to listen on; 0 is any free one",
       0,
       65535,
       Form::kLine,
       {},
       false,
       "--port"},
      {"API_TOKEN",
       &S::api_token,
       kAccess,
       "The token to ask for; unset, one is made at each start where the address is not loopback; off asks for none",
       0,
       256,
       Form::kToken,
       {},
       true},
      {"ALLOWED_HOSTS", &S::allowed_hosts, kAccess,
       "Names besides the address itself by which browsers may reach the server, as tv.example.org", 0, 4096,
       Form::kHosts},
      {"TLS_CERT", &S::tls_cert, kAccess, "The certificate's PEM file, to serve https", 0, kPathMax, Form::kPath},
      {"TLS_KEY", &S::tls_key, kAccess, "The PEM file of its key", 0, kPathMax, Form::kPath},
      {"TLS",
       &S::tls,
       kAccess,
       "self-signed serves https with a certificate made at start",
       0,
       0,
       Form::kChoice,
       {"off", "self-signed"}},

      {"LIVEKIT_ENABLED", &S::livekit_enabled, kLiveKit, "Join a LiveKit room: low latency, and a browser's webcam"},
      {"LIVEKIT_URL", &S::livekit_url, kLiveKit, "The LiveKit server", 1, 2048, Form::kRoomUrl},
      {"LIVEKIT_API_KEY", &S::livekit_api_key, kLiveKit, "Its API key", 1, 256},
      {"LIVEKIT_API_SECRET", &S::livekit_api_secret, kLiveKit, "Its API secret", 1, 256, Form::kLine, {}, true},
      {"LIVEKIT_PUBLIC_URL", &S::livekit_public_url, kLiveKit, "What browsers connect to, where it is not LIVEKIT_URL",
       0, 2048, Form::kRoomUrl},
      {"LIVEKIT_ROOM", &S::livekit_room, kLiveKit, "The room's name", 1, 128},

      {"LOG_LEVEL",
       &S::log_level,
       kProgram,
       "The least that is logged",
       0,
       0,
       Form::kChoice,
       {"debug", "info", "warn", "error"}},
      {"WEB_DIR", &S::web_dir, kProgram, "Serve the page from this folder instead of the built-in one", 0, kPathMax,
       Form::kPath},
      {"STATE_DIR",
       &S::state_dir,
       kProgram,
       "Where source, instruction, profile, preset and voice are kept over restarts ($XDG_STATE_HOME/nerdpudding where that "
       "is set); off keeps nothing",
       0,
       kPathMax,
       Form::kPath,
       {},
       false,
       "",
       "",
       "~/.local/state/nerdpudding"},
  };
  return rows;
}

}  // namespace

std::span<const SettingRow> settings_table() { return table(); }

const SettingRow* find_setting(std::string_view name) {
  const auto row = std::ranges::find(table(), name, &SettingRow::name);
  return row == table().end() ? nullptr : &*row;
}

std::string_view origin_text(Origin origin) {
  switch (origin) {
    case Origin::kDefault: return "default";
    case Origin::kPreset: return "preset";
    case Origin::kState: return "kept from the last run";
    case Origin::kDotenv: return ".env";
    case Origin::kEnvironment: return "environment";
    case Origin::kFlag: return "flag";
  }
  return "";
}

}  // namespace np
