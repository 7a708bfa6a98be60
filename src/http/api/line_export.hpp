// Writes the record's lines as one document. It says which page of them it wants next, and writes a few lines at a
// time, so that it never holds up the loop. Knows no record and no connection. Plain value.
//
// The subtitles of a video file have one line for each moment, from the newest time that it was shown; for that, it
// looks at the newest kMostGathered lines. Every other document has the lines in the order in which they were said.
// Lines that somebody has marked as wrong are left out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/message/message.hpp"
#include "record/line_query.hpp"
#include "subtitles/format.hpp"
#include "subtitles/newest_pass.hpp"
#include "subtitles/transcript.hpp"

namespace np::http {

struct ExportWish {
  subtitles::Format format = subtitles::Format::kText;
  std::string source;          // the reader's name for it; empty: all
  std::optional<double> from;  // Unix seconds
  std::optional<double> until;
};

// Throws Error{kInvalid} if the query has an invalid value.
ExportWish export_wish(const Request& request);

class LineExport {
 public:
  static constexpr std::size_t kMostWritten = 100;
  static constexpr std::size_t kMostWrittenBytes = std::size_t{32} << 10;
  static constexpr std::size_t kMostGathered = 20'000;
  static constexpr std::size_t kMostGatheredBytes = std::size_t{16} << 20;

  // `of_source`: see LineQuery; nullptr: all.
  LineExport(ExportWish wish, std::function<bool(const std::string& source)> of_source);

  // There is something to write.
  bool ready() const { return !waiting_.empty() || (stage_ == Stage::kComplete && transcript_ && !finished_); }
  // If there is nothing to write, the page to read next; nothing: the document is complete.
  std::optional<LineQuery> next() const;
  // Call it once for each page.
  void take(LinePage page);
  // The next part of the document: at most kMostWritten lines, and perhaps nothing.
  std::string write();
  // After the first page: there is no line.
  bool empty() const { return stage_ == Stage::kComplete && !transcript_; }
  // After the first page, unless empty().
  std::string file_name() const;

 private:
  enum class Stage { kLook, kGather, kFollow, kComplete };

  void begin(const LinePage& newest);
  void gather(LinePage page);
  void follow(LinePage page);
  std::string written(const RecordEntry& entry);

  const ExportWish wish_;
  const std::function<bool(const std::string&)> of_source_;
  Stage stage_ = Stage::kLook;
  subtitles::TimeBase time_base_ = subtitles::TimeBase::kUnix;
  std::string name_;
  std::unique_ptr<subtitles::Transcript> transcript_;  // from the first page on
  std::uint64_t cursor_ = 0;                           // id of the last entry taken
  subtitles::NewestPass newest_pass_;
  std::vector<RecordEntry> gathered_;
  std::deque<RecordEntry> waiting_;  // to write
  bool finished_ = false;
  std::size_t looked_at_ = 0;
  std::size_t gathered_bytes_ = 0;
};

}  // namespace np::http
