#include "perception/facts/facts_feed.hpp"

#include <algorithm>
#include <utility>

namespace np {

void FactsFeed::push(FactsPtr facts) {
  const TimePoint now = facts->at;
  kept_.push_back({next_++, std::move(facts)});
  while (kept_.size() > kMost || now - kept_.front().facts->at > kKeptFor) kept_.pop_front();
  // A reader may leave while it is told, so the list is walked by a copy.
  const auto told = readers_;
  for (Reader* reader : told)
    if (std::ranges::find(readers_, reader) != readers_.end() && reader->on_facts_) reader->on_facts_();
}

std::unique_ptr<FactsFeed::Reader> FactsFeed::read(std::optional<TimePoint> from, std::function<void()> on_facts) {
  std::uint64_t next = next_;
  if (from) {
    const auto first = std::ranges::find_if(kept_, [&](const Kept& kept) { return kept.facts->at >= *from; });
    if (first != kept_.end()) next = first->number;
  }
  return std::unique_ptr<Reader>(new Reader(*this, next, std::move(on_facts)));
}

FactsFeed::Reader::Reader(FactsFeed& feed, std::uint64_t next, std::function<void()> on_facts)
    : feed_(feed), next_(next), on_facts_(std::move(on_facts)) {
  feed_.readers_.push_back(this);
  if (feed_.readers_.size() == 1 && feed_.on_demand_) feed_.on_demand_();
}

FactsFeed::Reader::~Reader() {
  std::erase(feed_.readers_, this);
  if (feed_.readers_.empty() && feed_.on_demand_) feed_.on_demand_();
}

FactsPtr FactsFeed::Reader::next() {
  const auto found = std::ranges::find_if(feed_.kept_, [&](const Kept& kept) { return kept.number >= next_; });
  if (found == feed_.kept_.end()) return nullptr;
  next_ = found->number + 1;
  return found->facts;
}

}  // namespace np
