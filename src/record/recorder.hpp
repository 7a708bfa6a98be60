// Follows a show and records finished lines, a new source, instruction, style or pace, an outage, and the time when the
// program was not running. Loop thread; never blocks.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/loop.hpp"
#include "commentary/event_log.hpp"
#include "record/record.hpp"

namespace np {

class Recorder {
 public:
  // A shorter time without the program is not worth an entry.
  static constexpr Duration kShortestGap = std::chrono::seconds(60);

  // An entry has the id of its event. Both must outlive this.
  Recorder(EventLog& events, Record& record);

 private:
  void opened(const RecordEntry& newest);
  void take(const Event& event);
  void take(const Event& event, const LineEnded& line);
  void take(const Event& event, const SourceChanged& source);
  void take(const Event& event, const SettingsChanged& now);
  RecordEntry entry(const Event& event, RecordEntry::Kind kind) const;
  void add(RecordEntry entry, FramePtr frame = nullptr);

  EventLog& events_;
  Record& record_;
  const std::uint64_t before_all_;  // precedes the ids of all events; no event has it
  const double began_at_;           // Unix seconds
  std::optional<RecordEntry> gap_;  // recorded ahead of the first entry
  std::string source_;              // the one that the show watches; empty: none
  std::string source_kind_;
  std::string instruction_;
  std::optional<SettingsChanged> settings_;  // nothing: not known yet
  bool opened_ = false;
  std::string instruction_before_;    // of the last run
  std::optional<RecordEntry> first_;  // the first instruction; recorded ahead of the first entry, as long as it may be
                                      // the same
  std::unique_ptr<EventLog::Reader> reader_;
  Lifetime alive_;
};

}  // namespace np
