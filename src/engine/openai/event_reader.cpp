#include "engine/openai/event_reader.hpp"

#include <utility>

#include "base/error.hpp"
#include "base/text.hpp"

namespace np::openai {
namespace {

bool begins_document(std::string_view text) {
  text = trim(text);
  return text.starts_with('{') || text.starts_with('[');
}

}  // namespace

std::size_t EventReader::Brackets::scan(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (std::exchange(escaped_, false)) continue;
    if (in_text_) {
      escaped_ = c == '\\';
      in_text_ = c != '"';
    } else if (c == '{' || c == '[') {
      ++depth_;
      begun_ = true;
    } else if (c == '}' || c == ']') {
      if (--depth_ <= 0 && begun_) return at + 1;
    } else if (c == '"') {
      in_text_ = begun_;
    }
  }
  return text.size();
}

void EventReader::push(std::string_view bytes, const EventFn& on_event) {
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

void EventReader::finish(const EventFn& on_event) {
  if (!line_.empty()) take_line(std::exchange(line_, {}), on_event);
  end_event(on_event);
}

void EventReader::take_line(std::string_view line, const EventFn& on_event) {
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  if (bare_) return add(line, on_event);
  const std::string_view text = trim(line);
  if (text.empty()) return end_event(on_event);
  if (begins_document(text)) {
    end_event(on_event);
    bare_ = true;
    return add(line, on_event);
  }
  const std::size_t colon = line.find(':');
  if (lower(trim(line.substr(0, colon))) != "data") return;
  std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  add(value, on_event);
}

void EventReader::add(std::string_view text, const EventFn& on_event) {
  if (std::exchange(has_data_, true)) data_ += '\n';
  while (brackets_.begun() || begins_document(data_) || (trim(data_).empty() && begins_document(text))) {
    const std::size_t end = brackets_.scan(text);
    data_ += text.substr(0, end);
    if (!brackets_.closed()) return;
    const bool bare = bare_;
    end_event(on_event);
    // Some servers leave out the line ends, too.
    text = trim(text.substr(end));
    if (text.starts_with("data:")) text = trim(text.substr(5));
    if (!begins_document(text)) return;
    bare_ = bare;
    has_data_ = true;
  }
  data_ += text;
}

void EventReader::end_event(const EventFn& on_event) {
  const std::string data = std::exchange(data_, {});
  brackets_ = {};
  bare_ = false;
  if (std::exchange(has_data_, false)) on_event(data);
}

}  // namespace np::openai
