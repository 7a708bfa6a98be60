// How a file plays, on its way in and out. Pure functions.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "channel/show.hpp"
#include "commentary/happening.hpp"

namespace np::http {

// The body of POST /api/playback. Throws WrongBody.
PlaybackWish playback_wish(const boost::json::object& body);

// As the status has it.
std::string playback_json(const PlaybackReport& playback);
// As the event has it.
std::string playback_json(const PlaybackChanged& playback);

}  // namespace np::http
