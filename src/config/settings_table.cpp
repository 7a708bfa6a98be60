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
constexpr std::string_view kRecord = "The record";
constexpr std::string_view kLibrary = "Videos to choose from";
constexpr std::string_view kProgram = "The program";

constexpr double kPathMax = 4096;

const std::vector<SettingRow>& table() {
  static const std::vector<SettingRow> rows = {
      {"SOURCE", &S::source, kShow,
       "What to watch from the start: a video file, a camera (0 or /dev/video0), or an rtsp:// or http(s):// address",
       0, 4096},
      {"LOOP", &S::loop, kShow, "Begin a video file anew at its end", 0, 0, Form::kLine, {}, false, "", "--no-loop"},
      {"INSTRUCTION", &S::instruction, kShow,
       "What to look for from the start; without an instruction, the commentator stays silent", 0, 2000, Form::kText},
      {"PROFILE", &S::profile, kShow,
       "Character of the commentator: default, sports, security, nature, descriptive, or a profile of your own", 1, 64,
       Form::kKey},
      {"PROFILES_DIR", &S::profiles_dir, kShow, "Folder with profiles of your own", 0, kPathMax, Form::kPath},
      {"COMMENTATOR_PROMPT", &S::commentator_prompt, kShow, "Prompt that replaces the prompt of the default profile", 0,
       16384, Form::kText},
      {"CONTEXT", &S::context, kShow,
       "What a model should know beforehand (who plays, who lives here, what matters), or a file with it: a path that "
       "begins with /, ./ or ~/",
       0, 900, Form::kText},
      {"LANGUAGE", &S::language, kShow,
       "Language that a model is asked for and held to, such as de or German; empty leaves it to the model", 0, 40},
      {"MEMORY_LINES", &S::memory_lines, kShow,
       "Lines of its own that a model is told again, with a summary of what was before; 0 tells it the last line alone",
       0, 20},
      {"PRESET",
       &S::preset,
       kShow,
       "Pace for a kind of scene, which sets eight settings: sentry for quiet places, sniper for quick moments, owl "
       "for slow scenes, beast for everything",
       0,
       0,
       Form::kChoice,
       {"sentry", "sniper", "owl", "beast"}},
      {"GPU_PRESET",
       &S::gpu_preset,
       kShow,
       "Effort of each cycle, which sets three settings",
       0,
       0,
       Form::kChoice,
       {"conservative", "push-it", "max-detail"}},

      {"CAPTURE_FPS", &S::capture_fps, kSight, "Frames per second that the engine receives", 0.1, 60},
      {"FRAMES_PER_INFERENCE", &S::frames_per_inference, kSight, "Frames that the engine looks at in one cycle", 1, 64},
      {"FRAME_STRIDE", &S::frame_stride, kSight, "Use every Nth frame, counted back from the newest", 1, 100},
      {"WINDOW_SIZE", &S::window_size, kSight, "Frames kept in memory", 1, 512},
      {"CHANGE_THRESHOLD", &S::change_threshold, kSight,
       "Skip a cycle if the picture has changed by less than this since the last one; 0 never skips", 0, 255},
      {"CHANGE_GATE",
       &S::change_gate,
       kSight,
       "What has to change before a cycle starts: pixels (see CHANGE_THRESHOLD), or facts (the people and things in "
       "view)",
       0,
       0,
       Form::kChoice,
       {"pixels", "facts"}},
      {"INFERENCE_INTERVAL", &S::inference_interval, kSight,
       "Seconds between the starts of two cycles; 0 starts a cycle with every new frame", 0, 3600},
      {"EVENT_CYCLES", &S::event_cycles, kSight, "Start a cycle at once when somebody comes or goes, and at a cut"},
      {"THINK_AHEAD", &S::think_ahead, kSight,
       "Let a model write the next line while the last one is spoken; it is dropped if something has happened since"},
      {"PROMPT_FACTS", &S::prompt_facts, kSight,
       "Tell the model in its prompt which people and things are in view, and what has just happened"},
      {"DETECTOR_MODEL", &S::detector_model, kSight,
       "File of the network that recognises people, animals and things; empty uses the one that comes with the "
       "program, off uses none",
       0, kPathMax, Form::kPath},

      {"ENABLE_TTS", &S::enable_tts, kVoice, "Speak the commentary", 0, 0, Form::kLine, {}, false, "", "--no-voice"},
      {"VOICE",
       &S::voice,
       kVoice,
       "Voice, as listed by `nerdpudding voices`; auto takes the speech server if there is one, else clara",
       0,
       100,
       Form::kVoice,
       {"auto", "clara", "victor", "june", "otto", "flite", "server"}},
      {"VOICE_SPEED", &S::voice_speed, kVoice, "Speed of the voice; 1 is normal, empty takes the speed of the profile",
       0.8, 1.4},
      {"BOOTH", &S::booth, kVoice,
       "Use two commentators: the second one describes the scene at the start and sums up in quiet moments"},
      {"BOOTH_VOICE",
       &S::booth_voice,
       kVoice,
       "Voice of the second commentator; auto takes victor, or clara if the first one is victor",
       0,
       100,
       Form::kVoice,
       {"auto", "clara", "victor", "june", "otto", "flite", "server"}},
      {"VOICE_MODEL", &S::voice_model, kVoice,
       "File of the neural voice; empty uses the one that comes with the program, off lets flite speak", 0, kPathMax,
       Form::kPath},
      {"LEXICON", &S::lexicon, kVoice, "File of words and how to pronounce them, one per line: Nguyen = win", 0,
       kPathMax, Form::kPath},
      {"TALK",
       &S::talk,
       kVoice,
       "When to speak: always speaks as soon as there is something to say, gaps only while nobody in the programme "
       "speaks",
       0,
       0,
       Form::kChoice,
       {"always", "gaps"}},
      {"HEARING_MODEL", &S::hearing_model, kVoice,
       "File of the network that detects speech, for TALK=gaps; empty uses the one that comes with the program, off "
       "uses none",
       0, kPathMax, Form::kPath},
      {"TTS_MAX_NEW_TOKENS", &S::tts_max_new_tokens, kVoice,
       "Maximum length of an answer while the voice is on, in tokens; 0 uses MAX_NEW_TOKENS", 0, 32768},
      {"TTS_PAUSE_AFTER", &S::tts_pause_after, kVoice, "Seconds of silence after each comment", 0, 60},
      {"SOURCE_SOUND",
       &S::source_sound,
       kVoice,
       "Sound of the source, for listeners who turn it on: duck lowers it by 12 dB while the voice speaks, off leaves "
       "it out",
       0,
       0,
       Form::kChoice,
       {"off", "duck"}},
      {"SPEECH_URL", &S::speech_url, kVoice,
       "Speech server with OpenAI's API, for other voices and languages; while it does not answer, the built-in voice "
       "speaks",
       0, 2048, Form::kUrl},
      {"SPEECH_VOICE", &S::speech_voice, kVoice, "Voice on the speech server", 1, 256},
      {"SPEECH_MODEL", &S::speech_model, kVoice, "Model on the speech server", 1, 256},
      {"SPEECH_INSTRUCTIONS", &S::speech_instructions, kVoice,
       "Manner of speaking in your own words, such as: like a calm reporter at a tennis match; not every server "
       "supports this",
       0, 1000, Form::kText},
      {"SPEECH_API_KEY",
       &S::speech_api_key,
       kVoice,
       "API key of the speech server, if it asks for one",
       0,
       1024,
       Form::kLine,
       {},
       true},

      {"MODEL_PATH", &S::model_path, kModel,
       "GGUF file of the model, or its folder; without a model, the built-in eyes comment", 0, kPathMax, Form::kPath},
      {"MMPROJ_PATH", &S::mmproj_path, kModel, "GGUF file of the projector, if it is not next to the model", 0,
       kPathMax, Form::kPath},
      {"MAX_NEW_TOKENS", &S::max_new_tokens, kModel, "Maximum length of an answer, in tokens", 1, 32768},
      {"MAX_INP_LENGTH", &S::max_inp_length, kModel,
       "Maximum length of the prompt with its frames, in tokens; if the prompt is longer, the oldest frames are "
       "dropped",
       256, 131072},
      {"MAX_SLICE_NUMS", &S::max_slice_nums, kModel,
       "Detail of a frame: 1 is an overview (64 tokens), 2 adds two slices (192 tokens), 3 uses a finer grid (up to "
       "320 tokens)",
       1, 3},
      {"GPU_DEVICE", &S::gpu_device, kModel,
       "Device that runs the model, as listed by `nerdpudding devices`; empty takes the first GPU, cpu uses no GPU", 0,
       64},
      {"GPU_LAYERS", &S::gpu_layers, kModel, "Layers of the model on that device; -1 places as many as fit", -1, 1000},
      {"MODEL_THREADS", &S::model_threads, kModel,
       "Threads for the part of the model that runs on the processor; 0 takes one per core", 0, 512},
      {"TEMPERATURE", &S::temperature, kModel, "Freedom in the choice of words; 0 always takes the likeliest word", 0,
       2},
      {"TOP_P", &S::top_p, kModel, "Choose among the likeliest words whose probabilities add up to this", 0.01, 1},
      {"TOP_K", &S::top_k, kModel, "Choose among this many of the likeliest words; 0 sets no limit", 0, 100000},
      {"REPEAT_PENALTY", &S::repeat_penalty, kModel, "Penalty for words that were used recently; 1 sets none", 1, 2},
      {"EXACT_CACHE", &S::exact_cache, kModel,
       "Read all frames again when the oldest one leaves the prompt, instead of shifting the cache: exact, but slower"},
      {"MODELS_DIR", &S::models_dir, kModel,
       "Folder for models that the page and `pull` download; empty uses models/ in the current folder if it can be "
       "written, otherwise your data folder",
       0, kPathMax, Form::kPath},

      {"ENGINE_URL", &S::engine_url, kServer, "Model server with OpenAI's API; several addresses share the work", 0,
       2048, Form::kUrls},
      {"ENGINE_MODEL", &S::engine_model, kServer,
       "Model on the server; empty takes the first one that the server lists", 0, 256},
      {"ENGINE_API_KEY",
       &S::engine_api_key,
       kServer,
       "API key of the model server, if it asks for one",
       0,
       1024,
       Form::kLine,
       {},
       true},
      {"ENGINE_TIMEOUT", &S::engine_timeout, kServer, "Seconds that the server may take for a comment", 1, 600},
      {"MODEL_SERVERS", &S::model_servers, kServer,
       "Addresses where the page looks for model servers; empty takes the usual ports of Ollama, LM Studio, "
       "llama-server "
       "and vLLM on this machine",
       0, 2048, Form::kUrls},

      {"STREAM_DELAY_INIT", &S::stream_delay_init, kPicture,
       "Delay of the picture at the start, in seconds, so that words and picture match; 0 never delays it, empty takes "
       "the latency of the first line",
       0, 60},
      {"STREAM_DELAY_EMA_ALPHA", &S::stream_delay_ema_alpha, kPicture,
       "Speed at which the delay follows the latency of the engine; 0 never changes it, 1 follows at once", 0, 1},
      {"FRAME_JPEG_QUALITY", &S::frame_jpeg_quality, kPicture, "JPEG quality of the picture", 1, 100},
      {"MJPEG_FPS", &S::mjpeg_fps, kPicture, "Pictures per second if the source does not tell its rate", 0.1, 60},

      {"RECONNECT_DELAY", &S::reconnect_delay, kRecovery,
       "Seconds before a broken source is opened again; the delay doubles with each failure", 0.1, 3600},
      {"MAX_RECONNECT_DELAY", &S::max_reconnect_delay, kRecovery, "Longest such delay, in seconds", 0.1, 86400},
      {"OPEN_TIMEOUT", &S::open_timeout, kRecovery, "Seconds that a source may take to open", 0.1, 300},
      {"STALL_TIMEOUT", &S::stall_timeout, kRecovery, "Seconds without a picture after which a source counts as broken",
       0.1, 300},
      {"RTSP_TRANSPORT",
       &S::rtsp_transport,
       kRecovery,
       "Transport for RTSP cameras: tcp loses nothing, some cameras offer only udp, auto tries both",
       0,
       0,
       Form::kChoice,
       {"auto", "tcp", "udp"}},

      {"SERVER_HOST",
       &S::server_host,
       kAccess,
       "Address to listen on; 0.0.0.0 and :: mean all addresses, which requires a token",
       1,
       255,
       Form::kHost,
       {},
       false,
       "--host"},
      {"SERVER_PORT",
       &S::server_port,
       kAccess,
       "Port to listen on; 0 takes any free port",
       0,
       65535,
       Form::kLine,
       {},
       false,
       "--port"},
      {"API_TOKEN",
       &S::api_token,
       kAccess,
       "Access token; if it is empty and the address is not loopback, the program makes one and keeps it in STATE_DIR; "
       "off asks for no token",
       0,
       256,
       Form::kToken,
       {},
       true},
      {"WATCH_TOKEN",
       &S::watch_token,
       kAccess,
       "Second token, for people who may watch and listen but not steer",
       0,
       256,
       Form::kToken,
       {},
       true},
      {"SOURCES", &S::sources, kAccess,
       "What the page and the API may open: any, none, kinds (file, camera, rtsp, http, rtmp, srt, udp, whep, livekit, "
       "webcam), folders, hosts (cam.lan, *.lan, 10.0.0.0/8); empty means any",
       0, 4096, Form::kSources},
      {"PUBLISH", &S::publish, kAccess,
       "Address at which a container's port is published; an address that is not loopback requires a token", 0, 255,
       Form::kHost},
      {"ALLOWED_HOSTS", &S::allowed_hosts, kAccess, "Other host names of this server, such as tv.example.org", 0, 4096,
       Form::kHosts},
      {"TLS_CERT", &S::tls_cert, kAccess, "PEM file of the certificate, for https", 0, kPathMax, Form::kPath},
      {"TLS_KEY", &S::tls_key, kAccess, "PEM file of the certificate's key", 0, kPathMax, Form::kPath},
      {"TLS",
       &S::tls,
       kAccess,
       "Set it to self-signed to serve https with a certificate that the program makes once and keeps in STATE_DIR",
       0,
       0,
       Form::kChoice,
       {"off", "self-signed"}},
      {"EMBED_ORIGINS", &S::embed_origins, kAccess,
       "Web pages that may show /embed and /overlay in a frame: https://home.example.org, "
       "http://homeassistant.local:8123",
       0, 4096, Form::kOrigins},
      {"ICE_SERVERS",
       &S::ice_servers,
       kAccess,
       "STUN and TURN servers by which a published webcam gets through from another network: stun:host:port, "
       "turn:user:password@host:port",
       0,
       2048,
       Form::kIceServers,
       {},
       true},

      {"LIVEKIT_ENABLED", &S::livekit_enabled, kLiveKit,
       "Join a LiveKit room, for low latency and for a browser's webcam"},
      {"LIVEKIT_URL", &S::livekit_url, kLiveKit, "Address of the LiveKit server", 1, 2048, Form::kRoomUrl},
      {"LIVEKIT_API_KEY", &S::livekit_api_key, kLiveKit, "API key of the LiveKit server", 1, 256},
      {"LIVEKIT_API_SECRET",
       &S::livekit_api_secret,
       kLiveKit,
       "API secret of the LiveKit server",
       1,
       256,
       Form::kLine,
       {},
       true},
      {"LIVEKIT_PUBLIC_URL", &S::livekit_public_url, kLiveKit,
       "Address of the LiveKit server for browsers, if it is not LIVEKIT_URL", 0, 2048, Form::kRoomUrl},
      {"LIVEKIT_ROOM", &S::livekit_room, kLiveKit, "Name of the room", 1, 128},
      {"LIVEKIT_SOURCE_SOUND", &S::livekit_source_sound, kLiveKit,
       "Send the sound of the source into the room, under the voice; people on camera there would hear themselves"},

      {"KEEP_DAYS", &S::keep_days, kRecord, "Days for which lines are kept in STATE_DIR; 0 keeps none", 0, 36500},
      {"KEEP_MB", &S::keep_mb, kRecord,
       "Maximum size of the kept lines and their pictures, in megabytes; the oldest pictures are deleted first, then "
       "the oldest lines",
       1, 1000000},

      {"UPLOAD_DIR", &S::upload_dir, kLibrary, "Folder for uploaded videos; empty uses uploads in STATE_DIR", 0,
       kPathMax, Form::kPath},
      {"UPLOAD_MB", &S::upload_mb, kLibrary,
       "Maximum size of all uploaded videos together, in megabytes; 0 takes no uploads", 0, 100000000},
      {"UPLOAD_DAYS", &S::upload_days, kLibrary,
       "Days after which an uploaded video is deleted; 0 keeps it until somebody deletes it", 0, 36500},
      {"MEDIA_DIRS", &S::media_dirs, kLibrary,
       "Folders whose videos the page shows, subfolders included; empty shows none", 0, kPathMax, Form::kFolders},
      {"SAMPLE", &S::sample, kLibrary, "Video that the page offers as a sample; empty offers none", 0, kPathMax,
       Form::kPath},

      {"LOG_LEVEL",
       &S::log_level,
       kProgram,
       "Least severe messages that are logged",
       0,
       0,
       Form::kChoice,
       {"debug", "info", "warn", "error"}},
      {"WEB_DIR", &S::web_dir, kProgram, "Folder of a page to serve instead of the built-in one", 0, kPathMax,
       Form::kPath},
      {"STATE_DIR",
       &S::state_dir,
       kProgram,
       "Folder that keeps the source, instruction, profile, preset and voice over restarts; if XDG_STATE_HOME is set, "
       "it is $XDG_STATE_HOME/nerdpudding; off keeps nothing",
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

const SettingRow* secret_of_file(std::string_view name) {
  constexpr std::string_view kFile = "_FILE";
  if (!name.ends_with(kFile)) return nullptr;
  const SettingRow* row = find_setting(name.substr(0, name.size() - kFile.size()));
  return row && row->secret ? row : nullptr;
}

}  // namespace np
