#include "net/error_body.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <vector>

#include "base/text.hpp"

namespace np {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestPlainText = 500;
constexpr int kDeepest = 8;  // where a sentence is looked for

json::value parsed_error(std::string_view text) {
  json::parse_options options;
  options.allow_invalid_utf8 = true;
  options.allow_invalid_utf16 = true;
  boost::system::error_code error;
  json::value value = json::parse(text, error, {}, options);
  return error ? json::value() : value;
}

std::string sentence_in(const json::value& value, int depth);

// "chat_template_kwargs: Extra inputs are not permitted" of a validator's {"loc": ["body", ...], "msg": ...}.
std::string located(const json::object& object, std::string sentence) {
  const auto* place = object.if_contains("loc");
  const auto* steps = place ? place->if_array() : nullptr;
  if (sentence.empty() || !steps || steps->empty()) return sentence;
  const auto* name = steps->back().if_string();
  return name ? std::string(*name) + ": " + sentence : sentence;
}

std::string sentence_in(const json::object& object, int depth) {
  // From the inside out; titles say least.
  for (const char* key : {"error", "errors", "message", "Message", "detail", "details", "msg", "status_msg",
                          "error_msg", "error_message", "errorMessage", "error_description", "description",
                          "faultstring", "fault", "base_resp", "reason", "title", "statusText"}) {
    const auto* value = object.if_contains(key);
    if (!value) continue;
    if (std::string sentence = sentence_in(*value, depth + 1); !sentence.empty()) return located(object, sentence);
  }
  return {};
}

std::string sentence_in(const json::value& value, int depth) {
  if (depth > kDeepest) return {};
  if (const auto* text = value.if_string()) {
    // A gateway may hand on the body of the server behind it as a text.
    if (text->starts_with('{'))
      if (std::string inner = sentence_in(parsed_error(*text), depth + 1); !inner.empty()) return inner;
    return std::string(trim(*text));
  }
  if (const auto* list = value.if_array()) {
    for (const json::value& one : *list)
      if (std::string sentence = sentence_in(one, depth + 1); !sentence.empty()) return sentence;
    return {};
  }
  const auto* object = value.if_object();
  if (!object) return {};
  std::string sentence = sentence_in(*object, depth);
  // OpenRouter: the provider's own words stand beside a general sentence.
  if (const auto* more = object->if_contains("metadata"); more && more->is_object())
    if (const auto* raw = more->get_object().if_contains("raw"))
      if (std::string inner = sentence_in(*raw, depth + 1); !inner.empty()) return inner;
  if (!sentence.empty() || depth == 0) return sentence;
  // {"errors": {"temperature": ["must be at most 1"]}}
  for (const auto& [key, member] : *object)
    if (member.is_array())
      if (std::string inner = sentence_in(member, depth + 1); !inner.empty()) return std::string(key) + ": " + inner;
  for (const char* key : {"type", "code", "status"}) {
    const auto* figure = object->if_contains(key);
    if (figure && (figure->is_string() || figure->is_number()))
      return std::string(key) + " " +
             (figure->is_string() ? std::string(figure->get_string()) : json::serialize(*figure));
  }
  return {};
}

bool is_page(std::string_view text) { return text.starts_with('<'); }

// "chat_template_kwargs.enable_thinking", "body.temperature", "/temperature" are about a field, too.
bool is_about(std::string_view path, std::string_view field) {
  for (std::size_t at = 0; (at = path.find(field, at)) != path.npos; ++at) {
    const auto inside = [&](std::size_t i) {
      return i < path.size() && (is_alpha(path[i]) || is_digit(path[i]) || path[i] == '_' || path[i] == '-');
    };
    if ((at == 0 || !inside(at - 1)) && !inside(at + field.size())) return true;
  }
  return false;
}

struct Search {
  std::span<const std::string_view> sent;
  std::optional<BlamedField> certain;
  std::vector<std::string> sentences;

  void look_for_path(const json::value& value) {
    if (certain) return;
    if (const auto* list = value.if_array()) {
      for (const json::value& one : *list) look_for_path(one);
    } else if (const auto* text = value.if_string()) {
      for (const std::string_view field : sent)
        if (is_about(*text, field)) certain = BlamedField{std::string(field), true};
    }
  }

  void walk(const json::value& value, int depth = 0) {
    if (depth > kDeepest) return;
    if (const auto* text = value.if_string()) {
      if (text->starts_with('{') || text->starts_with('['))
        if (const json::value inner = parsed_error(*text); !inner.is_null()) return walk(inner, depth + 1);
      sentences.emplace_back(*text);
    } else if (const auto* list = value.if_array()) {
      for (const json::value& one : *list) walk(one, depth + 1);
    } else if (const auto* object = value.if_object()) {
      for (const auto& [key, member] : *object) {
        // These repeat the request.
        if (key == "input" || key == "ctx" || key == "request" || key == "body") continue;
        if (key == "param" || key == "loc" || key == "field" || key == "parameter" || key == "pointer" ||
            key == "instancePath" || key == "path")
          look_for_path(member);
        else if (std::ranges::contains(sent, std::string_view(key)))
          look_for_path(json::value(key));
        walk(member, depth + 1);
      }
    }
  }
};

}  // namespace

std::string error_message(std::string_view body) {
  body = trim(body);
  const json::value value = parsed_error(body);
  if (value.is_string() || value.is_array() || value.is_object()) return sentence_in(value, 0);
  if (body.size() > kLongestPlainText || is_page(body) || body.starts_with('{') || body.starts_with('[')) return {};
  return value.is_null() ? std::string(body) : std::string();
}

std::optional<BlamedField> blamed_field(std::string_view body, std::span<const std::string_view> sent) {
  if (is_page(trim(body))) return std::nullopt;
  Search search{sent, {}, {}};
  const json::value value = parsed_error(body);
  if (value.is_null())
    search.sentences.emplace_back(body);
  else
    search.walk(value);
  if (search.certain) return search.certain;
  std::optional<BlamedField> first;
  for (const std::string& sentence : search.sentences) {
    std::size_t earliest = sentence.size();
    for (const std::string_view field : sent) {
      if (!is_about(sentence, field)) continue;
      const bool quoted = sentence.contains("'" + std::string(field) + "'") ||
                          sentence.contains("\"" + std::string(field) + "\"") ||
                          sentence.contains("`" + std::string(field) + "`");
      // An English word as well as a name.
      if (!quoted && !field.contains('_') && field != "temperature") continue;
      if (const std::size_t at = sentence.find(field); at < earliest) {
        earliest = at;
        first = BlamedField{std::string(field), false};
      }
    }
    if (first) return first;
  }
  return first;
}

}  // namespace np
