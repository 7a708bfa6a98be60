#include "engine/openai/json.hpp"

#include <boost/json.hpp>
#include <utility>

namespace np::openai {
namespace {

namespace json = boost::json;

// As lenient as can be: servers cut characters, too.
json::value parsed(std::string_view text) {
  json::parse_options options;
  options.allow_invalid_utf8 = true;
  options.allow_invalid_utf16 = true;
  boost::system::error_code error;
  json::value value = json::parse(text, error, {}, options);
  return error ? json::value() : value;
}

const json::value* member(const json::value& value, std::string_view name) {
  const auto* object = value.if_object();
  return object ? object->if_contains(name) : nullptr;
}

const json::value* first_of(const json::value& value, std::string_view name) {
  const auto* list = member(value, name);
  const auto* array = list ? list->if_array() : nullptr;
  return array && !array->empty() ? &array->front() : nullptr;
}

std::string text_of(const json::value* value) {
  const auto* text = value ? value->if_string() : nullptr;
  return text ? std::string(*text) : std::string();
}

std::string message_in(const json::value& value) {
  if (const auto* error = member(value, "error")) {
    if (error->is_string()) return text_of(error);
    if (std::string message = text_of(member(*error, "message")); !message.empty()) return message;
    return error->is_null() ? std::string() : json::serialize(*error);
  }
  for (const char* name : {"message", "detail"})
    if (std::string message = text_of(member(value, name)); !message.empty()) return message;
  return {};
}

json::object text_part(std::string_view text) { return {{"type", "text"}, {"text", text}}; }

}  // namespace

std::string chat_request(const ChatRequest& request) {
  json::array content;
  if (!request.before_images.empty()) content.push_back(text_part(request.before_images));
  for (const ImageUri& image : request.images)
    content.push_back(json::object{{"type", "image_url"}, {"image_url", json::object{{"url", *image}}}});
  if (!request.after_images.empty()) content.push_back(text_part(request.after_images));

  json::object body;
  if (!request.model.empty()) body["model"] = request.model;
  body["messages"] = json::array{json::object{{"role", "user"}, {"content", std::move(content)}}};
  body["stream"] = true;
  body["temperature"] = request.temperature;
  body["top_p"] = request.top_p;
  if (request.max_tokens > 0) body["max_tokens"] = request.max_tokens;
  if (request.extras) {
    body["chat_template_kwargs"] = json::object{{"enable_thinking", false}};
    if (request.kind == ServerKind::kLlamaServer) body["cache_prompt"] = true;
    if (request.kind == ServerKind::kVllm)
      body["mm_processor_kwargs"] = json::object{{"max_slice_nums", request.max_slices}};
  }
  return json::serialize(body);
}

bool blames_extras(std::string_view message) {
  for (const char* name : {"chat_template_kwargs", "mm_processor_kwargs", "cache_prompt"})
    if (message.contains(name)) return true;
  return false;
}

std::optional<StreamEvent> stream_event(std::string_view data) {
  StreamEvent event;
  if (data == "[DONE]") {
    event.last = true;
    return event;
  }
  const json::value value = parsed(data);
  if (!value.is_object()) return std::nullopt;
  if (const auto* error = member(value, "error"); error && !error->is_null()) {
    event.error = message_in(value);
    if (event.error.empty()) event.error = "no reason given";
    return event;
  }
  const auto* choice = first_of(value, "choices");
  if (!choice) {
    // Figures alone come with an empty list.
    if (!member(value, "choices")) return std::nullopt;
    return event;
  }
  if (const auto* delta = member(*choice, "delta")) event.text = text_of(member(*delta, "content"));
  const auto* reason = member(*choice, "finish_reason");
  event.last = reason && !reason->is_null();
  return event;
}

std::string error_message(std::string_view body) { return message_in(parsed(body)); }

std::optional<std::string> first_model(std::string_view body) {
  const json::value value = parsed(body);
  const auto* list = member(value, "data");
  if (!list || !list->is_array()) return std::nullopt;
  const auto* model = first_of(value, "data");
  return model ? text_of(member(*model, "id")) : std::string();
}

std::optional<LlamaProps> llama_props(std::string_view body) {
  const json::value value = parsed(body);
  if (!member(value, "default_generation_settings") && !member(value, "build_info")) return std::nullopt;
  LlamaProps props;
  if (const auto* modalities = member(value, "modalities"))
    if (const auto* vision = member(*modalities, "vision"); vision && vision->is_bool()) props.sees = vision->as_bool();
  return props;
}

bool is_vllm_version(std::string_view body) { return !text_of(member(parsed(body), "version")).empty(); }

}  // namespace np::openai
