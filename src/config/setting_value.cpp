#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/format.hpp"
#include "base/host.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "config/ice_servers.hpp"
#include "config/mask.hpp"
#include "config/messages.hpp"
#include "config/settings_table.hpp"

namespace np {
namespace {

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kDigits = "0123456789";

bool consists_of(std::string_view text, std::initializer_list<std::string_view> sets) {
  return std::ranges::all_of(
      text, [&](char c) { return std::ranges::any_of(sets, [c](std::string_view set) { return set.contains(c); }); });
}

// The whole text, or nothing.
template <typename Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> number_in_range(const SettingRow& row, std::string_view text) {
  const auto value = number<double>(text);
  if (!value || !std::isfinite(*value) || *value < row.min || *value > row.max) return std::nullopt;
  return *value + 0.0;  // no negative nought
}

// As people write it: without an exponent.
std::string plain(double value) {
  std::array<char, 400> text;
  return {text.data(), std::to_chars(text.begin(), text.end(), value, std::chars_format::fixed).ptr};
}

std::optional<bool> boolean(std::string_view text) {
  const std::string word = lower(text);
  for (const char* yes : {"true", "1", "yes", "on"}) {
    if (word == yes) return true;
  }
  for (const char* no : {"false", "0", "no", "off"}) {
    if (word == no) return false;
  }
  return std::nullopt;
}

// An address or name, IPv6 without brackets.
bool is_host(const std::string& host) {
  in6_addr address;
  if (host.contains(':')) return inet_pton(AF_INET6, host.c_str(), &address) == 1;
  // Digits and dots alone are meant as an address: as a name they would only fail later.
  if (consists_of(host, {kDigits, "."})) return inet_pton(AF_INET, host.c_str(), &address) == 1;
  return consists_of(host, {kLetters, kDigits, ".-_"}) && !host.starts_with('.') && !host.starts_with('-') &&
         !host.contains("..");
}

std::optional<std::string> host(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  std::string result(text);
  if (result.empty() || !is_host(result)) return std::nullopt;
  return result;
}

bool is_host_and_port(const std::string& text) {
  std::string name = text, port;
  const std::size_t colon = text.rfind(':');
  const std::size_t bracket = text.rfind(']');
  const bool has_port =
      colon != std::string::npos && (bracket == std::string::npos ? text.find(':') == colon : colon > bracket);
  if (has_port) {
    name = text.substr(0, colon);
    port = text.substr(colon + 1);
  }
  const auto port_number = number<int>(port);
  return host(name) && (!has_port || (port_number && *port_number >= 1 && *port_number <= 65535));
}

std::optional<std::vector<std::string>> host_list(std::string_view text) {
  std::vector<std::string> hosts;
  while (true) {
    const std::size_t begin = text.find_first_not_of(", ");
    if (begin == std::string_view::npos) return hosts;
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(", "), text.size());
    std::string name = lower(text.substr(0, end));
    if (!is_host_and_port(name)) return std::nullopt;
    hosts.push_back(std::move(name));
    text.remove_prefix(end);
  }
}

bool is_http_url(std::string_view text) {
  const std::string url = lower(text);
  const std::size_t scheme = url.starts_with("http://") ? 7 : url.starts_with("https://") ? 8 : 0;
  if (scheme == 0 || url.find_first_of(" #\"<>\\") != std::string::npos) return false;
  std::string_view place = std::string_view(url).substr(scheme);
  place = place.substr(0, place.find_first_of("/?"));
  const std::size_t at = place.rfind('@');
  return is_host_and_port(std::string(at == std::string_view::npos ? place : place.substr(at + 1)));
}

// Servers of rooms are told by either scheme; ours is that of the WebSocket. No user or password: browsers take none.
std::optional<std::string> room_url(std::string_view text) {
  const std::size_t end = std::min(text.find("://"), text.size());
  const std::string scheme = lower(text.substr(0, end));
  const std::string rest(text.substr(end));
  const bool tls = scheme == "wss" || scheme == "https";
  if (!tls && scheme != "ws" && scheme != "http") return std::nullopt;
  if (!is_http_url("http" + rest) || rest.find_first_of("@?") != rest.npos) return std::nullopt;
  return (tls ? "wss" : "ws") + rest;
}

std::optional<std::vector<std::string>> url_list(std::string_view text) {
  std::vector<std::string> urls;
  while (!text.empty()) {
    const std::string_view url = trim(text.substr(0, text.find(',')));
    text.remove_prefix(std::min(text.find(','), text.size() - 1) + 1);
    if (url.empty()) continue;
    if (!is_http_url(url)) return std::nullopt;
    urls.emplace_back(url);
  }
  return urls;
}

bool is_source_rule(const std::string& word) {
  for (const char* kind :
       {"any", "none", "file", "camera", "rtsp", "http", "rtmp", "srt", "udp", "whep", "livekit", "webcam"})
    if (word == kind) return true;
  if (word.starts_with('/')) return true;
  if (word.starts_with("*.")) return is_host(word.substr(2));
  const std::size_t slash = word.find('/');
  if (slash == std::string::npos) return is_host_and_port(word);
  const auto prefix = number<int>(std::string_view(word).substr(slash + 1));
  const std::string address = word.substr(0, slash);
  return is_ip_address(address) && prefix && *prefix >= 0 && *prefix <= (address.contains(':') ? 128 : 32);
}

std::optional<std::vector<std::string>> source_rules(std::string_view text) {
  std::vector<std::string> rules;
  while (!text.empty()) {
    std::string word(trim(text.substr(0, text.find(','))));
    text.remove_prefix(std::min(text.find(','), text.size() - 1) + 1);
    if (word.empty()) continue;
    if (!word.starts_with('/')) word = lower(word);
    if (!is_source_rule(word)) return std::nullopt;
    rules.push_back(std::move(word));
  }
  return rules;
}

// As a browser writes an origin, without the slash that people copy with it. A policy can name no IPv6 address.
std::optional<std::string> origin_list(std::string_view text) {
  std::string origins;
  while (!text.empty()) {
    std::string word = lower(trim(text.substr(0, text.find(','))));
    text.remove_prefix(std::min(text.find(','), text.size() - 1) + 1);
    if (word.empty()) continue;
    if (word.ends_with('/')) word.pop_back();
    const std::size_t scheme = word.starts_with("http://") ? 7 : word.starts_with("https://") ? 8 : 0;
    if (scheme == 0 || word.contains('[') || !is_host_and_port(word.substr(scheme))) return std::nullopt;
    origins += (origins.empty() ? "" : ",") + word;
  }
  return origins;
}

std::vector<std::string> folder_list(std::string_view text) {
  std::vector<std::string> folders;
  while (!text.empty()) {
    const std::string_view folder = trim(text.substr(0, text.find(',')));
    text.remove_prefix(std::min(text.find(','), text.size() - 1) + 1);
    if (!folder.empty()) folders.emplace_back(folder);
  }
  return folders;
}

std::optional<std::vector<std::string>> list_value(const SettingRow& row, std::string_view text) {
  if (row.form == Form::kHosts) return host_list(text);
  if (row.form == Form::kFolders) {
    const bool is_text = utf8::length(text) && !utf8::has_controls(text) && text.find_first_of("\n\r\t") == text.npos;
    return is_text && text.size() <= row.max ? std::optional(folder_list(text)) : std::nullopt;
  }
  const bool control = std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c >= 0x7F; });
  if (row.form == Form::kSources && utf8::length(text) && text.size() <= row.max)
    return text.find_first_of("\n\r\t") == text.npos && !utf8::has_controls(text) ? source_rules(text) : std::nullopt;
  if (control || text.size() > row.max) return std::nullopt;
  return url_list(text);
}

