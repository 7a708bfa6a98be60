#include "engine/openai/endpoints.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/format.hpp"
#include "base/log.hpp"
#include "engine/messages.hpp"

namespace np::openai {
namespace {

// llama-server calls a model by its file there.
std::string shown_model(const std::string& model) {
  return model.starts_with('/') ? model.substr(model.rfind('/') + 1) : model;
}

std::string name_of(const ApiServer& server, const std::optional<Probed>& probed) {
  const ServerKind kind = probed ? probed->kind : ServerKind::kPlain;
  if (kind == ServerKind::kPlain) return server.name();
  return kind == ServerKind::kVllm ? np::format(messages::kVllmAt, server.shown)
                                   : np::format(messages::kLlamaServerAt, server.shown);
}

}  // namespace

Endpoints::Endpoints(std::vector<ApiServer> servers, Pauses pauses) : pauses_(pauses) {
  all_.reserve(servers.size());
  for (ApiServer& server : servers) all_.emplace_back(std::move(server));
  for (Endpoint& endpoint : all_) endpoint.pause = pauses_.first;
}

std::optional<Endpoints::Turn> Endpoints::take(std::span<const std::size_t> tried) {
  std::lock_guard lock(mutex_);
  Endpoint* best = nullptr;
  const auto rank = [](const Endpoint& e) { return std::tuple(!e.up, e.busy, e.last_taken); };
  for (Endpoint& endpoint : all_) {
    const bool possible = endpoint.up || (!endpoint.probed && endpoint.problem.empty());
    const auto index = static_cast<std::size_t>(&endpoint - all_.data());
    if (!possible || std::ranges::contains(tried, index)) continue;
    if (!best || rank(endpoint) < rank(*best)) best = &endpoint;
  }
  if (!best) return std::nullopt;
  ++best->busy;
  best->last_taken = ++turns_;
  return Turn{static_cast<std::size_t>(best - all_.data()), best->probed, best->spared, best->thinking};
}

void Endpoints::succeeded(const Turn& turn) {
  std::lock_guard lock(mutex_);
  Endpoint& endpoint = all_[turn.index];
  --endpoint.busy;
  endpoint.up = true;
  endpoint.problem.clear();
  endpoint.pause = pauses_.first;
  endpoint.due = Clock::now() + pauses_.while_up;
  if (!std::exchange(endpoint.told, {}).empty()) log::info("{} is back.", name_of(endpoint.server, endpoint.probed));
}

void Endpoints::failed(const Turn& turn, const Error& error) {
  std::lock_guard lock(mutex_);
  Endpoint& endpoint = all_[turn.index];
  --endpoint.busy;
  put_out(endpoint, error);
  endpoint.told = endpoint.problem;  // the cycle tells it
}

void Endpoints::left(const Turn& turn) {
  std::lock_guard lock(mutex_);
  --all_[turn.index].busy;
}

void Endpoints::learn(const Turn& turn) {
  std::lock_guard lock(mutex_);
  Endpoint& endpoint = all_[turn.index];
  if (endpoint.thinking != Thinking::kUnmarked) endpoint.thinking = turn.thinking;
  std::string news;
  for (const std::string& name : turn.spared.names())
    if (endpoint.spared.add(name)) news += (news.empty() ? "" : ", ") + name;
  if (!news.empty()) log::info(messages::kAskedWithout, name_of(endpoint.server, endpoint.probed), news);
}

void Endpoints::put_out(Endpoint& endpoint, const Error& error) {
  const auto* refused = dynamic_cast<const Refused*>(&error);
  endpoint.up = false;
  endpoint.problem = error.message();
  const Duration wait = refused ? refused->wait().value_or(Duration::zero()) : Duration::zero();
  endpoint.due = Clock::now() + std::max(endpoint.pause, wait);
  endpoint.pause = std::min(endpoint.pause * 2, pauses_.longest);
  news_ = true;
  changed_.notify_all();
}

std::optional<std::size_t> Endpoints::wait_due(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    const TimePoint now = Clock::now();
    TimePoint next = now + pauses_.while_up;
    for (const Endpoint& endpoint : all_) {
      if (endpoint.up && endpoint.busy > 0) continue;  // its running request will show whether it answers
      if (endpoint.due <= now) return static_cast<std::size_t>(&endpoint - all_.data());
      next = std::min(next, endpoint.due);
    }
    news_ = false;
    changed_.wait_until(lock, stop, next, [this] { return news_; });
  }
  return std::nullopt;
}

bool Endpoints::has_failed_since(const Endpoint& endpoint) const {
  return !endpoint.problem.empty() && endpoint.due > Clock::now();
}

void Endpoints::probe_succeeded(std::size_t index, Probed probed) {
  std::lock_guard lock(mutex_);
  Endpoint& endpoint = all_[index];
  const bool first = !endpoint.probed;
  endpoint.probed = std::move(probed);
  if (has_failed_since(endpoint)) return;
  endpoint.up = true;
  endpoint.problem.clear();
  endpoint.due = Clock::now() + pauses_.while_up;
  if (first)
    log::info("{} answers; its model is {}.", name_of(endpoint.server, endpoint.probed),
              shown_model(endpoint.probed->model));
}

void Endpoints::probe_failed(std::size_t index, const Error& error) {
  std::lock_guard lock(mutex_);
  Endpoint& endpoint = all_[index];
  if (has_failed_since(endpoint)) return;
  put_out(endpoint, error);
  if (endpoint.told != endpoint.problem) log::warn("{}", endpoint.problem);
  endpoint.told = endpoint.problem;
}

Endpoints::Standing Endpoints::standing() const {
  std::lock_guard lock(mutex_);
  Standing standing;
  const Endpoint* one_up = nullptr;
  std::string problem;
  std::size_t up = 0;
  for (const Endpoint& endpoint : all_) {
    if (endpoint.up && ++up == 1) one_up = &endpoint;
    if (problem.empty()) problem = endpoint.problem;
  }
  standing.ready = up > 0;
  standing.starting = up == 0 && problem.empty();
  if (one_up && one_up->probed) standing.model = shown_model(one_up->probed->model);
  if (all_.size() > 1) standing.detail = np::format(messages::kServersAnswer, up, all_.size());
  const auto add = [&](const std::string& sentence) {
    standing.detail += (standing.detail.empty() ? "" : " ") + sentence;
  };
  if (one_up)
    add(np::format("{} writes the commentary with the model {}.", name_of(one_up->server, one_up->probed),
                   standing.model));
  if (!problem.empty()) add(problem);
  if (standing.detail.empty()) add(all_.front().server.name() + " has not answered yet.");
  return standing;
}

Error Endpoints::unavailable() const {
  std::lock_guard lock(mutex_);
  for (const Endpoint& endpoint : all_)
    if (!endpoint.problem.empty()) return Error(ErrorKind::kUnavailable, endpoint.problem);
  return Error(ErrorKind::kUnavailable, all_.front().server.name() + " has not answered yet.");
}

}  // namespace np::openai
