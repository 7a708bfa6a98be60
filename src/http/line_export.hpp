// The record's lines as one document: says which page of them it wants next, and writes what it got, a few lines at a
// time, so that the loop is never held up. Knows no record and no connection. Plain value.
//
// The subtitles of a video file have one line for each moment, of the newest time that it was shown: its newest
// kMostGathered lines are looked at for that. Everything else comes in the order in which it was said. Lines that
// somebody has marked as wrong are left out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/message.hpp"
#include "record/line_query.hpp"
#include "subtitles/format.hpp"
#include "subtitles/newest_pass.hpp"
#include "subtitles/transcript.hpp"

namespace np::http {

struct ExportWish {
  subtitles::Format format = subtitles::Format::kText;
  std::string source;          // as the reader knows it; empty: all
  std::optional<double> from;  // Unix seconds
  std::optional<double> until;
};

// Throws Error{kInvalid} where the query says something else than it may.
ExportWish export_wish(const Request& request);

class LineExport {
 public:
  static constexpr std::size_t kMostWritten = 100;
  static constexpr std::size_t kMostWrittenBytes = std::size_t{32} << 10;
  static constexpr std::size_t kMostGathered = 20'000;
  static constexpr std::size_t kMostGatheredBytes = std::size_t{16} << 20;

  // `of_source`: as LineQuery has it; nullptr: all.
  LineExport(ExportWish wish, std::function<bool(const std::string& source)> of_source);

  // There is something to write.
  bool ready() const { return !waiting_.empty() || (stage_ == Stage::kComplete && transcript_ && !finished_); }
  // The page to read where nothing is to be written; nothing: the document is complete.
  std::optional<LineQuery> next() const;
  // Once for each page asked for.
  void take(LinePage page);
  // What the document grows by: of kMostWritten lines at most, and perhaps nothing.
  std::string write();
  // After the first page: no line was said.
  bool empty() const { return stage_ == Stage::kComplete && !transcript_; }
  // After the first page, where it is not empty.
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
  std::uint64_t cursor_ = 0;                           // id of the last entry that was taken
  subtitles::NewestPass newest_pass_;
  std::vector<RecordEntry> gathered_;
  std::deque<RecordEntry> waiting_;  // to be written
  bool finished_ = false;
  std::size_t looked_at_ = 0;
  std::size_t gathered_bytes_ = 0;
};

}  // namespace np::http
