// Models to choose from, as the HTTP side needs them; app/ implements this. All on the I/O thread; nothing blocks.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace np {

// Eyes: the built-in ones, a model in process or a model on a server.
struct EyesReport {
  std::string kind;   // eyes | file | server
  std::string file;   // of a model in process: ModelReport::file, or empty if it is none of the list
  std::string name;   // for people
  std::string url;    // of a server, without credentials
  std::string model;  // there
};

struct ModelReport {
  std::string name;   // of the catalogue, else the file's; with its folder where several files share a name
  std::string quant;  // of the catalogue
  std::string file;   // what to choose it by; empty: it is not here
  std::uint64_t bytes = 0;
  bool exact = false;         // `bytes` is from the files, not from memory of the hub
  std::uint64_t partial = 0;  // bytes that have come of it
  std::string fits;           // gpu | memory | no
  std::string device;         // gpu: which
  bool recommended = false;
};

struct ModelPullReport {
  std::string model, quant;
  std::string state;  // running | paused | failed | done
  bool checking = false;
  std::uint64_t done = 0, total = 0;  // bytes; total 0: not known yet
  double bytes_per_second = 0;        // 0: not known
  std::string note;                   // what holds it up, or why it failed
};

struct ModelsReport {
  EyesReport now;
  std::string stage;                // settled | checking | loading
  std::optional<EyesReport> next;   // not settled: those that are to come
  std::string problem;              // why the last choice did not come; empty: it did
  std::optional<EyesReport> start;  // set where the program was started; nullopt: nothing was
  std::string after_restart;        // a sentence: those count again then; empty: the choice is kept
  std::vector<ModelReport> models;
  std::optional<ModelPullReport> pull;
  std::uint64_t free_bytes = 0;  // of the disk for models
};

struct ModelServerReport {
  std::string name;
  std::string url;
  std::vector<std::string> models;
};

struct EyesWish {
  std::string use;  // eyes | file | server | start
  std::string file;
  std::string url, model, key;  // of a server
};

class ModelsHouse {
 public:
  virtual ~ModelsHouse() = default;
  // `done` once, on the loop, later; kUnavailable if too many requests wait.
  using ReportDone = std::function<void(std::expected<ModelsReport, Error>)>;
  virtual void report(ReportDone done) = 0;
  // Looks for servers now. `done` likewise.
  using ServersDone = std::function<void(std::expected<std::vector<ModelServerReport>, Error>)>;
  virtual void servers(ServersDone done) = 0;
  // One of the addresses where servers are looked for, or that of the start.
  virtual bool is_known_server(const std::string& url) const = 0;
  // Begins a change of the eyes. kNotFound, kInvalid, kConflict: then nothing changes.
  virtual std::expected<void, Error> choose(const EyesWish& wish) = 0;
  // See PullJob.
  virtual std::expected<void, Error> pull(const std::string& model, const std::string& quant) = 0;
  virtual std::expected<void, Error> pause_pull() = 0;
  virtual std::expected<void, Error> cancel_pull(const std::string& model) = 0;
};

}  // namespace np
