#include "config/dotenv.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "base/small_file.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "config/messages.hpp"

namespace np {
namespace {

constexpr std::size_t kMaxBytes = 1 << 20;

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_name_start(char c) { return is_alpha(c) || c == '_'; }
bool is_name(char c) { return is_name_start(c) || is_digit(c) || c == '.' || c == '-'; }

// One kind of line end, no BOM.
std::string normal(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      result += '\n';
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else {
      result += text[i];
    }
  }
  return result;
}

class DotenvParser {
 public:
  DotenvParser(std::string text, const std::string& file_name, const SettingTexts& environment)
      : text_(std::move(text)), file_name_(file_name), environment_(environment) {}

  std::vector<DotenvEntry> parse() {
    for (;;) {
      while (!done() && (is_blank(peek()) || peek() == '\n')) take();
      if (done()) return std::move(entries_);
      if (peek() == '#') {
        skip_line();
      } else {
        statement();
      }
    }
  }

 private:
  bool done() const { return at_ >= text_.size(); }
  char peek() const { return done() ? '\n' : text_[at_]; }
  char take() {
    if (text_[at_] == '\n') ++line_;
    return text_[at_++];
  }
  void skip_blanks() {
    while (is_blank(peek())) take();
  }
  void skip_line() {
    while (!done() && peek() != '\n') take();
  }
  [[noreturn]] void fail(int line, std::string_view what) const {
    throw Error(ErrorKind::kInvalid, np::format(messages::kOfDotenvLine, file_name_, line, what));
  }

  std::string name() {
    std::string result;
    while (is_name(peek())) result += take();
    return result;
  }

  void statement() {
    const int line = line_;
    std::string key = name();
    if (key == "export" && is_blank(peek())) {
      skip_blanks();
      if (peek() != '=') key = name();
    }
    if (key.empty() || !is_name_start(key[0])) {
      fail(line, messages::kDotenvNoName);
    }
    skip_blanks();
    if (peek() != '=') fail(line, messages::kDotenvNoEquals);
    take();
    const bool gap = is_blank(peek());
    skip_blanks();
    std::string value;
    if (peek() == '\'' || peek() == '"') {
      const char quote = take();
      value = quoted(quote, line);
      skip_blanks();
      if (peek() == '#') skip_line();
      if (peek() != '\n') fail(line, messages::kDotenvTextAfterQuote);
      if (quote == '"') value = expand(value);
    } else {
      value = expand(unquoted(gap));
    }
    entries_.push_back({std::move(key), std::move(value), line});
  }

  std::string unquoted(bool gap) {
    std::string value;
    while (!done() && peek() != '\n') {
      const bool comment = peek() == '#' && (value.empty() ? gap : is_blank(value.back()));
      if (comment) {
        skip_line();
        break;
      }
      value += take();
    }
    return std::string(trim(value));
  }

  std::string quoted(char quote, int line) {
    std::string value;
    for (;;) {
      if (done()) fail(line, np::format(messages::kDotenvOpenQuote, quote));
      const char c = take();
      if (c == quote) return value;
      if (c != '\\' || done()) {
        value += c;
        continue;
      }
      const std::string_view codes = quote == '"' ? "\\'\"abfnrtv" : "\\'";
      const std::string_view meant = quote == '"' ? "\\'\"\a\b\f\n\r\t\v" : "\\'";
      const std::size_t code = codes.find(peek());
      if (code == std::string_view::npos) {
        value += c;
      } else {
        take();
        value += meant[code];
      }
    }
  }

  std::string lookup(std::string_view name, std::string_view otherwise) const {
    if (const auto it = environment_.find(name); it != environment_.end()) return it->second;
    for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
      if (entry->name == name) return entry->value;
    }
    return std::string(otherwise);
  }

  std::string expand(std::string_view value) const {
    std::string result;
    for (;;) {
      const std::size_t open = value.find("${");
      const std::size_t close = open == std::string_view::npos ? open : value.find('}', open);
      if (close == std::string_view::npos) return result.append(value);
      const std::string_view inside = value.substr(open + 2, close - open - 2);
      const std::size_t otherwise = inside.find(":-");
      result += value.substr(0, open);
      result += otherwise == std::string_view::npos ? lookup(inside, "")
                                                    : lookup(inside.substr(0, otherwise), inside.substr(otherwise + 2));
      value.remove_prefix(close + 1);
    }
  }

  const std::string text_;
  const std::string& file_name_;
  const SettingTexts& environment_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::vector<DotenvEntry> entries_;
};

}  // namespace

std::vector<DotenvEntry> parse_dotenv(std::string_view text, const std::string& file_name,
                                      const SettingTexts& environment) {
  std::string clean = normal(text);
  for (std::size_t begin = 0, line = 1; begin < clean.size(); ++line) {
    const std::size_t end = std::min(clean.find('\n', begin), clean.size());
    const std::string_view content = std::string_view(clean).substr(begin, end - begin);
    if (!utf8::length(content) || content.contains('\0')) {
      throw Error(ErrorKind::kInvalid, np::format(messages::kOfDotenvLine, file_name, line, messages::kDotenvNoText));
    }
    begin = end + 1;
  }
  return DotenvParser(std::move(clean), file_name, environment).parse();
}

std::vector<DotenvEntry> read_dotenv(const std::filesystem::path& path, const SettingTexts& environment) {
  const auto text = read_small_file(path, kMaxBytes);
  const std::string file_name = path.filename().string();
  if (text) return parse_dotenv(*text, file_name, environment);
  if (text.error().problem == FileProblem::kMissing) return {};
  throw Error(ErrorKind::kInvalid, np::format(messages::kDotenvUnreadable, file_name, text.error().reason));
}

}  // namespace np
