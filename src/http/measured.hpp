// What is measured, as Prometheus reads it: the process's counters, and of the show what is true at this moment.
#pragma once

#include <string>

#include "channel/reports.hpp"
#include "http/audience.hpp"

namespace np::http {

// Loop thread.
std::string measured(const ShowReport& show, const Audience& audience);

}  // namespace np::http
