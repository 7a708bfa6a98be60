#include "source/pipeline/srt_callers.hpp"

#include <utility>

namespace np {

bool SrtCallers::may_call(const std::string& host, const std::string& stream_id, TimePoint now) {
  if (stream_id_ && stream_id != *stream_id_) return false;
  std::lock_guard lock(mutex_);
  if (present_.empty()) return true;
  if (host == present_ && pace_.is_silent(now))
    if (const auto gone = std::exchange(on_gone_, nullptr)) gone();
  return false;
}

void SrtCallers::came(const std::string& host) {
  std::lock_guard lock(mutex_);
  present_ = host;
}

void SrtCallers::sent(TimePoint now) {
  std::lock_guard lock(mutex_);
  pace_.heard(now);
}

void SrtCallers::close() {
  std::lock_guard lock(mutex_);
  on_gone_ = nullptr;
}

}  // namespace np
