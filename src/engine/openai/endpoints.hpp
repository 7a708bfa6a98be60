// The model servers of one engine. It knows which of them answer, and chooses one for each line: the least busy one. It
// leaves out a server that failed until that answers a probe. Any thread; only wait_due() blocks.
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
  std::string model;                     // the model to ask for
  std::string root;                      // its API's path: ApiServer::root
  std::vector<std::string> models = {};  // that the server lists, where a name has to be one of these
};

// A server refused a request, perhaps because of fields that the next request can leave out, perhaps for a while.
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

// kUnmarked: the server ends thoughts with a mark but begins them without one, so the text starts only after that mark.
enum class Thinking { kPlain, kUnmarked };

// The server turned out to do so after some of its thoughts had been passed on.
class ThoughtAloud : public Error {
 public:
  using Error::Error;
};

class Endpoints {
 public:
  struct Pauses {
    Duration first = std::chrono::seconds(1);  // after a failure; doubles until a line succeeds
    Duration longest = std::chrono::seconds(30);
    Duration while_up = std::chrono::seconds(30);  // between probes of an idle server
  };

  // At least one server.
  Endpoints(std::vector<ApiServer> servers, Pauses pauses);

  std::size_t size() const { return all_.size(); }
  const ApiServer& server(std::size_t index) const { return all_[index].server; }

  // A server's turn to write a line. Give each turn back by one of the three calls below.
  struct Turn {
    std::size_t index = 0;
    std::optional<Probed> probed;  // nullopt: nobody has asked this server yet; the taker does
    Spared spared;
    Thinking thinking = Thinking::kPlain;
  };
  // A server that answers, otherwise one that nobody has asked yet, never one in `tried`; nullopt: there is none.
  std::optional<Turn> take(std::span<const std::size_t> tried = {});
  void succeeded(const Turn& turn);
  // The server gets no turn until its wait, or a pause, is over and it has answered a probe.
  void failed(const Turn& turn, const Error& error);
  void left(const Turn& turn);  // we ended it

  // Keeps what a line has taught about its server, for the next ones; logs the fields that requests now leave out.
  void learn(const Turn& turn);

  // Blocks until a server needs a probe; nullopt: `stop` was requested.
  std::optional<std::size_t> wait_due(const std::stop_token& stop);
  void probe_succeeded(std::size_t index, Probed probed);
  void probe_failed(std::size_t index, const Error& error);

  struct Standing {
    bool ready = false;
    bool starting = false;  // no server has answered yet, well or badly
    std::string model;      // of a server that answers
    std::string detail;     // a sentence
  };
  Standing standing() const;
  // Why no server can take a line.
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
    std::string problem;  // empty: none, or nobody has asked yet
    std::string told;     // the problem that was logged last
  };

  void put_out(Endpoint& endpoint, const Error& error);
  // A line has failed during a probe, so the probe says less.
  bool has_failed_since(const Endpoint& endpoint) const;

  const Pauses pauses_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  bool news_ = false;  // for the waiter
  std::vector<Endpoint> all_;
  std::uint64_t turns_ = 0;
};

}  // namespace np::openai
