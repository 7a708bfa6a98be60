#include "cameras/cameras.hpp"

#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "cameras/discovery.hpp"
#include "cameras/messages.hpp"
#include "cameras/v4l2_cameras.hpp"

namespace np {
namespace {

constexpr Duration kListen = std::chrono::milliseconds(1500);

bool in_container() { return ::access("/.dockerenv", F_OK) == 0 || ::access("/run/.containerenv", F_OK) == 0; }

}  // namespace

CameraList find_cameras(const std::atomic<bool>& stop) {
  CameraList out{.cameras = v4l2_cameras(), .note = {}};
  const Discovered network = discover(kListen, stop);
  std::ranges::move(cameras_of(network), std::back_inserter(out.cameras));
  if (in_container())
    out.note = messages::kCamerasInContainer;
  else if (!network.asked)
    out.note = messages::kCamerasNoNetwork;
  return out;
}

Cameras::~Cameras() {
  stop_ = true;
  onvif_.cancel();
}

void Cameras::list(ListDone done) {
  waiting_.push_back(std::move(done));
  if (waiting_.size() > 1) return;
  (void)searcher_.post([this] {
    CameraList found = find_cameras(stop_);
    loop_.post(life_.guard([this, found = std::move(found)] {
      for (const ListDone& answer : std::exchange(waiting_, {})) answer(found);
    }));
  });
}

void Cameras::open(const std::string& address, const soap::Login& login, StreamsDone done) {
  const bool taken = opener_.post([this, address, login, done] {
    std::expected<std::vector<CameraStream>, Error> result;
    try {
      result = onvif_.streams(address, login);
    } catch (const Error& e) {
      result = std::unexpected(e);
    }
    loop_.post(life_.guard([done, result = std::move(result)] { done(result); }));
  });
  if (!taken) done(std::unexpected(Error(ErrorKind::kUnavailable, messages::kCamerasBusy)));
}

}  // namespace np
