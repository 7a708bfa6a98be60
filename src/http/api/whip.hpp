// The routes by which somebody publishes a video to this server (WHIP, RFC 9725). I/O thread; never blocks.
#pragma once

#include <functional>
#include <string_view>

#include "channel/show.hpp"
#include "http/api/house.hpp"
#include "http/message/message.hpp"
#include "http/message/route.hpp"

namespace np::http {

inline constexpr std::string_view kWhipPath = "/api/whip";

// True for the routes that answer_whip() knows.
bool is_whip(Endpoint endpoint);

// `reply` is called once on the loop, now or later. If the show watches nothing, or the request asks for it, the
// publication becomes the show's source at once.
void answer_whip(Endpoint endpoint, const Request& request, House& house, Show& show,
                 std::function<void(Response)> reply);

}  // namespace np::http
