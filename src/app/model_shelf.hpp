// The models that people can choose from on the page: the catalogue with what is here of it and what fits this machine,
// other GGUF files in the folder for models, and model servers. Loop thread; it looks at disk, devices and servers on a
// thread of its own, and only when somebody asks.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/eyes.hpp"
#include "base/answers.hpp"
#include "base/worker_thread.hpp"
#include "config/settings.hpp"
#include "engine/llama/llama_devices.hpp"
#include "http/api/models_house.hpp"
#include "models/pull_job.hpp"
#include "net/http_client.hpp"

namespace np {

class ModelShelf final : public ModelsHouse {
 public:
  // `eyes` must outlive it. Looks at the model's folder; blocks for that.
  ModelShelf(Loop& loop, Eyes& eyes, const Loaded& loaded);
  ~ModelShelf() override;

  EyesReport now() const { return told(eyes_.now()); }
  void report(ReportDone done) override;
  void servers(ServersDone done) override;
  bool is_known_server(const std::string& url) const override;
  std::expected<void, Error> choose(const EyesWish& wish) override;
  std::expected<void, Error> pull(const std::string& model, const std::string& quant) override {
    return job_.start(model, quant);
  }
  std::expected<void, Error> pause_pull() override { return job_.pause(); }
  std::expected<void, Error> cancel_pull(const std::string& model) override { return job_.cancel(model); }

 private:
  struct Shelf {
    std::vector<ModelReport> models;
    std::uint64_t free_bytes = 0;
  };
  static constexpr std::size_t kMostWaiting = 16;
  static constexpr Duration kDevicesHold = std::chrono::seconds(10);

  Shelf look(const std::string& at_work);
  EyesReport told(const EyesChoice& eyes) const;
  const std::string& file_of(const EyesChoice& eyes) const { return eyes == start_ ? start_file_ : eyes.model_path; }

  Eyes& eyes_;
  const std::filesystem::path folder_;
  const std::vector<std::string> places_;  // where servers may be
  const EyesChoice start_;
  const std::string start_file_;        // of its model, where MODEL_PATH names a folder, too
  const std::string start_setting_;     // that gave it; empty: none did
  std::vector<ComputeDevice> devices_;  // of the worker
  TimePoint devices_at_{};              // the same
  HttpClient http_;
  PullJob job_;
  Answers<int, Shelf> looks_;
  Answers<int, std::vector<ModelServerReport>> searches_;
  WorkerThread looker_{"models", kMostWaiting};
  WorkerThread searcher_{"model servers", kMostWaiting};  // last, as the other: they use all of the above
};

}  // namespace np
