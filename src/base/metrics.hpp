// Counters and gauges for /metrics. Metrics live as long as the process; a name with the same labels always gives the
// same metric. Any thread; updating never blocks for long.
#pragma once

#include <map>
#include <string>

namespace np::metrics {

using Labels = std::map<std::string, std::string>;

class Counter {
 public:
  void add(double n = 1);
  double value() const;

 private:
  friend Counter& counter(const std::string&, const std::string&, const Labels&);
  void* impl_ = nullptr;
};

class Gauge {
 public:
  void set(double v);

 private:
  friend Gauge& gauge(const std::string&, const std::string&, const Labels&);
  void* impl_ = nullptr;
};

class Histogram {
 public:
  void observe(double seconds);

 private:
  friend Histogram& histogram(const std::string&, const std::string&, const Labels&);
  void* impl_ = nullptr;
};

// Names as Prometheus wants them: np_..._total, np_..._seconds.
Counter& counter(const std::string& name, const std::string& help, const Labels& labels = {});
Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels = {});
Histogram& histogram(const std::string& name, const std::string& help,
                     const Labels& labels = {});  // latencies, 1 ms to 30 s

// The whole registry in Prometheus' text format.
std::string expose();

}  // namespace np::metrics
