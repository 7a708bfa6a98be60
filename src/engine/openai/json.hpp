// What is said to a model server and what it says, as JSON. Pure functions.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace np::openai {

// What a server was recognised as; what only one kind understands is sent to that kind alone.
enum class ServerKind { kPlain, kLlamaServer, kVllm };

using ImageUri = std::shared_ptr<const std::string>;

struct ChatRequest {
  std::string_view model;
  // In this order, so that a server that keeps prefixes finds the longest one again.
  std::string_view before_images;
  std::vector<ImageUri> images;  // data URIs
  std::string_view after_images;
  int max_tokens = 0;  // 0: the server's own limit
  double temperature = 0.7;
  double top_p = 0.8;
  ServerKind kind = ServerKind::kPlain;
  bool extras = true;  // fields that strict servers refuse
  int max_slices = 1;
};
std::string chat_request(const ChatRequest& request);

// Whether a refusal is about one of the extras.
bool blames_extras(std::string_view message);

struct StreamEvent {
  std::string text;   // bytes; a character may go on in the next event
  bool last = false;  // nothing is to come but figures
  std::string error;  // what the server says went wrong
};
// One event's data of a streamed chat completion; nullopt: it is none.
std::optional<StreamEvent> stream_event(std::string_view data);

// The message in an error's body; empty: there is none.
std::string error_message(std::string_view body);

// The first model of /v1/models, and whether that was an answer of /v1/models at all.
std::optional<std::string> first_model(std::string_view body);

// llama-server's /props; nullopt: it is not that.
struct LlamaProps {
  bool sees = true;  // a projector is loaded
};
std::optional<LlamaProps> llama_props(std::string_view body);
// vLLM's /version.
bool is_vllm_version(std::string_view body);

}  // namespace np::openai
