// The playback of a file, in requests and answers. Pure functions.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "channel/show.hpp"
#include "commentary/happening.hpp"

namespace np::http {

// The body of POST /api/playback. Throws WrongBody.
PlaybackWish playback_wish(const boost::json::object& body);

// For the status.
std::string playback_json(const PlaybackReport& playback);
// For the event.
std::string playback_json(const PlaybackChanged& playback);

}  // namespace np::http
