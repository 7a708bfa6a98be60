#include "engine/text_mark.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"

namespace np {
namespace {

constexpr std::string_view kWideBar = "｜";
constexpr std::string_view kLeft = "◁";
constexpr std::string_view kRight = "▷";

// Of these no more than names are compared, without what makes them tags.
constexpr std::string_view kThoughts[] = {"think",    "thinking",      "thought",        "thoughts",  "reasoning",
                                          "reason",   "reflection",    "scratchpad",     "tool_call", "seed:think",
                                          "mm:think", "longcat_think", "inner_monologue"};
constexpr std::string_view kTags[] = {
    "answer", "response", "final", "final_answer", "output",     "result",      "solution",
    "s",      "bos",      "eos",   "pad",          "unk",        "end_of_turn", "end_of_utterance",
    "eot",    "im_end",   "end",   "endoftext",    "conclusion", "comment",     "commentary"};
// Of models that were trained to be silent.
constexpr std::string_view kSilences[] = {"silence", "silent", "listen", "no_response", "no_comment"};
constexpr std::string_view kHeaders[] = {"start",           "im_start", "start_of_turn",
                                         "start_header_id", "channel",  "start_of_role"};
constexpr std::string_view kContents[] = {"message", "end_header_id", "end_of_role"};

bool is_name(char c) {
  return is_alpha(c) || is_digit(c) || c == '_' || c == '-' || c == ':' || c == '.' || c == '/' || c == '+' ||
         static_cast<unsigned char>(c) >= 0x80;
}

template <std::size_t N>
bool is_one_of(std::string_view name, const std::string_view (&names)[N]) {
  return std::ranges::contains(names, name);
}

// "begin_of_thought", "/think", "END_THINKING"; if `any`, a special token's, whatever its name.
MarkKind kind_of(std::string_view given, bool any) {
  std::string name = lower(given);
  if (name == "unused94") return MarkKind::kOpens;
  if (name == "unused95") return MarkKind::kCloses;
  bool closes = name.starts_with('/');
  if (closes) name.erase(0, 1);
  if (name.ends_with('/')) name.pop_back();
  if (is_one_of(name, kSilences)) return MarkKind::kSilence;
  for (const std::string_view begin : {"begin_of_", "start_of_", "begin_", "start_"})
    if (any && name.starts_with(begin) && is_one_of(std::string_view(name).substr(begin.size()), kThoughts))
      return MarkKind::kOpens;
  for (const std::string_view end : {"end_of_", "end_"})
    if (any && name.starts_with(end) && is_one_of(std::string_view(name).substr(end.size()), kThoughts))
      return MarkKind::kCloses;
  if (is_one_of(name, kThoughts)) return closes ? MarkKind::kCloses : MarkKind::kOpens;
  if (is_one_of(name, kHeaders) && (any || name == "start_of_turn")) return MarkKind::kHeader;
  if (any && is_one_of(name, kContents)) return MarkKind::kContent;
  return any || is_one_of(name, kTags) || name.starts_with("unused") ? MarkKind::kOther : MarkKind::kNone;
}

// Whether `text` begins with `mark`, or is the beginning of it.
bool begins(std::string_view text, std::string_view mark) { return text.starts_with(mark); }
bool is_begun(std::string_view text, std::string_view mark) {
  return text.size() < mark.size() && mark.starts_with(text);
}

// A name between `open` and one of the closings.
TextMark enclosed(std::string_view text, std::string_view open, std::initializer_list<std::string_view> closings) {
  std::size_t at = open.size();
  for (;; ++at) {
    if (at > TextMark::kLongest) return {};
    const std::string_view rest = text.substr(std::min(at, text.size()));
    for (const std::string_view closing : closings)
      if (begins(rest, closing) && at > open.size())
        return {kind_of(text.substr(open.size(), at - open.size()), true), at + closing.size()};
    for (const std::string_view closing : closings)
      if (is_begun(rest, closing)) return {MarkKind::kBegun, 0};
    if (!is_name(rest.front())) return {};
  }
}

// <think>, </think>, <channel|>
TextMark tag(std::string_view text) {
  std::size_t at = 1;
  while (at < text.size() && at < TextMark::kLongest && is_name(text[at])) ++at;
  const std::string_view name = text.substr(1, at - 1);
  if (at == text.size()) return {MarkKind::kBegun, 0};
  if (text.substr(at).starts_with("|>") && !name.empty()) {
    const MarkKind kind = kind_of(name, true);
    return {kind == MarkKind::kHeader ? MarkKind::kCloses : kind, at + 2};
  }
  if (text.substr(at) == "|" && !name.empty()) return {MarkKind::kBegun, 0};
  if (text[at] != '>') return {};
  const MarkKind kind = kind_of(name, false);
  return kind == MarkKind::kNone ? TextMark{} : TextMark{kind, at + 1};
}

struct Fixed {
  std::string_view text;
  MarkKind kind;
};
constexpr Fixed kFixed[] = {
    {"[THINK]", MarkKind::kOpens},
    {"[/THINK]", MarkKind::kCloses},
    {"[INST]", MarkKind::kOther},
    {"[/INST]", MarkKind::kOther},
    {"[BEGIN FINAL RESPONSE]", MarkKind::kCloses},
    {"[END FINAL RESPONSE]", MarkKind::kOther},
    {"[ANSWER]", MarkKind::kOther},
    {"[/ANSWER]", MarkKind::kOther},
};

}  // namespace

TextMark text_mark(std::string_view text) {
  if (text.front() == '[') {
    for (const Fixed& fixed : kFixed) {
      if (begins(text, fixed.text)) return {fixed.kind, fixed.text.size()};
      if (is_begun(text, fixed.text)) return {MarkKind::kBegun, 0};
    }
    return {};
  }
  if (is_begun(text, kLeft)) return {MarkKind::kBegun, 0};
  if (begins(text, kLeft)) return enclosed(text, kLeft, {kRight});
  if (text.front() != '<') return {};
  if (text.size() == 1) return {MarkKind::kBegun, 0};
  if (text[1] == '|') return enclosed(text, "<|", {"|>", ">"});
  const std::string_view rest = text.substr(1);
  if (is_begun(rest, kWideBar)) return {MarkKind::kBegun, 0};
  if (begins(rest, kWideBar)) return enclosed(text, "<｜", {"｜>", ">"});
  return tag(text);
}

std::size_t find_mark(std::string_view text) { return text.find_first_of("<[\xE2"); }

}  // namespace np
