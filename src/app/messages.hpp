// What people read of this folder and tests compare: polish a sentence here and no test breaks.
#pragma once

namespace np::messages {

inline constexpr char kLivekitIsOff[] = "LiveKit is off: set LIVEKIT_ENABLED=true to send the show to a LiveKit room.";

}  // namespace np::messages
