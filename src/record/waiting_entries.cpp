#include "record/waiting_entries.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/format.hpp"
#include "record/messages.hpp"

namespace np {
namespace {

std::size_t bytes_of(const RecordWriter::Item& item) { return item.entry.text.size() + item.jpeg.size(); }

}  // namespace

void WaitingEntries::add(Item item) {
  bytes_ += bytes_of(item);
  items_.push_back(std::move(item));
  bound();
}

std::vector<WaitingEntries::Item> WaitingEntries::take() {
  std::vector<Item> taken;
  gap_taken_ = gap_.has_value();
  missing_taken_ = std::exchange(missing_, 0);
  if (gap_) taken.push_back({.entry = *std::exchange(gap_, std::nullopt)});
  std::ranges::move(items_, std::back_inserter(taken));
  items_.clear();
  bytes_ = 0;
  return taken;
}

void WaitingEntries::put_back(std::vector<Item> items) {
  auto first = items.begin();
  if (std::exchange(gap_taken_, false) && first != items.end()) {
    // Entries lost meanwhile came after it.
    RecordEntry gap = std::move((first++)->entry);
    if (gap_) gap.ended_at = gap_->ended_at;
    missing_ += missing_taken_;
    gap.text = np::format(messages::kLinesAreMissing, missing_);
    gap_ = std::move(gap);
  }
  for (auto item = first; item != items.end(); ++item) bytes_ += bytes_of(*item);
  items_.insert(items_.begin(), std::make_move_iterator(first), std::make_move_iterator(items.end()));
  bound();
}

void WaitingEntries::clear() {
  items_.clear();
  bytes_ = 0;
  gap_.reset();
  missing_ = 0;
}

void WaitingEntries::bound() {
  std::size_t frames = 0;
  for (auto item = items_.rbegin(); item != items_.rend(); ++item)
    if (item->frame && ++frames > kMostFrames) item->frame = nullptr;
  while (items_.size() > kMostEntries || (bytes_ > kMostBytes && items_.size() > 1)) {
    lose(items_.front().entry);
    bytes_ -= bytes_of(items_.front());
    items_.pop_front();
  }
}

void WaitingEntries::lose(const RecordEntry& entry) {
  if (!gap_) {
    gap_.emplace();
    gap_->id = entry.id;
    gap_->kind = RecordEntry::Kind::kGap;
    gap_->at = entry.at;
  }
  gap_->ended_at = entry.ended_at;
  gap_->text = np::format(messages::kLinesAreMissing, ++missing_);
  ++lost_;
}

}  // namespace np
