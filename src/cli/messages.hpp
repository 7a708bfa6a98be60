// What people read of this folder and tests compare: polish a sentence here and no test breaks.
#pragma once

namespace np::messages {

inline constexpr char kModelPulled[] = "{} {} in {} ({}). Run it with:\n  nerdpudding --model-path {}\n";
inline constexpr char kPulledBefore[] = "was already";

inline constexpr char kPictureRate[] = "{:.4g} pictures a second\n";

}  // namespace np::messages
