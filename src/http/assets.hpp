// The page's files: out of the binary, or fresh from a folder while somebody works on them; the library of others that
// it uses always comes out of the binary. What is in the binary is sent by gzip to whoever takes that. I/O thread.
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
#include "http/message.hpp"

namespace np {

std::span<const Asset> web_assets();
std::span<const Asset> library_assets();  // what the page uses of others

}  // namespace np

namespace np::http {

class Assets {
 public:
  using Reply = std::function<void(Response)>;

  // An empty `folder`: all are the embedded files.
  Assets(Loop& loop, std::filesystem::path folder);

  // `name` without folders; "" is the page. 404 for what is not there, 304 when the browser has it. `reply` is called
  // once on the loop, at once or (from a folder) later; whoever asks guards it by his own life.
  void answer(std::string_view name, const Request& request, Reply reply);

  // A page that has to be filled in before anybody sees it, out of the binary; answer() does not know it.
  static std::string_view shape(std::string_view name);

 private:
  Loop& loop_;
  const std::filesystem::path folder_;
  std::map<std::string, Response, std::less<>> embedded_;
  std::map<std::string, Response, std::less<>> packed_;  // the same, for browsers that take gzip
  std::unique_ptr<WorkerThread> reader_;                 // files are not read on the I/O thread
};

}  // namespace np::http
