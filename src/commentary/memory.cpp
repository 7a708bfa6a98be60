#include "commentary/memory.hpp"

#include <algorithm>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "commentary/messages.hpp"

namespace np {
namespace {

std::string shortened(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  text.resize(utf8::cut(text, most));
  const std::size_t end = text.find_last_of(".!?");
  if (end != text.npos && end >= most / 2) {
    text.resize(end + 1);
  } else if (const std::size_t blank = text.rfind(' '); blank != text.npos && blank >= most / 2) {
    text.resize(blank);
  }
  return text;
}

}  // namespace

void Memory::said(std::string line, TimePoint at) {
  std::ranges::replace(line, '\n', ' ');
  said_.push_back({std::move(line), at});
  if (said_.size() > kMostKept) said_.pop_front();
  judged_ = std::min(judged_ + 1, said_.size());
  fresh_ = std::min(fresh_ + 1, said_.size());
}

void Memory::may_be_said_again() { judged_ = 0; }

std::vector<std::string> Memory::not_again(TimePoint now) const {
  std::vector<std::string> all;
  for (std::size_t back = 1; back <= std::min(judged_, kMostJudged); ++back) {
    const Said& said = said_[said_.size() - back];
    if (now - said.at <= kJudgedFor) all.push_back(said.line);
  }
  return all;
}

// The newest lines that fit beside the summary.
std::size_t Memory::first_told() const {
  std::size_t room = kMostTold - std::min(summary_.size() + 200, kMostTold);
  std::size_t first = said_.size();
  while (first > 0 && said_.size() - first < lines_) {
    const std::size_t bytes = std::min(said_[first - 1].line.size(), kLongestLine) + 3;
    if (bytes > room) break;
    room -= bytes;
    --first;
  }
  return first;
}

std::vector<std::string> Memory::lines() const {
  std::vector<std::string> all;
  for (std::size_t i = first_told(); i < said_.size(); ++i) all.push_back(shortened(said_[i].line, kLongestLine));
  return all;
}

std::string Memory::told() const {
  if (lines_ == 0) return {};
  std::string text;
  if (!summary_.empty()) text = np::format(messages::kSoFar, summary_);
  std::string rows;
  for (const std::string& line : lines()) rows += "\n- " + line;
  if (rows.empty()) return text;
  if (!text.empty()) text += "\n\n";
  return text + messages::kYouHaveSaid + rows;
}

bool Memory::wants_summary() const { return lines_ > 0 && fresh_ >= lines_; }

std::string Memory::question() const {
  std::string rows;
  for (std::size_t i = said_.size() - fresh_; i < said_.size(); ++i)
    rows += "\n- " + shortened(said_[i].line, kLongestLine);
  const std::string before = summary_.empty() ? "" : np::format(messages::kSoFar, summary_) + "\n\n";
  return before + messages::kYouHaveSaid + rows + "\n\n" + messages::kSumUp;
}

void Memory::summarised(std::string text) {
  text = shortened(std::string(trim(text)), kMostSummary);
  if (text.empty()) return;
  summary_ = std::move(text);
  fresh_ = 0;
}

void Memory::forget() {
  said_.clear();
  summary_.clear();
  judged_ = fresh_ = 0;
}

}  // namespace np
