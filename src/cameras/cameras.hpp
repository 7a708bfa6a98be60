// The cameras of this machine and of its networks. Nothing is looked for and nothing is sent before somebody asks. Loop
// thread; never blocks.
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
  // Ends what is under way; nobody is answered any more.
  ~Cameras();

  // `done` once, on the loop. Whoever asks while a search is under way gets what it finds.
  void list(ListDone done);
  // As OnvifClient's. `done` once, on the loop; kUnavailable where too many ask at once.
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
