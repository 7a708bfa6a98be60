// Reads one line from a model server's answer in any form: pieces in a stream of events, or the whole at once. Plain
// value of one answer.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "engine/openai/event_reader.hpp"
#include "engine/openai/json.hpp"
#include "net/api_server.hpp"

namespace np::openai {

class LineReader {
 public:
  using TextFn = std::function<void(std::string text)>;

  // Drops text beyond `most` bytes. `server` outlives it.
  LineReader(const ApiServer& server, std::size_t most) : server_(server), most_(most) {}

  // Takes the bytes of a 2xx answer. Throws Refused for an error that the server reports, Error for an invalid answer.
  void push(std::string_view bytes, const TextFn& on_text);
  // The answer has ended. Throws Error if it ended too early, holds no line, or was invalid.
  void finish(const HttpHead& head, const TextFn& on_text);

  bool complete() const { return complete_; }  // only figures may follow
  bool full() const { return full_; }          // it takes no more text

 private:
  void take(std::string_view data, const TextFn& on_text);

  const ApiServer& server_;
  const std::size_t most_;
  EventReader events_;
  std::size_t bytes_ = 0;
  std::size_t unread_ = 0;  // bytes that are not part of an answer
  bool answered_ = false;   // some bytes were
  bool complete_ = false;
  bool full_ = false;
  bool thoughts_ = false;
  std::string withheld_;
};

}  // namespace np::openai
