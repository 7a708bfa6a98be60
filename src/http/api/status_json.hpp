// The status of the program and its show as JSON, for GET /api/status and the events of that name. Pure.
#pragma once

#include <string>

#include "channel/reports.hpp"
#include "http/api/audience.hpp"
#include "http/api/house.hpp"
#include "http/message/message.hpp"

namespace np::http {

// The answer of /api/status, also sent to the page over its WebSocket.
std::string status_json(const HouseReport& house, const ShowReport& show, const Audience& audience,
                        Role reader = Role::kController);

}  // namespace np::http
