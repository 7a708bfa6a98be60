#include "commentary/happening.hpp"

namespace np {

const char* to_string(Activity activity) {
  switch (activity) {
    case Activity::kListening: return "listening";
    case Activity::kThinking: return "thinking";
    case Activity::kSpeaking: return "speaking";
  }
  return "listening";
}

}  // namespace np
