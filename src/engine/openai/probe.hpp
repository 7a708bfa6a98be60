// Asks a model server what it is.
#pragma once

#include <string>

#include "engine/openai/endpoints.hpp"

namespace np::openai {

// Asks several questions of some seconds each, and blocks until `until` at most; http.cancel() ends it. `model`: the
// user's setting; empty: the server's first. Throws Error with a sentence if the server cannot be used.
Probed probe(HttpClient& http, const ApiServer& server, const std::string& model, TimePoint until);

}  // namespace np::openai
