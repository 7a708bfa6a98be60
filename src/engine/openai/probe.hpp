// Asks a model server what it is.
#pragma once

#include <string>

#include "engine/openai/endpoints.hpp"

namespace np::openai {

// Blocks until `until` at most, in several questions of some seconds each; http.cancel() ends it. `model`: what the user
// set; empty: the server's first. Throws Error where the server cannot be used, with a sentence.
Probed probe(HttpClient& http, const ApiServer& server, const std::string& model, TimePoint until);

}  // namespace np::openai
