// The model servers of one engine: which of them answer, and which one writes the next line. A line goes to the server
// with the least to do; one that failed is left out until it answers a probe. Any thread; only wait_due() blocks.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "engine/openai/json.hpp"
#include "net/api_server.hpp"

namespace np::openai {

struct Probed {
  ServerKind kind = ServerKind::kPlain;
  std::string model;  // what to ask for
  std::string root;   // where its API is: ApiServer::root
};

// A server says no: perhaps because of fields of the request that it can be spared, perhaps for a while.
class Refused : public Error {
 public:
  Refused(const Error& error, std::optional<Duration> wait, std::vector<std::string> blamed)
      : Error(error), wait_(wait), blamed_(std::move(blamed)) {}
  std::optional<Duration> wait() const { return wait_; }
  const std::vector<std::string>& blamed() const { return blamed_; }

 private:
  std::optional<Duration> wait_;
  std::vector<std::string> blamed_;
};

// Whether a server ends thoughts by a mark that it did not begin by one: then a text is one only from there on.
enum class Thinking { kPlain, kUnmarked };

// A server was found to do so when some of its thoughts had been passed on.
class ThoughtAloud : public Error {
 public:
  using Error::Error;
};

class Endpoints {
 public:
  struct Pauses {
    Duration first = std::chrono::seconds(1);  // after a failure; doubles until a line succeeds
    Duration longest = std::chrono::seconds(30);
    Duration while_up = std::chrono::seconds(30);  // between probes of a server that has nothing to do
  };

  // At least one server.
  Endpoints(std::vector<ApiServer> servers, Pauses pauses);

  std::size_t size() const { return all_.size(); }
  const ApiServer& server(std::size_t index) const { return all_[index].server; }

  // A line to be written. Each turn taken is given back by one of the three below.
  struct Turn {
    std::size_t index = 0;
    std::optional<Probed> probed;  // nullopt: nobody has asked this server yet; the taker does
    Spared spared;
    Thinking thinking = Thinking::kPlain;
  };
  // One of those that answer, else one not asked yet, never one in `tried`; nullopt: there is none.
  std::optional<Turn> take(std::span<const std::size_t> tried = {});
  void succeeded(const Turn& turn);
  // Not again before its wait, or a pause, is over and a probe has been answered.
  void failed(const Turn& turn, const Error& error);
  void left(const Turn& turn);  // ended by us

  // What a line has taught about its server, for the next ones; what is left out from now on is logged.
  void learn(const Turn& turn);

  // Blocks until a server is to be probed; nullopt: `stop` was requested.
  std::optional<std::size_t> wait_due(const std::stop_token& stop);
  void probe_succeeded(std::size_t index, Probed probed);
  void probe_failed(std::size_t index, const Error& error);

  struct Standing {
    bool ready = false;
    bool starting = false;  // none has answered yet, well or badly
    std::string model;      // of one that answers
    std::string detail;     // a sentence
  };
  Standing standing() const;
  // Why there is no server for a line.
  Error unavailable() const;

 private:
  struct Endpoint {
    explicit Endpoint(ApiServer s) : server(std::move(s)) {}
    const ApiServer server;
    std::optional<Probed> probed;
    bool up = false;
    Spared spared;
    Thinking thinking = Thinking::kPlain;
    int busy = 0;
    std::uint64_t last_taken = 0;
    Duration pause{};
    TimePoint due{};
    std::string problem;  // empty: none, or nobody asked yet
    std::string told;     // the problem that stands in the log
  };

  void put_out(Endpoint& endpoint, const Error& error);
  // A line has failed while a probe was under way, which says less.
  bool has_failed_since(const Endpoint& endpoint) const;

  const Pauses pauses_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  bool news_ = false;  // for the waiter
  std::vector<Endpoint> all_;
  std::uint64_t turns_ = 0;
};

}  // namespace np::openai
