// A server of others with an OpenAI-compatible API, as a person knows it: its address, and what its refusals mean. Pure
// functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "net/http_client.hpp"

namespace np {

struct ApiServer {
  // `url` with or without /v1 at its end; may hold user:password@, which is never shown.
  ApiServer(std::string_view url, std::string key);

  std::string base;   // ends before /v1
  std::string key;    // empty: none
  std::string shown;  // host and port

  // What people call it, and the settings that they would look at.
  std::string what = "model server";
  std::string url_setting = "ENGINE_URL";
  std::string key_setting = "ENGINE_API_KEY";
  std::string model_setting = "ENGINE_MODEL";

  std::string name() const { return "The " + what + " at " + shown; }
  // A request to `path`, which begins with a slash; JSON is sent as POST.
  HttpRequest request(std::string_view path, std::string json = {}) const;
};

// Why there is no answer, as a sentence with the next step. `message` is what the server says, if anything.
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
