#include "speech/server/server_json.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "base/utf8.hpp"

namespace np::speech_server {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestName = 100;  // bytes

json::value parsed(std::string_view text) {
  json::parse_options options;
  options.allow_invalid_utf8 = true;
  boost::system::error_code error;
  json::value value = json::parse(text, error, {}, options);
  return error ? json::value() : value;
}

const json::value* member(const json::value& value, std::string_view name) {
  const auto* object = value.if_object();
  return object ? object->if_contains(name) : nullptr;
}

std::string text_of(const json::value* value) {
  const auto* text = value ? value->if_string() : nullptr;
  return text ? std::string(*text) : std::string();
}

// {"error": {"message": ...}}, {"detail": "..."}, {"detail": [{"msg": ...}]}, {"message": ...}: as deep as they are.
std::string message_in(const json::value& value, int depth = 0) {
  if (value.is_string()) return text_of(&value);
  if (depth > 4) return {};
  if (const auto* list = value.if_array()) return list->empty() ? std::string() : message_in(list->front(), depth + 1);
  for (const char* name : {"message", "msg", "error", "detail", "errors"})
    if (const auto* inner = member(value, name))
      if (std::string message = message_in(*inner, depth + 1); !message.empty()) return message;
  return {};
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kLongestName && utf8::length(text) &&
         std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

std::string name_of(const json::value& voice) {
  if (voice.is_string()) return text_of(&voice);
  for (const char* name : {"id", "voice_id", "voice", "name"})
    if (std::string text = text_of(member(voice, name)); !text.empty()) return text;
  return {};
}

}  // namespace

std::string speech_request(const SpeechRequest& request) {
  json::object body = {{"model", request.model},
                       {"voice", request.voice},
                       {"input", request.text},
                       {"response_format", request.wav ? "wav" : "pcm"}};
  if (!request.instructions.empty()) body["instructions"] = request.instructions;
  if (request.speed != 1) body["speed"] = request.speed;
  return json::serialize(body);
}

Refused refused_in(std::string_view body, const SpeechRequest& request) {
  if (!request.wav && body.contains("response_format")) return kPcm;
  if (!request.instructions.empty() && body.contains("instructions")) return kInstructions;
  if (request.speed != 1 && body.contains("speed")) return kSpeed;
  return kNothing;
}

std::string error_message(std::string_view body) { return message_in(parsed(body)); }

std::vector<std::string> voice_names(std::string_view body) {
  const json::value answer = parsed(body);
  const json::value* list = &answer;
  for (const char* name : {"voices", "data"})
    if (const auto* inner = member(answer, name)) {
      list = inner;
      break;
    }
  std::vector<std::string> names;
  const auto add = [&](std::string name) {
    if (is_name(name) && names.size() < kMostVoices && !std::ranges::contains(names, name))
      names.push_back(std::move(name));
  };
  if (const auto* array = list->if_array()) {
    for (const json::value& voice : *array) add(name_of(voice));
  } else if (const auto* object = list->if_object(); object && list != &answer) {
    for (const auto& [name, about] : *object) add(name);
  }
  return names;
}

}  // namespace np::speech_server
