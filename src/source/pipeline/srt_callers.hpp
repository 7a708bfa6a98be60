// Decides who may call a source that listens by SRT. It has room for one sender, and may want a stream id of it.
// While somebody sends, everybody else is refused. A sender that was killed says no goodbye, and SRT takes five
// seconds to miss it. So a call from the same address ends that sender if it is silent, or falls silent soon: the port
// is opened anew, and the caller gets in with the next try. Any thread; nothing blocks.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/sender_pace.hpp"

namespace np {

class SrtCallers {
 public:
  // `on_gone`, once and inside may_call() or look(): the present sender is gone.
  SrtCallers(std::optional<std::string> stream_id, std::function<void()> on_gone)
      : stream_id_(std::move(stream_id)), on_gone_(std::move(on_gone)) {}
  SrtCallers(const SrtCallers&) = delete;

  bool may_call(const std::string& host, const std::string& stream_id, TimePoint now);
  // A call counts for so long: what SRT holds back of a sender that was killed still comes.
  static constexpr Duration kCallCounts = std::chrono::seconds(2);
  // After a call that was refused: when to look() whether the present sender is silent by then; max(): never.
  TimePoint look_at();
  void look(TimePoint now);
  // It has called, and sends from now on.
  void came(const std::string& host);
  void sent(TimePoint now);
  // on_gone is not called any more.
  void close();

 private:
  void look_at_silence(TimePoint now);

  const std::optional<std::string> stream_id_;
  std::mutex mutex_;  // guards what follows
  std::function<void()> on_gone_;
  std::string present_;  // where it calls from; empty: nobody does
  SenderPace pace_;
  std::optional<TimePoint> called_at_;  // from the same address
};

}  // namespace np