std::optional<std::string> text_value(const SettingRow& row, std::string_view text) {
  constexpr std::string_view kOfServer = "server:";
  const bool at_server = row.form == Form::kVoice && text.starts_with(kOfServer) && text.size() > kOfServer.size();
  if (row.form == Form::kChoice || (row.form == Form::kVoice && !at_server)) {
    const std::string word = lower(text);
    // Other programs call it "warning".
    const std::string_view meant = word == "warning" ? "warn" : std::string_view(word);
    const auto choice = std::ranges::find(row.choices, meant);
    if (choice == row.choices.end()) return std::nullopt;
    return std::string(*choice);
  }
  const auto length = utf8::length(text);
  if (!length || *length < row.min || *length > row.max || text.contains('\0')) return std::nullopt;
  const bool control = std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
  if (control && row.form != Form::kText) return std::nullopt;
  if (text.empty()) return std::string();
  switch (row.form) {
    case Form::kKey:
      if (!consists_of(text, {"abcdefghijklmnopqrstuvwxyz", kDigits, "_-"})) return std::nullopt;
      break;
    case Form::kToken:
      if (!consists_of(text, {kLetters, kDigits, "-._~"})) return std::nullopt;
      if (lower(text) == "off") return "off";
      break;
    case Form::kRoomUrl: return room_url(text);
    case Form::kOrigins: return origin_list(text);
    case Form::kIceServers:
      if (!read_ice_servers(text)) return std::nullopt;
      break;
    case Form::kHost: return host(text);
    case Form::kUrl:
      if (!is_http_url(text)) return std::nullopt;
      break;
    default: break;
  }
  return std::string(text);
}

template <typename T>
bool put(Settings& settings, T Settings::* field, std::optional<T> value) {
  if (!value) return false;
  settings.*field = std::move(*value);
  return true;
}

// "a, b or c"
std::string one_of(const std::vector<std::string_view>& choices) {
  std::string text;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    text += i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ";
    text += choices[i];
  }
  return text;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ",") + word;
  return text;
}

}  // namespace

