#include "engine/openai/sse.hpp"

#include <utility>

#include "base/error.hpp"

namespace np::openai {

void SseReader::push(std::string_view bytes, const EventFn& on_event) {
  while (!bytes.empty()) {
    // A line ends in \r\n, \n or \r; the \n of a pair may come with the next bytes.
    if (std::exchange(after_cr_, false) && bytes.front() == '\n') bytes.remove_prefix(1);
    const std::size_t end = bytes.find_first_of("\r\n");
    line_ += bytes.substr(0, end);
    if (line_.size() + data_.size() > kMaxBytes)
      throw Error(ErrorKind::kInvalid, "The answer is no stream of events that makes sense.");
    if (end == std::string_view::npos) return;
    after_cr_ = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
    take_line(std::exchange(line_, {}), on_event);
  }
}

void SseReader::take_line(std::string_view line, const EventFn& on_event) {
  if (line.empty()) {
    const std::string data = std::exchange(data_, {});
    if (std::exchange(has_data_, false)) on_event(data);
    return;
  }
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  const std::size_t colon = line.find(':');
  if (line.substr(0, colon) != "data") return;
  std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (std::exchange(has_data_, true)) data_ += '\n';
  data_ += value;
}

}  // namespace np::openai
