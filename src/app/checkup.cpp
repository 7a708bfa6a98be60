#include "app/checkup.hpp"

#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "app/listening_place.hpp"
#include "app/messages.hpp"
#include "app/parts.hpp"
#include "base/format.hpp"
#include "config/access.hpp"
#include "config/profiles.hpp"
#include "engine/llama/model_files.hpp"
#include "hearing/messages.hpp"
#include "hearing/speech_detector.hpp"
#include "http/server/certificate.hpp"
#include "livekit/access_token.hpp"
#include "net/api_server.hpp"
#include "net/http_client.hpp"
#include "perception/detector/detector.hpp"
#include "source/source.hpp"
#include "speech/neural/acoustic_network.hpp"
#include "speech/server/openai_voice.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;
using Kind = Finding::Kind;
using std::chrono::seconds;

Finding good(std::string sentence) { return {.kind = Kind::kGood, .sentence = std::move(sentence)}; }
Finding off(std::string sentence) { return {.kind = Kind::kOff, .sentence = std::move(sentence)}; }
Finding warning(std::string sentence) { return {.kind = Kind::kWarning, .sentence = std::move(sentence)}; }
Finding problem(std::string sentence) { return {.kind = Kind::kProblem, .sentence = std::move(sentence)}; }

// The status of an answer, whose beginning `begin` takes.
HttpHead ask(HttpRequest request, std::string* begin = nullptr) {
  constexpr std::size_t kEnough = 4096;
  request.connect_limit = seconds(3);
  request.first_byte_limit = seconds(5);
  request.total_limit = seconds(8);
  HttpHead answer;
  HttpClient http;
  http.exchange(
      request,
      [&](const HttpHead& head) {
        answer = head;
        return begin != nullptr;
      },
      [&](std::string_view piece) {
        begin->append(piece.substr(0, kEnough - begin->size()));
        return begin->size() < kEnough;
      });
  return answer;
}

Finding about_source(const Settings& s) {
  if (s.source.empty()) return off(messages::kCheckNoSource);
  const SourceSpec spec = parse_source(s.source);
  if (spec.kind == "livekit")
    return s.livekit_enabled ? good(messages::kCheckSourceOfRoom) : problem(messages::kLivekitIsOff);
  const SourceInfo info = probe_source(spec, from_seconds(s.open_timeout)).info;
  std::string text = np::format("{}: {}, {}x{}", spec.shown, info.codec, info.width, info.height);
  if (info.fps > 0) text += np::format(", {:.4g} pictures a second", info.fps);
  return good(info.sound.empty() ? text : text + ", with sound (" + info.sound + ")");
}

// Servers that list no models answer 404 or 405, and may work all the same.
Finding about_server(const ApiServer& server) try {
  const HttpHead head = ask(server.request("/v1/models"));
  if (head.status == 200) return good(np::format(messages::kCheckServerAnswers, server.name()));
  if (head.status == 404 || head.status == 405)
    return good(np::format(messages::kCheckServerListsNothing, server.name()));
  return problem(refusal(server, head).message());
} catch (const Error& e) {
  return problem(about(server, e).message());
}

Finding about_model(const Settings& s) {
  const ModelFacts facts = check_model_files(find_model_files(s.model_path, s.mmproj_path));
  return good(np::format("{}, {:.1f} GB", facts.name, static_cast<double>(facts.bytes) / 1e9));
}

Finding about_eyes(const Settings& s) try {
  if (s.detector_model == "off") return off(messages::kCheckEyesOff);
  check_detector(detector_file(s.detector_model));
  return good(messages::kCheckEyes);
} catch (const Error& e) {
  const std::string sentence = np::format(messages::kCheckEyesMissing, e.message());
  return s.detector_model.empty() ? warning(sentence) : problem(sentence);
}

Finding about_ears(const Settings& s) try {
  if (s.hearing_model == "off") return problem(np::format(messages::kTalksAsUsual, messages::kHearingFileOff));
  check_hearing(hearing_file(s.hearing_model));
  return good(messages::kCheckEars);
} catch (const Error& e) {
  return problem(np::format(messages::kTalksAsUsual, e.message()));
}

Finding about_voice(const Settings& s) try {
  if (!s.enable_tts) return off(messages::kCheckVoiceOff);
  if (const auto server = speech_server(s)) return about_server(server_for(*server));
  if (s.voice_model == "off") return off(messages::kCheckVoiceIsFlite);
  const AcousticNetwork network(voice_file(s.voice_model));
  return good(np::format(messages::kCheckVoice, s.voice));
} catch (const Error& e) {
  const std::string sentence = np::format(messages::kCheckVoiceMissing, e.message());
  return s.voice_model.empty() ? warning(sentence) : problem(sentence);
}

