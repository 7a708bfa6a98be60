// Reads the answer of a model server, one event at a time: server-sent events, also in the forms that servers write (no
// empty line between, none at the end), JSON lines, or one JSON document. Plain value of one answer.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace np::openai {

class EventReader {
 public:
  using EventFn = std::function<void(std::string_view data)>;
  static constexpr std::size_t kMaxBytes = 256 * 1024;  // of one event

  // Calls `on_event` for each event that these bytes complete: a JSON value, "[DONE]", or any other text in data. Skips
  // comments, events without data, and the names and ids of events. Throws Error{kInvalid} for an event without end.
  void push(std::string_view bytes, const EventFn& on_event);
  // The answer is complete. Reads the rest.
  void finish(const EventFn& on_event);

 private:
  // Finds the end of a JSON document by its brackets.
  class Brackets {
   public:
    // The length of the part that belongs to the document.
    std::size_t scan(std::string_view text);
    bool begun() const { return begun_; }
    bool closed() const { return begun_ && depth_ <= 0; }

   private:
    int depth_ = 0;
    bool begun_ = false;
    bool in_text_ = false;
    bool escaped_ = false;
  };

  void take_line(std::string_view line, const EventFn& on_event);
  void add(std::string_view text, const EventFn& on_event);
  void end_event(const EventFn& on_event);

  std::string line_;
  std::string data_;
  Brackets brackets_;  // of data_
  bool has_data_ = false;
  bool bare_ = false;  // data_ came without "data:"
  bool after_cr_ = false;
};

}  // namespace np::openai
