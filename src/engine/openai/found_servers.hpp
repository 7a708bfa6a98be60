// Looks for model servers at addresses where one may be.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "net/http_client.hpp"

namespace np::openai {

struct FoundServer {
  std::string name;  // "Ollama"
  std::string url;
  std::vector<std::string> models;  // that may comment; at most 64
};

// Those that answer as a model server within a second each. Blocks for that; http.cancel() ends it.
std::vector<FoundServer> find_servers(HttpClient& http, std::span<const std::string> urls);

// Whether a server that was asked for `model` by this name has it. `list` is its answer to /v1/models.
bool has_model(std::span<const std::string> list, const std::string& model);

}  // namespace np::openai
