#include "engine/openai/line_reader.hpp"

#include <utility>

#include "base/format.hpp"
#include "base/utf8.hpp"
#include "engine/messages.hpp"
#include "engine/openai/refusal.hpp"

namespace np::openai {
namespace {

constexpr std::size_t kMostUnread = 64 * 1024;

}  // namespace

void LineReader::push(std::string_view bytes, const TextFn& on_text) {
  events_.push(bytes, [&](std::string_view data) { take(data, on_text); });
  if (!answered_ && (unread_ += bytes.size()) > kMostUnread) full_ = true;
}

void LineReader::take(std::string_view data, const TextFn& on_text) {
  if (complete_) return;
  const auto event = stream_event(data);
  if (!event) return;  // a sign of life, or figures
  answered_ = true;
  if (!event->error.empty()) throw broken_off(server_, event->error);
  thoughts_ |= event->thoughts;
  if (!event->withheld.empty()) withheld_ = event->withheld;
  // Some servers repeat the whole text after the pieces.
  if (!event->text.empty() && !(event->whole && bytes_ > 0)) {
    const std::size_t fits = utf8::cut(event->text, most_ - bytes_);
    full_ = fits < event->text.size();
    bytes_ += fits;
    on_text(event->text.substr(0, fits));
  }
  complete_ = event->last || full_;
}

void LineReader::finish(const HttpHead& head, const TextFn& on_text) {
  if (!full_) events_.finish([&](std::string_view data) { take(data, on_text); });
  if (!answered_) throw no_api(server_, head);
  if (bytes_ == 0 && !withheld_.empty())
    throw Error(ErrorKind::kInvalid, np::format(messages::kLineWithheld, server_.name(), withheld_));
  if (bytes_ == 0 && thoughts_)
    throw Error(ErrorKind::kInvalid, np::format(messages::kOnlyThoughts, server_.name(), "reasoning apart"));
  // If no event marks the end of the line, the end of a delimited answer does, because a broken connection would show.
  if (!complete_ && !(head.delimited && bytes_ > 0))
    throw Error(ErrorKind::kUnavailable, np::format(messages::kModelEndedEarly, server_.name()));
  complete_ = true;
}

}  // namespace np::openai
