// Asks a model server what it is.
#pragma once

#include <string>

#include "engine/openai/endpoints.hpp"

namespace np::openai {

// Blocks for at most some seconds; http.cancel() ends it. `model`: what the user set; empty: the server's first. Throws
// Error where the server cannot be used, with a sentence.
Probed probe(HttpClient& http, const ApiServer& server, const std::string& model);

// The error of an answer that is no 2xx.
Refused refused(const ApiServer& server, const HttpHead& head, const std::string& body);

}  // namespace np::openai
