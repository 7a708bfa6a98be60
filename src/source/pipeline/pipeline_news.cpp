#include "source/pipeline/pipeline_news.hpp"

#include <utility>

namespace np {

void PipelineNews::post(Item item) {
  {
    std::lock_guard lock(mutex_);
    items_.push_back(std::move(item));
  }
  ready_.notify_one();
}

void PipelineNews::stop() {
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  ready_.notify_one();
}

bool PipelineNews::stopped() const {
  std::lock_guard lock(mutex_);
  return stopped_;
}

void PipelineNews::clear() {
  std::lock_guard lock(mutex_);
  items_.clear();
}

std::optional<PipelineNews::Item> PipelineNews::next(std::optional<TimePoint> deadline) {
  std::unique_lock lock(mutex_);
  const auto something = [this] { return stopped_ || !items_.empty(); };
  if (deadline)
    ready_.wait_until(lock, *deadline, something);
  else
    ready_.wait(lock, something);
  if (stopped_ || items_.empty()) return std::nullopt;
  Item item = std::move(items_.front());
  items_.pop_front();
  return item;
}

}  // namespace np
