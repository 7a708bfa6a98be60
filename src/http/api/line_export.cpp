#include "http/api/line_export.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <ranges>
#include <utility>

#include "base/error.hpp"
#include "base/format.hpp"
#include "http/messages.hpp"
#include "subtitles/file_name.hpp"
#include "subtitles/timestamp.hpp"

namespace np::http {
namespace {

std::optional<double> moment(const Request& request, const char* name) {
  const auto text = request.parameter(name);
  if (!text) return std::nullopt;
  double seconds = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), seconds);
  if (error != std::errc() || end != text->data() + text->size() || !std::isfinite(seconds))
    throw Error(ErrorKind::kInvalid, np::format(messages::kParameterIsNoMoment, name));
  return seconds;
}

bool is_subtitles(subtitles::Format format) {
  return format == subtitles::Format::kWebVtt || format == subtitles::Format::kSubRip;
}

}  // namespace

ExportWish export_wish(const Request& request) {
  const auto format = subtitles::format_of_key(request.parameter("format").value_or(""));
  if (!format) throw Error(ErrorKind::kInvalid, messages::kNoSuchExport);
  return {.format = *format,
          .source = request.parameter("source").value_or(""),
          .from = moment(request, "from"),
          .until = moment(request, "to")};
}

LineExport::LineExport(ExportWish wish, std::function<bool(const std::string&)> of_source)
    : wish_(std::move(wish)), of_source_(std::move(of_source)) {}

std::optional<LineQuery> LineExport::next() const {
  LineQuery query{.from = wish_.from,
                  .until = wish_.until,
                  .of_source = of_source_,
                  .lines_only = true,
                  .limit = LineQuery::kMostLines};
  switch (stage_) {
    case Stage::kLook: break;
    case Stage::kGather: query.before = cursor_; break;
    case Stage::kFollow: query.after = cursor_; break;
    case Stage::kComplete: return std::nullopt;
  }
  return query;
}

void LineExport::take(LinePage page) {
  if (stage_ == Stage::kLook) {
    if (page.lines.empty()) {
      stage_ = Stage::kComplete;
      return;
    }
    begin(page);
    // Do not begin with the newest page, unless it is the only one.
    if (stage_ == Stage::kFollow && page.more) return;
    if (stage_ == Stage::kFollow) std::ranges::reverse(page.lines);
  }
  if (stage_ == Stage::kGather)
    gather(std::move(page));
  else
    follow(std::move(page));
}

void LineExport::begin(const LinePage& newest) {
  const RecordEntry& line = newest.lines.front();
  const bool video = !wish_.source.empty() && line.media_time.has_value();
  if (video) time_base_ = subtitles::TimeBase::kVideo;
  stage_ = video && is_subtitles(wish_.format) ? Stage::kGather : Stage::kFollow;
  const std::string day = stage_ == Stage::kGather ? "" : subtitles::day_text(line.at);
  name_ = subtitles::file_name(wish_.source, day, wish_.format);
  transcript_ = subtitles::make_transcript(wish_.format, {.time_base = time_base_, .source = wish_.source});
}

void LineExport::gather(LinePage page) {
  for (RecordEntry& line : page.lines) {
    cursor_ = line.id;
    ++looked_at_;
    if (!line.media_time || !newest_pass_.takes(*line.media_time)) continue;
    gathered_bytes_ += line.text.size();
    gathered_.push_back(std::move(line));
  }
  if (page.more && !page.lines.empty() && looked_at_ < kMostGathered && gathered_bytes_ < kMostGatheredBytes) return;
  stage_ = Stage::kComplete;
  std::ranges::reverse(gathered_);
  std::ranges::stable_sort(gathered_, {}, [](const RecordEntry& line) { return *line.media_time; });
  std::ranges::move(gathered_, std::back_inserter(waiting_));
  gathered_.clear();
}

void LineExport::follow(LinePage page) {
  if (!page.lines.empty()) cursor_ = page.lines.back().id;
  if (!page.more || page.lines.empty()) stage_ = Stage::kComplete;
  std::ranges::move(page.lines, std::back_inserter(waiting_));
}

std::string LineExport::write() {
  std::string text;
  for (std::size_t lines = 0; lines < kMostWritten && text.size() < kMostWrittenBytes && !waiting_.empty(); ++lines) {
    text += written(waiting_.front());
    waiting_.pop_front();
  }
  if (waiting_.empty() && stage_ == Stage::kComplete && !std::exchange(finished_, true)) text += transcript_->finish();
  return text;
}

std::string LineExport::written(const RecordEntry& line) {
  const bool video = time_base_ == subtitles::TimeBase::kVideo;
  if (line.wrong || (video && !line.media_time)) return {};
  return transcript_->add({.at_s = video ? *line.media_time : line.at, .text = line.text, .latency_s = line.latency});
}

std::string LineExport::file_name() const { return name_; }

}  // namespace np::http
