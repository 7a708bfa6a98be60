#include "source/pipeline/srt_callers.hpp"

#include <utility>

namespace np {

bool SrtCallers::may_call(const std::string& host, const std::string& stream_id, TimePoint now) {
  if (stream_id_ && stream_id != *stream_id_) return false;
  std::lock_guard lock(mutex_);
  if (present_.empty()) return true;
  if (host == present_) called_at_ = now;
  look_at_silence(now);
  return false;
}

void SrtCallers::look_at_silence(TimePoint now) {
  if (!called_at_ || now > *called_at_ + kCallCounts || !pace_.is_silent(now)) return;
  if (const auto gone = std::exchange(on_gone_, nullptr)) gone();
}

TimePoint SrtCallers::look_at() {
  std::lock_guard lock(mutex_);
  const TimePoint at = pace_.silent_from();
  return called_at_ && on_gone_ && at < *called_at_ + kCallCounts ? at : TimePoint::max();
}

void SrtCallers::look(TimePoint now) {
  std::lock_guard lock(mutex_);
  look_at_silence(now);
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
