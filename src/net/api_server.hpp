// An OpenAI-compatible API server run by somebody else, in the terms of a person: its address, and what its refusals
// mean. Pure functions.
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
  // `url`: the server alone (its API is at /v1 then), the address where its API begins, or one in it, as
  // .../chat/completions. May hold user:password@, which is never shown, and a query, which goes with each request.
  ApiServer(std::string_view url, std::string key);

  std::string base;   // ends before the API's path
  std::string root;   // the API's path: "/v1", "/v1beta/openai"; may be empty
  std::string query;  // with its question mark; mostly empty
  std::string key;    // empty: none
  std::string shown;  // host and port

  // The paths where the API may be, the likeliest first.
  std::vector<std::string> roots() const;
  // The address was one in the API: there is no doubt about it, and a model may be part of it.
  bool complete() const { return complete_; }

  // What people call it, and the settings that they would look at.
  std::string what = "model server";
  std::string url_setting = "ENGINE_URL";
  std::string key_setting = "ENGINE_API_KEY";
  std::string model_setting = "ENGINE_MODEL";

  std::string name() const { return "The " + what + " at " + shown; }
  // A request to `path`, which begins with a slash; "/v1" at its front stands for the API's path. JSON is sent as POST.
  HttpRequest request(std::string_view path, std::string json = {}) const;

 private:
  bool complete_ = false;
};

// Why there is no answer, as a sentence with the next step. `message` is what the server says, if anything. Its key is
// blamed only where the server does so.
Error refusal(const ApiServer& server, const HttpHead& head, std::string_view message = {});
// An answer that is not the API's: most often the page of a login or of another program.
Error no_api(const ApiServer& server, const HttpHead& head);

// What HttpClient throws, with the server's name in it.
Error about(const ApiServer& server, const Error& error);

// How long the server wants to be left alone: at most an hour; nullopt: it does not say.
std::optional<Duration> retry_after(const HttpHead& head);

// What a server says, fit for a sentence: in quotes on one short line, the key left out; nothing where it says nothing.
std::string quoted(std::string_view message, const std::string& key);

}  // namespace np
