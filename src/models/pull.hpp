// Downloads a model's files from the hub into a folder: each one complete and checked, or absent. Blocks; one thread,
// except for the stop token.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "models/hub.hpp"
#include "models/model_catalog.hpp"
#include "models/progress.hpp"
#include "net/http_client.hpp"

namespace np {

class PartFile;

struct PullOptions {
  CatalogModel model;
  std::string quant = "Q4_K_M";
  std::filesystem::path folder;
  bool verify = false;  // also existing files, byte for byte
  int tries = 5;        // in a row without progress
  // A transfer that brings fewer bytes in such a time makes no progress: the connection is given up.
  std::uint64_t slowest_bytes = 64 << 10;
  Duration slowest_time = std::chrono::minutes(1);
};

struct PullListener {
  std::function<void(const Progress&)> on_progress;       // often
  std::function<void(const std::string&)> on_note;        // a sentence
  std::function<void(std::uint64_t bytes)> on_plan = {};  // once: of the files that are missing, together
};

struct Pulled {
  std::filesystem::path language;  // the file to name as MODEL_PATH, or its folder
  std::uint64_t bytes = 0;         // of all files
  std::uint64_t brought = 0;       // of the files that were missing
};

class Pull {
 public:
  // A stop makes the transfer under way throw Error kEnded at once; its part stays.
  Pull(Hub hub, PullListener listener, std::stop_token stop);

  // The hub's quantisations of a model. Both throw Error.
  std::vector<Quant> quants(const CatalogModel& model);
  Pulled run(const PullOptions& options);

 private:
  std::vector<HubFile> listing(const CatalogModel& model);
  bool is_there(const HubFile& file, const std::filesystem::path& target, bool verify);
  void check_space(const std::vector<HubFile>& missing, const std::filesystem::path& folder) const;
  void download(const CatalogModel& model, const HubFile& file, const std::filesystem::path& target,
                const PullOptions& options);
  // Makes one request to the hub. Returns why it did not bring the whole rest, if another try may help. `on_piece`:
  // false ends it.
  std::optional<Refusal> fetch(const CatalogModel& model, const HubFile& file, PartFile& part,
                               const std::function<bool()>& on_piece);
  // Throws what `call` throws, or kEnded after a stop; returns a problem that may pass by itself.
  std::optional<Refusal> attempt(const HttpRequest& request, const HttpClient::HeadFn& on_head,
                                 const HttpClient::BodyFn& on_body);
  void pause(const Error& why, Duration length);
  void check_stop() const;
  void report(const HubFile& file, Progress::Stage stage, std::uint64_t done) const;

  const Hub hub_;
  const PullListener listener_;
  const std::stop_token stop_;
  HttpClient client_;
  bool answered_ = false;  // the hub has answered before, so a lost network may come back
  std::stop_callback<std::function<void()>> on_stop_;
};

}  // namespace np
