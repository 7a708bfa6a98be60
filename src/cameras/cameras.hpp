// The cameras of this machine and of its networks. It searches and sends only when somebody asks. Loop thread; never
// blocks.
#pragma once

#include <atomic>
#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/loop.hpp"
#include "base/worker_thread.hpp"
#include "cameras/camera.hpp"
#include "cameras/onvif_client.hpp"

namespace np {

// Blocks for a second and a half, or until `stop`.
CameraList find_cameras(const std::atomic<bool>& stop);

class Cameras {
 public:
  using ListDone = std::function<void(CameraList)>;
  using StreamsDone = std::function<void(std::expected<std::vector<CameraStream>, Error>)>;

  explicit Cameras(Loop& loop) : loop_(loop) {}
  // Ends the work under way without answering.
  ~Cameras();

  // `done` once, on the loop. A request that comes during a search gets that search's result.
  void list(ListDone done);
  // See OnvifClient. `done` once, on the loop; kUnavailable if too many requests wait at once.
  void open(const std::string& address, const soap::Login& login, StreamsDone done);

 private:
  static constexpr std::size_t kMostOpenings = 4;

  Loop& loop_;
  std::atomic<bool> stop_{false};
  OnvifClient onvif_;
  std::vector<ListDone> waiting_;
  Lifetime life_;
  WorkerThread searcher_{"cameras", 1};
  WorkerThread opener_{"onvif", kMostOpenings};
};

}  // namespace np
