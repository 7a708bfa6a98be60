#include "subtitles/cue_maker.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "subtitles/tidy.hpp"

namespace np::subtitles {
namespace {

Time least(std::size_t cues) { return CueMaker::kShortest * static_cast<Time::rep>(cues); }

}  // namespace

Time reading_time(int columns) {
  constexpr int kPace = CueMaker::kColumnsPerSecond;
  const Time needed((static_cast<Time::rep>(columns) * 1000 + kPace - 1) / kPace);
  return std::clamp(needed, CueMaker::kShortest, CueMaker::kLongest);
}

std::vector<Cue> CueMaker::add(Time begin, std::string_view text) {
  std::string line = tidy(text);
  if (line.empty() || joins(begin, line)) return {};
  std::vector<Cue> settled = settle(begin);
  std::vector<CueText> cues = break_line(line);
  pending_ = Line{.begin = std::max(begin, free_from_), .text = std::move(line), .cues = std::move(cues)};
  return settled;
}

std::vector<Cue> CueMaker::finish() { return settle(std::nullopt); }

bool CueMaker::joins(Time begin, const std::string& text) {
  if (!pending_ || pending_->begin + least(pending_->cues.size()) - begin <= kLatest) return false;
  std::string both = pending_->text + ' ' + text;
  std::vector<CueText> cues = break_line(both);
  if (cues.size() > pending_->cues.size()) return false;
  pending_->text = std::move(both);
  pending_->cues = std::move(cues);
  return true;
}

std::vector<Cue> CueMaker::settle(std::optional<Time> next) {
  if (!pending_) return {};
  Line line = *std::exchange(pending_, std::nullopt);
  std::vector<Time> wanted;
  for (const CueText& cue : line.cues) wanted.push_back(reading_time(cue.columns));
  Time still_wanted = std::reduce(wanted.begin(), wanted.end());
  Time left = next ? std::max(*next - line.begin, least(wanted.size())) : still_wanted;
  std::vector<Cue> cues;
  Time at = line.begin;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const Time share(left.count() * wanted[i].count() / still_wanted.count());
    const Time most = left - least(wanted.size() - i - 1);
    const Time length = std::min({std::max(share, kShortest), most, wanted[i]});
    cues.push_back({.begin = at, .end = at + length, .rows = std::move(line.cues[i].rows)});
    at += length;
    left -= length;
    still_wanted -= wanted[i];
  }
  free_from_ = at;
  return cues;
}

}  // namespace np::subtitles
