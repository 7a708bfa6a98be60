// The bounds that all voice sessions keep: VoiceSession::kMaxWaiting and kMaxBytes. Pure function.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/error.hpp"

namespace np {

// Why a session does not take one more sentence while `waiting` others have not begun; nullopt: it does.
std::optional<Error> over_limit(std::string_view sentence, std::size_t waiting);

}  // namespace np
