// Listens where one publisher at a time may send, on a thread of its own. Who knows the path publishes; who does not,
// comes second or sends what cannot be read is told so in a sentence. A publisher that has fallen silent makes way.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "rtmp/stream.hpp"

namespace np::rtmp {

struct Place {
  std::string host;   // a number of this machine's; "0.0.0.0" and "::" are all of them
  int port = 0;       // 0: any that is free, which on_listening tells
  std::string path;   // "live/KEY"
  std::string shown;  // the address without its key
};

class Server {
 public:
  // On the server's thread; they do not block.
  struct Events {
    std::function<void(int port)> on_listening;
    std::function<void(int error)> on_failed;  // an errno; nothing follows
    std::function<void(std::shared_ptr<Stream>)> on_publisher;
    // The one before is gone; `why` is a sentence, or empty where nothing is wrong.
    std::function<void(const std::shared_ptr<Stream>&, const std::string& why)> on_gone;
    // Somebody else was turned away, and why.
    std::function<void(const std::string& why)> on_refused;
  };

  // Throws std::system_error where this machine has no thread or descriptor left.
  Server(Place place, Events events);
  // Closes the port and all connections; waits for the thread, which takes no time.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Any thread: its publisher is told that sentence and has to go; on_gone does not tell of it.
  void turn_away(std::shared_ptr<Stream> stream, std::string why);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np::rtmp
