// One line out of a model server's answer, in whatever form it comes: pieces in a stream of events, or the whole at
// once. Plain value of one answer.
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

  // More text than `most` bytes is left out. `server` outlives it.
  LineReader(const ApiServer& server, std::size_t most) : server_(server), most_(most) {}

  // The bytes of an answer of 2xx. Throws Refused for an error that the server tells of, Error for what is no answer.
  void push(std::string_view bytes, const TextFn& on_text);
  // The answer is there. Throws Error where it ended too early, holds no line, or was none.
  void finish(const HttpHead& head, const TextFn& on_text);

  bool complete() const { return complete_; }  // what may follow are figures
  bool full() const { return full_; }          // nothing more is taken

 private:
  void take(std::string_view data, const TextFn& on_text);

  const ApiServer& server_;
  const std::size_t most_;
  EventReader events_;
  std::size_t bytes_ = 0;
  std::size_t unread_ = 0;  // bytes that are no part of an answer
  bool answered_ = false;   // something was
  bool complete_ = false;
  bool full_ = false;
  bool thoughts_ = false;
  std::string withheld_;
};

}  // namespace np::openai
