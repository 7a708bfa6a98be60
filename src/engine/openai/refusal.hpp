// Works out from a model server's refusal what the next request should leave out. Pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/openai/endpoints.hpp"

namespace np::openai {

// The error of an answer that is not 2xx, to a request with the fields `sent`.
Refused refused(const ApiServer& server, const HttpHead& head, const std::string& body,
                std::span<const std::string_view> sent = {});
// An error inside an answer that began well.
Refused broken_off(const ApiServer& server, const std::string& message);

// The fields to leave out next: the one that the answer blames, or all extras if the server refuses without blaming
// one.
std::vector<std::string> blamed_fields(int status, const std::string& body, std::span<const std::string_view> sent);

}  // namespace np::openai
