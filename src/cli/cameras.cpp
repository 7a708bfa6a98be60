#include "cameras/cameras.hpp"

#include <atomic>
#include <iostream>

#include "base/format.hpp"
#include "cli/commands.hpp"
#include "cli/messages.hpp"

namespace np::command {
namespace {

void list_cameras() {
  const std::atomic<bool> never{false};
  const CameraList found = find_cameras(never);
  for (const Camera& camera : found.cameras)
    std::cout << np::format("{}  {}{}\n", camera.address, camera.name,
                            camera.detail.empty() ? "" : np::format(" ({})", camera.detail));
  if (found.cameras.empty()) std::cout << messages::kNoCameraFound << "\n";
  if (!found.note.empty()) std::cout << found.note << "\n";
}

}  // namespace

void cameras(const std::string& address, const std::string& login) {
  if (address.empty()) return list_cameras();
  const auto colon = login.find(':');
  const soap::Login as{login.substr(0, colon), colon == login.npos ? "" : login.substr(colon + 1)};
  OnvifClient camera;
  for (const CameraStream& stream : camera.streams(address, as))
    std::cout << np::format("{}  {} {}x{}\n", stream.source, stream.name, stream.width, stream.height);
}

}  // namespace np::command
