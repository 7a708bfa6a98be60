#include "app/last_pictures.hpp"

#include <string>
#include <utility>
#include <variant>

namespace np {
namespace {

constexpr Duration kFirst = std::chrono::seconds(1);
constexpr Duration kEach = std::chrono::seconds(60);

}  // namespace

LastPictures::LastPictures(Loop& loop, Show& show, NamedSources& named)
    : loop_(loop), show_(show), named_(named), reader_(show.events().read(std::nullopt, [this] {
        while (const EventPtr event = reader_->next()) follow(*event);
      })) {}

void LastPictures::follow(const Event& event) {
  const auto* const source = std::get_if<SourceChanged>(&event.what);
  if (!source) return;
  next_.cancel();
  if (source->state == "live") next_ = loop_.after(kFirst, [this] { look(); });
}

void LastPictures::look() {
  next_ = loop_.after(kEach, [this] { look(); });
  const std::string source = show_.meant(show_.report().source.name);
  if (!named_.named(source)) return;
  show_.picture_now(alive_.guard([this, source](PicturePtr picture) { named_.show(source, std::move(picture)); }));
}

}  // namespace np
