#include "http/streams/picture_hub.hpp"

#include <utility>

namespace np::http {

void PictureHub::tell() {
  if (!posted_.exchange(true)) loop_.post(lifetime_.guard([this] { wake(); }));
}

void PictureHub::wake() {
  posted_ = false;
  for (auto* seat : seats_)
    if (std::exchange(seat->waiting_, false)) seat->on_picture_();
}

PictureHub::Seat::Seat(PictureHub& hub, std::function<void()> on_picture)
    : hub_(hub), on_picture_(std::move(on_picture)) {
  hub_.seats_.push_back(this);
}

PictureHub::Seat::~Seat() { std::erase(hub_.seats_, this); }

}  // namespace np::http
