// A sentence of usual length: about four seconds of sound.
#pragma once

namespace np::test {

inline constexpr const char* kSentence = "The goalkeeper makes a brilliant save and the crowd goes wild.";

}  // namespace np::test