Finding about_port(const Settings& s) {
  const ListeningPlace place = look_at_place(s.server_host, s.server_port);
  if (place.free) return good(place.sentence);
  // If another NerdPudding holds the port, usually the service, the settings are right.
  const bool tls = s.tls != "off" || !s.tls_cert.empty();
  const std::string host = is_loopback(s.server_host) ? s.server_host : "127.0.0.1";
  const std::string address = host.contains(':') ? "[" + host + "]" : host;
  if (place.taken && !tls) try {
      std::string body;
      const HttpHead head = ask({.url = np::format("http://{}:{}/healthz", address, s.server_port)}, &body);
      if (head.status == 200 && body.contains("\"ok\""))
        return warning(np::format(messages::kCheckAnotherRuns, s.server_port));
    } catch (const Error&) {
    }
  return problem(place.sentence);
}

Finding about_certificate(const Settings& s) {
  if (s.tls == "self-signed")
    return s.state_dir.empty() ? warning(messages::kCheckCertificateNotKept) : good(messages::kCheckCertificateMade);
  if (s.tls_cert.empty()) return off(messages::kCheckNoCertificate);
  const auto end = check_certificate({.tls_cert = s.tls_cert, .tls_key = s.tls_key});
  if (!end) return good(messages::kCheckCertificate);
  const auto now = std::chrono::system_clock::now();
  const std::string day = np::format("{:%F}", std::chrono::floor<std::chrono::days>(*end));
  if (*end < now) return problem(np::format(messages::kCheckCertificateEnded, day));
  const std::string sentence = np::format(messages::kCheckCertificateEnds, day);
  return *end < now + std::chrono::days(14) ? warning(sentence) : good(sentence);
}

Finding about_room(const Settings& s) try {
  if (!s.livekit_enabled) return off(messages::kCheckNoRoom);
  // "ws" is "http", and "wss" is "https".
  std::string url = "http" + s.livekit_url.substr(2);
  while (url.ends_with('/')) url.pop_back();
  const RoomGrant grant{.room = s.livekit_room, .identity = "nerdpudding-check"};
  const std::string ticket =
      join_token({s.livekit_api_key, s.livekit_api_secret}, grant, std::chrono::system_clock::now(), seconds(60));
  const HttpHead head = ask({.url = url + "/rtc/validate", .headers = {{"Authorization", "Bearer " + ticket}}});
  const std::string place = url.substr(url.find("://") + 3);
  const std::string host = place.substr(0, place.find('/'));
  if (head.status == 401 || head.status == 403) return problem(np::format(messages::kCheckRoomRefuses, host));
  if (head.status != 200) return problem(np::format(messages::kCheckNoLivekit, host, head.status));
  return good(np::format(messages::kCheckRoom, host, s.livekit_room));
} catch (const Error& e) {
  return problem(np::format(messages::kCheckRoomAway, e.message()));
}

Finding about_state(const Settings& s) {
  if (s.state_dir.empty()) return off(messages::kCheckNothingKept);
  // The program makes a missing folder when it starts, if it may write to the nearest existing one.
  std::error_code error;
  fs::path folder = fs::absolute(s.state_dir, error);
  while (!fs::exists(folder, error) && folder.has_parent_path() && folder != folder.parent_path())
    folder = folder.parent_path();
  if (!fs::is_directory(folder, error)) return problem(np::format(messages::kCheckStateNoFolder, folder.string()));
  if (access(folder.c_str(), W_OK | X_OK) != 0)
    return problem(np::format(messages::kCheckStateNotWritable, folder.string()));
  constexpr std::uintmax_t kMegabyte = 1'000'000;
  const fs::space_info space = fs::space(folder, error);
  const bool keeps = s.keep_days > 0;
  if (!error && keeps && space.available < static_cast<std::uintmax_t>(s.keep_mb) * kMegabyte)
    return warning(np::format(messages::kCheckLittleRoom, s.state_dir, space.available / kMegabyte, s.keep_mb));
  return good(s.state_dir);
}

}  // namespace

void check_up(const Loaded& loaded, const std::function<void(const Finding&)>& tell) {
  const Settings& s = loaded.settings;
  const auto look = [&](const char* what, const std::function<Finding()>& about) {
    Finding finding;
    try {
      finding = about();
    } catch (const Error& e) {
      finding = problem(e.message());
    }
    finding.what = what;
    tell(finding);
  };
  for (const std::string& sentence : loaded.warnings) look("settings", [&] { return warning(sentence); });
  for (const std::string& sentence : load_profiles(s).warnings) look("profiles", [&] { return warning(sentence); });
  look("source", [&] { return about_source(s); });
  if (s.engine_url.empty() && s.model_path.empty()) look("model", [] { return off(messages::kCheckNoModel); });
  for (const std::string& url : s.engine_url) look("model", [&] { return about_server({url, s.engine_api_key}); });
  if (!s.model_path.empty()) look("model", [&] { return about_model(s); });
  look("eyes", [&] { return about_eyes(s); });
  if (hears(s)) look("ears", [&] { return about_ears(s); });
  look("voice", [&] { return about_voice(s); });
  look("port", [&] { return about_port(s); });
  look("tls", [&] { return about_certificate(s); });
  look("room", [&] { return about_room(s); });
  look("state", [&] { return about_state(s); });
}

}  // namespace np
