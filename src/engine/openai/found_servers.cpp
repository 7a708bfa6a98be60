#include "engine/openai/found_servers.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "engine/openai/json.hpp"
#include "net/api_server.hpp"

namespace np::openai {
namespace {

constexpr auto kLimit = std::chrono::seconds(1);
constexpr std::uint64_t kLargestList = 1 << 20;
constexpr std::size_t kMostModels = 64, kLongestName = 256;

// By what stands in "owned_by" of its models, else by the port that it usually has.
std::string name_of_kind(const Models& models, const std::string& url) {
  struct Kind {
    const char* owner;
    const char* port;
    const char* name;
  };
  constexpr Kind kKinds[] = {{"library", ":11434", "Ollama"},
                             {"organization_owner", ":1234", "LM Studio"},
                             {"llamacpp", "", "llama-server"},
                             {"vllm", "", "vLLM"},
                             {"sglang", "", "SGLang"}};
  for (const Kind& kind : kKinds)
    if (models.owner == kind.owner) return kind.name;
  for (const Kind& kind : kKinds)
    if (*kind.port && url.ends_with(kind.port)) return kind.name;
  return "OpenAI API";
}

}  // namespace

std::vector<FoundServer> find_servers(HttpClient& http, std::span<const std::string> urls) {
  std::vector<FoundServer> found;
  for (const std::string& url : urls) {
    HttpRequest request = ApiServer(url, "").request("/v1/models");
    request.past_proxies = true;
    request.connect_limit = request.first_byte_limit = request.total_limit = kLimit;
    request.body_limit = kLargestList;
    std::string body;
    int status = 0;
    try {
      http.exchange(
          request,
          [&](const HttpHead& head) {
            status = head.status;
            return status == 200;
          },
          [&](std::string_view piece) {
            body += piece;
            return true;
          });
    } catch (const Error& e) {
      log::debug("No model server: {}", e.message());
      continue;
    }
    auto models = status == 200 ? models_in(body) : std::nullopt;
    if (!models) continue;
    std::erase_if(models->all, [](const std::string& name) { return name.size() > kLongestName; });
    if (models->all.size() > kMostModels) models->all.resize(kMostModels);
    found.push_back({name_of_kind(*models, url), url, std::move(models->all)});
  }
  return found;
}

bool has_model(std::span<const std::string> list, const std::string& model) {
  // Ollama names the usual version by "latest", and takes the name without it.
  return std::ranges::any_of(list, [&](const std::string& one) { return one == model || one == model + ":latest"; });
}

}  // namespace np::openai
