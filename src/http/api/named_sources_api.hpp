// The routes about sources that people have given a name, for operators. I/O thread; never blocks.
#pragma once

#include <string>

#include "channel/show.hpp"
#include "http/message/message.hpp"
#include "http/message/route.hpp"
#include "library/named_sources.hpp"

namespace np::http {

bool is_of_named_sources(Endpoint endpoint);

// Throws WrongBody.
Response answer_named_sources(Endpoint endpoint, const Request& request, NamedSources& named, const Show& show);

// As /api/sources lists those that may be opened, without credentials.
std::string named_sources_json(const NamedSources& named, const Show& show);

}  // namespace np::http
