#include "base/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <deque>
#include <mutex>

namespace np::metrics {
namespace {

prometheus::Registry& registry() {
  static prometheus::Registry instance;
  return instance;
}

// One wrapper per metric of the library, at a fixed address.
template <typename T>
T& wrapper_of(void* impl, void* T::* field) {
  static std::mutex mutex;
  static std::deque<T> all;
  std::lock_guard lock(mutex);
  for (T& known : all)
    if (known.*field == impl) return known;
  all.emplace_back().*field = impl;
  return all.back();
}

}  // namespace

void Counter::add(double n) { static_cast<prometheus::Counter*>(impl_)->Increment(n); }
double Counter::value() const { return static_cast<prometheus::Counter*>(impl_)->Value(); }
void Gauge::set(double v) { static_cast<prometheus::Gauge*>(impl_)->Set(v); }
void Histogram::observe(double seconds) { static_cast<prometheus::Histogram*>(impl_)->Observe(seconds); }

Counter& counter(const std::string& name, const std::string& help, const Labels& labels) {
  auto& family = prometheus::BuildCounter().Name(name).Help(help).Register(registry());
  return wrapper_of<Counter>(&family.Add({labels.begin(), labels.end()}), &Counter::impl_);
}

Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels) {
  auto& family = prometheus::BuildGauge().Name(name).Help(help).Register(registry());
  return wrapper_of<Gauge>(&family.Add({labels.begin(), labels.end()}), &Gauge::impl_);
}

Histogram& histogram(const std::string& name, const std::string& help, const Labels& labels) {
  auto& family = prometheus::BuildHistogram().Name(name).Help(help).Register(registry());
  const prometheus::Histogram::BucketBoundaries bounds{.001, .003, .01, .03, .1, .2, .3, .5, .9, 2, 5, 10, 30};
  return wrapper_of<Histogram>(&family.Add({labels.begin(), labels.end()}, bounds), &Histogram::impl_);
}

std::string expose() { return prometheus::TextSerializer().Serialize(registry().Collect()); }

}  // namespace np::metrics
