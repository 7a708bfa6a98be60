#include "source/rtsp/rtsp_message.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace np {

RtspMessage RtspMessage::parse(std::string_view head) {
  RtspMessage out;
  while (!head.empty()) {
    const auto end = std::min(head.size(), head.find('\n'));
    const std::string_view line = trim(head.substr(0, end));
    head.remove_prefix(std::min(head.size(), end + 1));
    if (out.first_line.empty()) {
      out.first_line = line;
    } else if (const auto colon = line.find(':'); colon != line.npos) {
      out.headers.emplace_back(trim(line.substr(0, colon)), trim(line.substr(colon + 1)));
    }
  }
  return out;
}

int RtspMessage::status() const {
  const auto space = first_line.find(' ');
  int out = 0;
  if (is_answer() && space != first_line.npos)
    std::from_chars(first_line.data() + space + 1, first_line.data() + first_line.size(), out);
  return out;
}

std::string RtspMessage::method() const { return first_line.substr(0, first_line.find(' ')); }

std::string RtspMessage::address() const {
  const auto begin = first_line.find(' ');
  if (begin == first_line.npos) return {};
  return first_line.substr(begin + 1, first_line.rfind(' ') - begin - 1);
}

void RtspMessage::set_address(std::string_view address) {
  first_line = method() + " " + std::string(address) + " RTSP/1.0";
}

std::string_view RtspMessage::header(std::string_view name) const {
  for (const auto& [known, value] : headers)
    if (lower(known) == lower(name)) return value;
  return {};
}

std::vector<std::string> RtspMessage::all(std::string_view name) const {
  std::vector<std::string> out;
  for (const auto& [known, value] : headers)
    if (lower(known) == lower(name)) out.push_back(value);
  return out;
}

void RtspMessage::set(std::string_view name, std::string_view value) {
  for (auto& [known, old] : headers)
    if (lower(known) == lower(name)) {
      old = value;
      return;
    }
  headers.emplace_back(name, value);
}

void RtspMessage::remove(std::string_view name) {
  std::erase_if(headers, [&](const auto& h) { return lower(h.first) == lower(name); });
}

std::optional<std::size_t> RtspMessage::body_length() const {
  const std::string_view told = header("content-length");
  if (told.empty()) return 0;
  std::size_t out = 0;
  const auto [end, error] = std::from_chars(told.data(), told.data() + told.size(), out);
  if (error != std::errc() || end != told.data() + told.size()) return std::nullopt;
  return out;
}

std::string RtspMessage::text() const {
  std::string out = first_line + "\r\n";
  for (const auto& [name, value] : headers) out += name + ": " + value + "\r\n";
  return out + "\r\n" + body;
}

RtspUnit first_rtsp_unit(std::string_view bytes) {
  using Kind = RtspUnit::Kind;
  if (bytes.empty()) return {};
  if (bytes[0] == '$') {
    if (bytes.size() < 4) return {};
    const auto length =
        static_cast<std::size_t>(static_cast<unsigned char>(bytes[2]) << 8 | static_cast<unsigned char>(bytes[3]));
    return bytes.size() < 4 + length ? RtspUnit{} : RtspUnit{Kind::kMedia, 4 + length};
  }
  // Between two messages, some cameras send empty lines or what is left of something else.
  if (!is_alpha(bytes[0])) {
    const auto next = std::ranges::find_if(bytes, [](char c) { return c == '$' || is_alpha(c); });
    return {Kind::kNoise, static_cast<std::size_t>(next - bytes.begin())};
  }
  const auto crlf = bytes.find("\r\n\r\n"), lf = bytes.find("\n\n");
  const std::size_t end = std::min(crlf == bytes.npos ? crlf : crlf + 4, lf == bytes.npos ? lf : lf + 2);
  if (end == bytes.npos) return {bytes.size() > RtspMessage::kMaxHead ? Kind::kTooLong : Kind::kIncomplete, 0};
  return {end > RtspMessage::kMaxHead ? Kind::kTooLong : Kind::kText, end};
}

bool RtspMessage::is_redirect() const {
  const int s = status();
  return s == 301 || s == 302 || s == 303 || s == 305 || s == 307 || s == 308;
}

std::size_t media_in_description(std::string_view description) {
  std::size_t count = 0;
  for (std::size_t at = 0; at != description.npos; at = description.find('\n', at), at += at != description.npos)
    count += description.substr(at).starts_with("m=");
  return count;
}

}  // namespace np
