// Server-sent events out of bytes as they come. Plain value of one answer.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace np::openai {

class SseReader {
 public:
  using EventFn = std::function<void(std::string_view data)>;
  static constexpr std::size_t kMaxBytes = 256 * 1024;  // of one event

  // Calls `on_event` for each event that is complete with these bytes. Comments and events without data are passed by;
  // the names and ids of events are not looked at. Throws Error{kInvalid} for an event without end.
  void push(std::string_view bytes, const EventFn& on_event);

 private:
  void take_line(std::string_view line, const EventFn& on_event);

  std::string line_;
  std::string data_;
  bool has_data_ = false;
  bool after_cr_ = false;
};

}  // namespace np::openai
