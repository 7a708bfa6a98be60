// Somebody else's OpenAI-compatible API server, in terms for people: its address and the meaning of its refusals. Pure
// functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "net/http_client.hpp"

namespace np {

struct ApiServer {
  // `url`: the server alone (its API is then at /v1), the address where its API begins, or one inside it, such as
  // .../chat/completions. It may hold user:password@, which is never shown, and a query, which goes with each request.
  ApiServer(std::string_view url, std::string key);

  std::string base;   // ends before the API's path
  std::string root;   // the API's path: "/v1", "/v1beta/openai"; may be empty
  std::string query;  // with its question mark; mostly empty
  std::string key;    // empty: none
  std::string shown;  // host and port

  // The paths where the API may be, the likeliest first.
  std::vector<std::string> roots() const;
  // The address was one inside the API, so it leaves no doubt, and a model may be part of it.
  bool complete() const { return complete_; }

  // The server's name for people, and the settings that they would look at.
  std::string what = "model server";
  std::string url_setting = "ENGINE_URL";
  std::string key_setting = "ENGINE_API_KEY";
  std::string model_setting = "ENGINE_MODEL";

  std::string name() const { return "The " + what + " at " + shown; }
  // A request to `path`, which begins with a slash; a leading "/v1" stands for the API's path. JSON is sent as POST.
  HttpRequest request(std::string_view path, std::string json = {}) const;

 private:
  bool complete_ = false;
};

// Why there is no answer, as a sentence with the next step. `message` is the server's own, if any. The sentence blames
// the key only if the server does.
Error refusal(const ApiServer& server, const HttpHead& head, std::string_view message = {});
// For an answer that is not the API's: most often the page of a login or of another program.
Error no_api(const ApiServer& server, const HttpHead& head);

// An error of HttpClient, with the server's name in it.
Error about(const ApiServer& server, const Error& error);

// How long the server asks us to wait: at most an hour; nullopt: it does not say.
std::optional<Duration> retry_after(const HttpHead& head);

// A server's message, fit for a sentence: in quotes on one short line, without the key; nothing if it is empty.
std::string quoted(std::string_view message, const std::string& key);

}  // namespace np
