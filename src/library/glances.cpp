#include "library/glances.hpp"

#include <system_error>
#include <utility>

#include "library/messages.hpp"

namespace np {

Glances::Glances(Loop& loop, std::filesystem::path folder)
    : cache_(std::move(folder)), answers_(loop), worker_(std::in_place, "glances", 2 * kMostAsked) {}

Glances::~Glances() {
  ending_ = true;
  worker_.reset();
}

void Glances::look(const std::filesystem::path& file, Done done) {
  const auto ticket = answers_.ask(nullptr, std::move(done));
  const auto work = [this, file, ticket] {
    try {
      std::error_code none;
      if (std::filesystem::canonical(file, none) != file) throw Error(ErrorKind::kNotFound, messages::kNotInLibrary);
      auto glance = cache_.find(file);
      if (!glance) {
        glance = glance_at(file, file.filename(), kLimit, [this] { return !ending_; });
        cache_.keep(file, *glance);
      }
      ticket.finish(std::move(*glance));
    } catch (const Error& error) {
      ticket.finish(std::unexpected(error));
    }
  };
  if (answers_.open() > kMostAsked || !worker_->post(work))
    ticket.finish(std::unexpected(Error(ErrorKind::kUnavailable, messages::kLibraryBusy)));
}

void Glances::put(const std::filesystem::path& file, Glance glance) {
  // If the queue is full, somebody looks again later.
  (void)worker_->post([this, file, glance = std::move(glance)] { cache_.keep(file, glance); });
}

}  // namespace np
