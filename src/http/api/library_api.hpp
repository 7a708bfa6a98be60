// The routes about videos on this machine, for operators. I/O thread; never blocks.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "channel/show.hpp"
#include "http/message/message.hpp"
#include "http/message/route.hpp"
#include "library/library.hpp"
#include "library/named_sources.hpp"

namespace np::http {

bool is_of_library(Endpoint endpoint);

// `reply` is called once on the loop, now or later; the caller guards it by the caller's own life. Throws Error.
void answer_library(Endpoint endpoint, const Request& request, Library& library, const NamedSources& named,
                    const Show& show, std::function<void(Response)> reply);

// The part behind the last slash, percent-decoded.
std::string last_segment(std::string_view path);

// The answer to a complete upload.
std::string kept_json(const Uploads::Kept& kept);

}  // namespace np::http
