// The metrics as Prometheus reads them: the process's counters, and the present state of the show.
#pragma once

#include <string>

#include "channel/reports.hpp"
#include "http/api/audience.hpp"

namespace np::http {

// Loop thread.
std::string measured(const ShowReport& show, const Audience& audience);

}  // namespace np::http
