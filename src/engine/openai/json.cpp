#include "engine/openai/json.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "base/text.hpp"
#include "net/error_body.hpp"

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

// A text, or one in parts, of which those of thoughts and pictures are passed over.
std::string content_of(const json::value* value) {
  if (!value) return {};
  if (value->is_string()) return text_of(value);
  std::string all;
  if (const auto* parts = value->if_array()) {
    for (const json::value& part : *parts) all += content_of(&part);
  } else if (const auto* part = value->if_object()) {
    const std::string type = text_of(part->if_contains("type"));
    if (!type.empty() && !type.ends_with("text") && !type.ends_with("text_delta")) return {};
    const auto* text = part->if_contains("text");
    all = text && text->is_object() ? text_of(member(*text, "value")) : text_of(text);
  }
  return all;
}

bool has_thoughts(const json::value& message) {
  for (const char* name : {"reasoning_content", "reasoning", "thinking", "reasoning_details"}) {
    const auto* value = member(message, name);
    if (value && (value->is_string() ? !value->get_string().empty() : value->is_array() && !value->get_array().empty()))
      return true;
  }
  const auto* content = member(message, "content");
  const auto* parts = content ? content->if_array() : nullptr;
  return parts && std::ranges::any_of(*parts, [](const json::value& part) { return member(part, "thinking"); });
}

// Why the answer ends here; empty: it does not. Some send a reason with each piece.
std::string reason_in(const json::value& choice) {
  for (const char* name : {"finish_reason", "stop_reason", "done_reason"}) {
    const std::string reason = lower(text_of(member(choice, name)));
    if (!reason.empty() && reason != "null" && reason != "none") return reason;
  }
  return {};
}

bool is_filter(std::string_view reason) {
  for (const char* word : {"filter", "safety", "refusal", "blocked", "prohibited"})
    if (reason.contains(word)) return true;
  return false;
}

// `error` itself, or if the whole is one.
bool is_error(const json::value& value) {
  if (const auto* error = member(value, "error"))
    return error->is_object()
               ? !error->get_object().empty()
               : (error->is_string() && !error->get_string().empty()) || (error->is_bool() && error->get_bool()) ||
                     (error->is_array() && !error->get_array().empty());
  if (text_of(member(value, "object")) == "error" || text_of(member(value, "type")) == "error") return true;
  if (const auto* status = member(value, "base_resp"))
    if (const auto* code = member(*status, "status_code"); code && code->is_int64()) return code->get_int64() != 0;
  const auto* success = member(value, "success");
  return success && success->is_bool() && !success->get_bool();
}

bool is_true(const json::value* value) { return value && value->is_bool() && value->get_bool(); }

// By its name it reads, hears or ranks, and does not look.
bool is_no_commentator(std::string_view id) {
  const std::string name = lower(id);
  for (const char* word : {"embed", "whisper", "tts", "rerank", "moderation", "dall-e", "transcribe", "realtime",
                           "sora", "davinci", "babbage", "stable-diffusion", "bge-", "ocr", "imagen", "guard"})
    if (name.contains(word)) return true;
  return false;
}

// Whether a list says, in any of the usual forms, that the model sees.
bool says_it_sees(const json::value& model) {
  if (text_of(member(model, "type")) == "vlm") return true;
  if (const auto* can = member(model, "capabilities")) {
    if (is_true(member(*can, "vision"))) return true;
    if (const auto* list = can->if_array())
      if (std::ranges::any_of(*list, [](const json::value& one) { return text_of(&one) == "vision"; })) return true;
  }
  const auto* kinds = member(model, "input_modalities");
  if (const auto* built = member(model, "architecture"); built && !kinds) kinds = member(*built, "input_modalities");
  const auto* list = kinds ? kinds->if_array() : nullptr;
  return list && std::ranges::any_of(*list, [](const json::value& kind) { return text_of(&kind) == "image"; });
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
  const auto add = [&](std::string_view name, json::value value) {
    if (!request.spared.has(name)) body[name] = std::move(value);
  };
  add(field::kStream, true);
  add(field::kTemperature, request.temperature);
  add(field::kTopP, request.top_p);
  if (request.max_tokens > 0)
    add(request.spared.has(field::kMaxTokens) ? field::kMaxCompletionTokens : field::kMaxTokens, request.max_tokens);
  add(field::kTemplate, json::object{{"enable_thinking", false}});
  if (request.kind == ServerKind::kLlamaServer) add(field::kCache, true);
  if (request.kind == ServerKind::kVllm) add(field::kProcessor, json::object{{"max_slice_nums", request.max_slices}});
  return json::serialize(body);
}

std::optional<StreamEvent> stream_event(std::string_view data) {
  StreamEvent event;
  if (trim(data) == "[DONE]") {
    event.last = true;
    return event;
  }
  const json::value value = parsed(data);
  if (!value.is_object()) return std::nullopt;
  if (is_error(value)) {
    event.error = error_message(data);
    if (event.error.empty()) event.error = "no reason given";
    return event;
  }
  const auto take = [&](const json::value* message, bool whole) {
    if (!message) return;
    event.text = message->is_object() ? content_of(member(*message, "content")) : text_of(message);
    event.whole = whole;
    event.thoughts = has_thoughts(*message);
  };
  std::string reason;
  if (const auto* choice = first_of(value, "choices")) {
    take(member(*choice, "delta"), false);
    if (event.text.empty()) take(member(*choice, "message"), true);
    if (event.text.empty()) event.text = text_of(member(*choice, "text"));
    reason = reason_in(*choice);
  } else if (member(value, "choices")) {
    return event;  // usage figures come with an empty list
  } else if (const auto* message = member(value, "message"); message && message->is_object()) {
    // Ollama's own form: a line of JSON for each piece.
    take(message, false);
    reason = reason_in(value);
    event.last = is_true(member(value, "done"));
  } else if (const std::string type = text_of(member(value, "type")); type == "content_block_delta") {
    event.text = content_of(member(value, "delta"));  // Anthropic's
  } else if (type == "message_stop") {
    event.last = true;
  } else {
    return std::nullopt;
  }
  event.last = event.last || !reason.empty() || (event.whole && text_of(member(value, "object")) == "chat.completion");
  if (is_filter(reason)) event.withheld = reason;
  return event;
}

std::optional<Models> models_in(std::string_view body) {
  const json::value value = parsed(body);
  const json::value* list = value.is_array() ? &value : member(value, "data");
  if (!list || !list->is_array()) list = member(value, "models");
  if (!list || !list->is_array()) return std::nullopt;
  Models models;
  std::string any, likely;
  for (const json::value& model : list->get_array()) {
    models.llama_server |= text_of(member(model, "owned_by")) == "llamacpp";
    std::string id = text_of(&model);
    for (const char* name : {"id", "model", "name"})
      if (id.empty()) id = text_of(member(model, name));
    if (id.empty()) continue;
    if (models.owner.empty()) models.owner = text_of(member(model, "owned_by"));
    if (!is_no_commentator(id)) models.all.push_back(id);
    if (any.empty()) any = id;
    if (likely.empty() && !is_no_commentator(id)) likely = id;
    if (models.first.empty() && says_it_sees(model)) models.first = id;
  }
  if (models.first.empty()) models.first = likely.empty() ? any : likely;
  return models;
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
