// Requests to a model server and its answers, as JSON. Pure functions.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/openai/spared.hpp"

namespace np::openai {

// The recognised kind of a server; each special field goes only to the kind that understands it.
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
  Spared spared;  // fields to leave out
  int max_slices = 1;
};
std::string chat_request(const ChatRequest& request);

struct StreamEvent {
  std::string text;       // bytes; a character may go on in the next event
  bool whole = false;     // this is the text of the complete answer, not its next piece
  bool thoughts = false;  // of the model, separate from the text
  bool last = false;      // only figures follow
  std::string withheld;   // why the server withholds the answer
  std::string error;      // the server's error message
};
// One event's data of a chat completion, in pieces or whole; nullopt: it is no such data.
std::optional<StreamEvent> stream_event(std::string_view data);

struct Models {
  std::string first;  // the first that can comment, as far as the list tells; empty: there is none
  bool llama_server = false;
  std::string owner;             // of the first, as the list names it: mostly the server's own kind
  std::vector<std::string> all;  // that may comment, by their names, in the order of the list
};
// Reads the answer of /models; nullopt: it is no such answer.
std::optional<Models> models_in(std::string_view body);

// Reads llama-server's /props; nullopt: it is no such answer.
struct LlamaProps {
  bool sees = true;  // a projector is loaded
};
std::optional<LlamaProps> llama_props(std::string_view body);
// Whether it is vLLM's /version.
bool is_vllm_version(std::string_view body);

}  // namespace np::openai
