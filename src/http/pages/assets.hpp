// The page's files: from the binary, or fresh from a folder while somebody works on them. Third-party libraries of the
// page always come from the binary. Files from the binary go out by gzip to browsers that accept it. I/O thread.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/asset.hpp"
#include "base/loop.hpp"
#include "base/worker_thread.hpp"
#include "http/message/message.hpp"

namespace np {

std::span<const Asset> web_assets();
std::span<const Asset> library_assets();  // third-party libraries of the page

}  // namespace np

namespace np::http {

class Assets {
 public:
  using Reply = std::function<void(Response)>;

  // An empty `folder`: all files come from the binary.
  Assets(Loop& loop, std::filesystem::path folder);

  // `name` without folders; "" is the page. 404 for a missing file, 304 if the browser has it. `reply` is called once
  // on the loop, at once or (from a folder) later; the caller guards it by the caller's own life.
  void answer(std::string_view name, const Request& request, Reply reply);

  // A template from the binary, which the server fills in before it sends it; answer() does not know it.
  static std::string_view shape(std::string_view name);

 private:
  Loop& loop_;
  const std::filesystem::path folder_;
  std::map<std::string, Response, std::less<>> embedded_;
  std::map<std::string, Response, std::less<>> packed_;  // the same, for browsers that take gzip
  std::unique_ptr<WorkerThread> reader_;                 // the I/O thread reads no files
};

}  // namespace np::http
