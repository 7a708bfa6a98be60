#include "livekit/candidate.hpp"

#include <boost/json.hpp>

namespace np::livekit {

std::string candidate_json(unsigned line, const std::string& candidate) {
  return boost::json::serialize(
      boost::json::object{{"candidate", candidate}, {"sdpMLineIndex", line}, {"sdpMid", std::to_string(line)}});
}

std::optional<std::pair<unsigned, std::string>> candidate_of(const std::string& json) {
  boost::system::error_code ec;
  const auto parsed = boost::json::parse(json, ec);
  const auto* fields = ec ? nullptr : parsed.if_object();
  const auto* text = fields ? fields->if_contains("candidate") : nullptr;
  if (!text || !text->is_string() || text->get_string().empty()) return std::nullopt;
  unsigned line = 0;
  if (const auto* index = fields->if_contains("sdpMLineIndex"); index && index->is_int64())
    line = static_cast<unsigned>(index->get_int64());
  return std::pair(line, std::string(text->get_string()));
}

}  // namespace np::livekit