bool assign(Settings& settings, const SettingRow& row, std::string_view text) {
  text = trim(text);
  return std::visit(
      Overloaded{
          [&](bool Settings::* field) { return put(settings, field, boolean(text)); },
          [&](int Settings::* field) {
            auto value = number<int>(text);
            if (value && (*value < row.min || *value > row.max)) value.reset();
            return put(settings, field, value);
          },
          [&](double Settings::* field) { return put(settings, field, number_in_range(row, text)); },
          [&](std::optional<double> Settings::* field) {
            const auto value = number_in_range(row, text);
            if (!value && !text.empty()) return false;
            settings.*field = value;
            return true;
          },
          [&](std::string Settings::* field) { return put(settings, field, text_value(row, text)); },
          [&](std::vector<std::string> Settings::* field) { return put(settings, field, list_value(row, text)); },
      },
      row.field);
}

std::string value_text(const Settings& settings, const SettingRow& row) {
  return std::visit(Overloaded{
                        [&](bool Settings::* field) -> std::string { return settings.*field ? "true" : "false"; },
                        [&](int Settings::* field) { return np::format("{}", settings.*field); },
                        [&](double Settings::* field) { return plain(settings.*field); },
                        [&](std::optional<double> Settings::* field) -> std::string {
                          return settings.*field ? plain(*(settings.*field)) : "";
                        },
                        [&](std::string Settings::* field) { return settings.*field; },
                        [&](std::vector<std::string> Settings::* field) { return joined(settings.*field); },
                    },
                    row.field);
}

std::string allowed_text(const SettingRow& row) {
  if (std::holds_alternative<bool Settings::*>(row.field)) return messages::kTrueOrFalse;
  const std::string min = plain(row.min), max = plain(row.max);
  if (std::holds_alternative<int Settings::*>(row.field)) return np::format(messages::kWholeNumber, min, max);
  if (std::holds_alternative<double Settings::*>(row.field)) return np::format(messages::kNumber, min, max);
  if (std::holds_alternative<std::optional<double> Settings::*>(row.field))
    return np::format(messages::kEmptyOrNumber, min, max);
  switch (row.form) {
    case Form::kChoice: return one_of(row.choices);
    case Form::kVoice: return np::format(messages::kVoiceKey, one_of(row.choices));
    case Form::kLine:
      return row.min > 0 ? np::format(messages::kLineOfOneTo, max) : np::format(messages::kLineOfAtMost, max);
    case Form::kText: return np::format(messages::kTextOfAtMost, max);
    case Form::kKey: return messages::kProfileKey;
    case Form::kPath: return messages::kPath;
    case Form::kHost: return messages::kHostName;
    case Form::kHosts: return messages::kHostNames;
    case Form::kToken: return np::format(messages::kToken, max);
    case Form::kRoomUrl: return messages::kRoomAddress;
    case Form::kUrl: return messages::kHttpAddress;
    case Form::kUrls: return messages::kHttpAddresses;
    case Form::kSources: return messages::kSourceRules;
    case Form::kFolders: return messages::kFolders;
    case Form::kOrigins: return messages::kOrigins;
    case Form::kIceServers: return messages::kIceServers;
  }
  return "";
}

std::string value_kind(const SettingRow& row) {
  if (std::holds_alternative<bool Settings::*>(row.field)) return "on|off";
  if (!std::holds_alternative<std::string Settings::*>(row.field) &&
      !std::holds_alternative<std::vector<std::string> Settings::*>(row.field))
    return "N";
  constexpr std::size_t kMostChoices = 24;  // characters that do not crowd a line of help
  std::string choices;
  for (const std::string_view choice : row.choices) choices.append(choices.empty() ? "" : "|").append(choice);
  switch (row.form) {
    case Form::kChoice: return choices.size() <= kMostChoices ? choices : "NAME";
    case Form::kVoice:
    case Form::kKey: return "NAME";
    case Form::kPath: return row.name.ends_with("_DIR") ? "FOLDER" : row.name == "MODEL_PATH" ? "PATH" : "FILE";
    case Form::kHost: return "ADDRESS";
    case Form::kHosts: return "HOSTS";
    case Form::kToken: return "TOKEN";
    case Form::kRoomUrl:
    case Form::kUrl: return "URL";
    case Form::kUrls: return "URLS";
    case Form::kOrigins: return "ORIGINS";
    case Form::kIceServers: return "SERVERS";
    case Form::kSources: return "RULES";
    case Form::kFolders: return "FOLDERS";
    case Form::kText: return "TEXT";
    case Form::kLine: return row.name == "SOURCE" ? "SOURCE" : row.secret ? "SECRET" : "TEXT";
  }
  return "TEXT";
}

std::string shown_value(const SettingRow& row, std::string_view text, std::size_t most) {
  if (row.secret) return lower(text) == "off" || text.empty() ? std::string(text) : "***";
  if (row.form != Form::kUrls) return utf8::one_line(mask_credentials(text), most);
  // Masks each address by itself. If the list cannot be split, a comma may be part of a password.
  const auto urls = url_list(text);
  if (!urls) return utf8::one_line(mask_credentials(text), most);
  std::string shown;
  for (const std::string& url : *urls) shown += (shown.empty() ? "" : ",") + mask_credentials(url);
  return utf8::one_line(shown, most);
}

}  // namespace np
