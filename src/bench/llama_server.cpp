#include "bench/llama_server.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/base64.hpp"
#include "base/error.hpp"
#include "base/format.hpp"
#include "net/http_client.hpp"

namespace np {
namespace {

namespace json = boost::json;

int free_port() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool bound = bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  close(fd);
  if (!bound) throw Error(ErrorKind::kUnavailable, "There is no free port on 127.0.0.1.");
  return ntohs(address.sin_port);
}

// A program of somebody else, ended with the object.
class Child {
 public:
  explicit Child(std::vector<std::string> args, const char* out = "/dev/null") {
    std::vector<char*> argv;
    for (std::string& a : args) argv.push_back(a.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    const int failed = posix_spawnp(&pid_, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed)
      throw Error(ErrorKind::kNotFound,
                  np::format("{} is not installed: it is in Debian's package llama.cpp-tools.", args[0]));
  }
  ~Child() {
    if (pid_ > 0) kill(pid_, SIGKILL);
    wait();
  }
  int wait() {
    int status = 0;
    if (pid_ > 0) waitpid(std::exchange(pid_, 0), &status, 0);
    return status;
  }
  bool gone() {
    int status = 0;
    if (pid_ > 0 && waitpid(pid_, &status, WNOHANG) == pid_) pid_ = 0;
    return pid_ == 0;
  }
  double peak_memory_mb() const {
    std::ifstream in(np::format("/proc/{}/status", pid_));
    for (std::string line; std::getline(in, line);)
      if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
    return 0;
  }

 private:
  pid_t pid_ = 0;
};

std::string ask(HttpClient& http, const std::string& url, const std::string& body = {}) {
  std::string answer;
  int status = 0;
  HttpRequest request{.method = body.empty() ? "GET" : "POST",
                      .url = url,
                      .headers = {{"Content-Type", "application/json"}},
                      .body = body};
  http.exchange(
      request, [&](const HttpHead& head) { return (status = head.status) > 0; },
      [&](std::string_view piece) { return answer += piece, true; });
  if (status != 200)
    throw Error(ErrorKind::kUnavailable, np::format("llama-server answered {} ({}).", status, answer.substr(0, 200)));
  return answer;
}

}  // namespace

std::string output_of(std::vector<std::string> command) {
  const auto out = std::filesystem::temp_directory_path() / np::format("nerdpudding-output-{}", getpid());
  const std::string name = command.front();
  const int status = Child(std::move(command), out.c_str()).wait();
  std::ifstream in(out);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  std::filesystem::remove(out);
  if (status != 0) throw Error(ErrorKind::kUnavailable, name + " failed.");
  return text;
}

std::string bitmap_file(const VideoFrame& frame) {
  const std::uint32_t row = (frame.width * 3 + 3) / 4 * 4;
  const std::uint32_t size = 54 + row * frame.height;
  std::string out(size, '\0');
  const auto put = [&out](std::size_t at, std::uint32_t value) { std::memcpy(&out[at], &value, 4); };
  out[0] = 'B';
  out[1] = 'M';
  put(2, size);
  put(10, 54);
  put(14, 40);
  put(18, frame.width);
  put(22, frame.height);
  put(26, 24u << 16 | 1);
  for (int y = 0; y < frame.height; ++y)
    for (int x = 0; x < frame.width; ++x)
      for (int c = 0; c < 3; ++c)
        out[54 + static_cast<std::size_t>(frame.height - 1 - y) * row + x * 3 + c] =
            static_cast<char>(frame.rgb[(static_cast<std::size_t>(y) * frame.width + x) * 3 + 2 - c]);
  return out;
}

struct LlamaServer::Impl {
  std::unique_ptr<Child> process;
  HttpClient http;
  std::string root;
  std::string marker;
};

LlamaServer::LlamaServer(const LlamaOptions& options) : impl_(std::make_unique<Impl>()) {
  const int port = free_port();
  std::vector<std::string> command{"llama-server",
                                   "-m",
                                   options.files.model,
                                   "--mmproj",
                                   options.files.projector,
                                   "--host",
                                   "127.0.0.1",
                                   "--port",
                                   std::to_string(port),
                                   "-c",
                                   std::to_string(options.context),
                                   "-np",
                                   "1",
                                   "--no-ui",
                                   "--cache-ram",
                                   "0"};
  if (options.threads > 0) command.insert(command.end(), {"-t", std::to_string(options.threads)});
  if (options.device == "cpu") command.insert(command.end(), {"-dev", "none", "-ngl", "0", "--no-mmproj-offload"});
  if (options.plain_math) command.insert(command.end(), {"-fa", "off", "-ctk", "f32", "-ctv", "f32"});
  impl_->process = std::make_unique<Child>(std::move(command));
  impl_->root = np::format("http://127.0.0.1:{}", port);
  constexpr auto kPause = std::chrono::milliseconds(50);
  for (int tries = 0;; ++tries) {
    try {
      np::ask(impl_->http, impl_->root + "/health");
      break;
    } catch (const Error&) {
      if (tries > 2400 || impl_->process->gone())
        throw Error(ErrorKind::kUnavailable, "llama-server does not start with this model.");
      std::this_thread::sleep_for(kPause);
    }
  }
  impl_->marker = std::string(json::parse(np::ask(impl_->http, impl_->root + "/props")).at("media_marker").as_string());
}

LlamaServer::~LlamaServer() = default;

double LlamaServer::peak_memory_mb() const { return impl_->process->peak_memory_mb(); }

std::pair<std::string, std::string> LlamaServer::prompt_around_frames(const std::string& profile,
                                                                      const std::string& question) {
  constexpr std::string_view kFrames = "[frames]";
  const json::value body{
      {"messages",
       {{{"role", "system"}, {"content", profile}}, {{"role", "user"}, {"content", std::string(kFrames) + question}}}},
      {"chat_template_kwargs", {{"enable_thinking", false}}}};
  const json::value answer = json::parse(np::ask(impl_->http, impl_->root + "/apply-template", json::serialize(body)));
  const std::string prompt(answer.at("prompt").as_string());
  const std::size_t frames = prompt.find(kFrames);
  if (frames == prompt.npos) throw Error(ErrorKind::kUnavailable, "llama-server's template leaves out the question.");
  return {prompt.substr(0, frames), prompt.substr(frames + kFrames.size())};
}

LlamaServer::Answer LlamaServer::ask(const std::string& before, const std::vector<FramePtr>& frames,
                                     const std::string& after, int count, const std::vector<ModelToken>& banned,
                                     bool stream) {
  std::string text = before;
  json::array media;
  for (const FramePtr& frame : frames) {
    text += impl_->marker + "\n";
    media.push_back(json::string(base64(bitmap_file(*frame))));
  }
  text += after;
  json::array bias;
  for (const ModelToken t : banned) bias.push_back(json::array{t, false});
  const json::value body{{"prompt", {{"prompt_string", text}, {"multimodal_data", media}}},
                         {"n_predict", count},
                         {"temperature", 0},
                         {"repeat_penalty", 1},
                         {"stream", stream},
                         {"ignore_eos", true},
                         {"logit_bias", bias},
                         {"return_tokens", true}};
  const HttpRequest request{.method = "POST",
                            .url = impl_->root + "/completion",
                            .headers = {{"Content-Type", "application/json"}},
                            .body = json::serialize(body),
                            .first_byte_limit = std::chrono::minutes(10),
                            .silence_limit = std::chrono::minutes(10)};
  const TimePoint began = Clock::now();
  const auto elapsed_ms = [began] { return to_seconds(Clock::now() - began) * 1000; };
  Answer answer;
  std::string events;
  std::size_t parsed = 0;
  json::value last;
  const auto take = [&](const json::value& part) {
    if (!part.is_object() || !part.as_object().contains("content")) return;
    answer.text += std::string_view(part.at("content").as_string());
    if (answer.first_ms == 0 && !answer.text.empty()) answer.first_ms = elapsed_ms();
    if (const json::value* tokens = part.as_object().if_contains("tokens"); tokens && tokens->is_array())
      for (const json::value& t : tokens->as_array()) answer.tokens.push_back(t.to_number<ModelToken>());
  };
  impl_->http.exchange(
      request, [](const HttpHead&) { return true; },
      [&](std::string_view piece) {
        events += piece;
        for (std::size_t end; (end = events.find("\n\n", parsed)) != events.npos; parsed = end + 2) {
          const std::size_t begin = events.find("data: ", parsed);
          if (begin == events.npos || begin > end) continue;
          last = json::parse(std::string_view(events).substr(begin + 6, end - begin - 6));
          take(last);
        }
        return true;
      });
  answer.total_ms = elapsed_ms();
  if (!stream) take(last = json::parse(events));
  if (!last.is_object() || !last.as_object().contains("timings"))
    throw Error(ErrorKind::kUnavailable, "llama-server answered with something else: " + events.substr(0, 200));
  const json::value& timings = last.at("timings");
  answer.prompt_tokens =
      static_cast<int>(timings.at("prompt_n").to_number<double>() + timings.at("cache_n").to_number<double>());
  answer.prefill_tokens_per_s = timings.at("prompt_per_second").to_number<double>();
  return answer;
}

}  // namespace np
