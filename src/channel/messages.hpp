// What people read of this folder and tests compare: polish a sentence here and no test breaks.
#pragma once

namespace np::messages {

inline constexpr char kNothingToTry[] = "No source is waited for: there is nothing to try.";

}  // namespace np::messages
