#include "score/truth.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cmath>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "base/error.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "score/lexicon.hpp"

namespace np::score {
namespace {

namespace json = boost::json;

constexpr double kLongest = 24 * 3600;  // seconds
constexpr std::size_t kMostEvents = 100'000;
constexpr std::size_t kMostBytes = 32 << 20;
constexpr int kMostAtOnce = 1000;

constexpr std::array<std::pair<std::string_view, What>, 3> kWhats{
    {{"enters", What::kEnters}, {"leaves", What::kLeaves}, {"happens", What::kHappens}}};
constexpr std::array<std::pair<std::string_view, Sides>, 5> kSides{
    {{"left", kLeft}, {"right", kRight}, {"top", kTop}, {"bottom", kBottom}, {"inside", kInside}}};

constexpr const char* kWhatsText = "enters, leaves or happens";
constexpr const char* kSidesText = "left, right, top, bottom or inside";
constexpr const char* kKindsText = "a kind such as person, dog, car or ball, or animal, vehicle or something";

std::size_t line_at(std::string_view text, std::size_t at) {
  return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, std::min(at, text.size())), '\n'));
}

// The lines at which the members of the document's own arrays begin, because Boost's values do not know them.
class Places {
 public:
  explicit Places(std::string_view text) : text_(text) {
    std::string_view key;
    int depth = 0;
    bool begins = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      const bool space = std::string_view(" \t\r\n").contains(c);
      if (begins && !space && c != ']') {
        members_.push_back({key, line_at(text, i)});
        begins = false;
      }
      if (c == '"') {
        const std::size_t end = end_of_string(i);
        if (depth == 1) key = text.substr(i + 1, end - i - 1), keys_.push_back({key, line_at(text, i)});
        i = end;
      } else if (c == '{' || c == '[') {
        if (++depth == 2 && c == '[') begins = true;
      } else if (c == '}' || c == ']') {
        --depth;
      } else if (c == ',' && depth == 2) {
        begins = true;
      }
    }
  }

  std::size_t of_key(std::string_view key) const { return find(keys_, key, 0); }
  std::size_t of_member(std::string_view key, std::size_t index) const { return find(members_, key, index); }

 private:
  struct Place {
    std::string_view key;
    std::size_t line = 1;
  };
  static std::size_t find(const std::vector<Place>& places, std::string_view key, std::size_t index) {
    for (const Place& p : places)
      if (p.key == key && index-- == 0) return p.line;
    return 1;
  }
  std::size_t end_of_string(std::size_t i) const {
    for (++i; i < text_.size() && text_[i] != '"'; ++i)
      if (text_[i] == '\\') ++i;
    return i;
  }

  std::string_view text_;
  std::vector<Place> keys_;
  std::vector<Place> members_;
};

class TruthReader {
 public:
  TruthReader(std::string_view text, std::string_view name) : text_(text), name_(name), places_(text) {}

  Truth read() {
    const json::object root = parse();
    line_ = 1;
    allow(root, "", {"about", "seconds", "events", "people"});
    field_ = "seconds";
    line_ = places_.of_key("seconds");
    truth_.seconds = number(root, "seconds", kLongest, true);
    if (truth_.seconds <= 0) wrong("is 0; it is the clip's length, a number above 0");
    read_events(root);
    read_people(root);
    std::ranges::stable_sort(truth_.events, {}, &Event::at);
    return std::move(truth_);
  }

 private:
  [[noreturn]] void wrong(const std::string& what) const {
    throw Error(ErrorKind::kInvalid, np::format("{}, line {}: {} {}.", name_, line_, field_, what));
  }
  static std::string shown(const json::value& v) { return utf8::one_line(json::serialize(v), 40); }

  json::object parse() const {
    json::stream_parser parser;
    boost::system::error_code error;
    const std::size_t read = parser.write_some(text_.data(), text_.size(), error);
    if (!error && read == text_.size()) parser.finish(error);
    if (error || read < text_.size())
      throw Error(ErrorKind::kInvalid, np::format("{}, line {}: this is no JSON: {}.", name_, line_at(text_, read),
                                                  error ? error.message() : "there is more after its end"));
    json::value root = parser.release();
    if (!root.is_object())
      throw Error(ErrorKind::kInvalid,
                  np::format("{}: a truth file is one JSON object with seconds, events and people.", name_));
    return std::move(root.as_object());
  }

  void allow(const json::object& object, const std::string& prefix, std::initializer_list<std::string_view> fields) {
    for (const auto& [key, value] : object) {
      if (std::ranges::find(fields, std::string_view(key)) != fields.end()) continue;
      std::string all;
      for (const std::string_view f : fields) all += (all.empty() ? "" : ", ") + std::string(f);
      field_ = prefix + utf8::one_line(std::string_view(key), 40);
      if (prefix.empty()) line_ = places_.of_key(key);
      wrong("is not known; there are " + all);
    }
  }

  double number(const json::object& object, std::string_view key, double most, bool needed,
                double otherwise = 0) const {
    const json::value* v = object.if_contains(key);
    if (!v && !needed) return otherwise;
    if (!v) wrong(np::format("is missing; it is a number from 0 to {:g}", most));
    const double n = v->is_number() ? v->to_number<double>() : -1;
    if (!(n >= 0 && n <= most)) wrong(np::format("is {}; it is a number from 0 to {:g}", shown(*v), most));
    return n;
  }

  std::string text(const json::object& object, std::string_view key, const char* allowed, bool needed) const {
    const json::value* v = object.if_contains(key);
    if (!v && !needed) return {};
    if (!v) wrong(np::format("is missing; it is {}", allowed));
    if (!v->is_string()) wrong(np::format("is {}; it is {}", shown(*v), allowed));
    return std::string(v->as_string());
  }

  void read_events(const json::object& root) {
    field_ = "events";
    line_ = places_.of_key("events");
    const json::value* v = root.if_contains("events");
    if (!v) wrong("is missing; it is a list, [] where nothing happens");
    if (!v->is_array()) wrong(np::format("is {}; it is a list", shown(*v)));
    if (v->as_array().size() > kMostEvents) wrong(np::format("has more than {} members", kMostEvents));
    std::size_t index = 0;
    for (const json::value& e : v->as_array()) {
      line_ = places_.of_member("events", index);
      const std::string place = np::format("events[{}]", index++);
      field_ = place;
      if (!e.is_object()) wrong(np::format("is {}; it is an object with at, what, kind and side", shown(e)));
      truth_.events.push_back(event(e.as_object(), place + "."));
    }
  }

  Event event(const json::object& object, const std::string& place) {
    allow(object, place, {"at", "what", "kind", "side", "count", "words", "note"});
    Event e;
    field_ = place + "at";
    e.at = number(object, "at", truth_.seconds, true);
    field_ = place + "what";
    const std::string what = text(object, "what", kWhatsText, true);
    const auto known = std::ranges::find(kWhats, what, [](const auto& w) { return w.first; });
    if (known == kWhats.end()) wrong(np::format("is \"{}\"; it is {}", utf8::one_line(what, 40), kWhatsText));
    e.what = known->second;
    field_ = place + "kind";
    const std::string kind = text(object, "kind", kKindsText, e.what != What::kHappens);
    if (!kind.empty() || e.what != What::kHappens) {
      const auto who = kind_called(kind);
      if (!who) wrong(np::format("is \"{}\"; it is {}", utf8::one_line(kind, 40), kKindsText));
      e.who = *who;
    }
    field_ = place + "side";
    if (const json::value* side = object.if_contains("side")) e.side = sides(*side);
    field_ = place + "count";
    const double count = number(object, "count", kMostAtOnce, false, 1);
    if (count < 1 || count != std::floor(count))
      wrong(np::format("is {:g}; it is a whole number from 1 to {}", count, kMostAtOnce));
    e.count = static_cast<int>(count);
    read_words(object, place, e);
    return e;
  }

  Sides sides(const json::value& v) const {
    Sides all = kAnySide;
    for (const json::value& one : v.is_array() ? v.as_array() : json::array{v}) {
      const auto known = std::ranges::find_if(
          kSides, [&](const auto& s) { return one.is_string() && s.first == std::string_view(one.as_string()); });
      if (known == kSides.end()) wrong(np::format("is {}; it is {}, or a list of these", shown(one), kSidesText));
      all |= known->second;
    }
    return all;
  }

  void read_words(const json::object& object, const std::string& place, Event& e) {
    field_ = place + "words";
    const json::value* v = object.if_contains("words");
    const char* allowed = "a list of words, one of which tells it: [\"jump\", \"leap\"]";
    if (e.what != What::kHappens) {
      if (v) wrong("is for what happens only");
      return;
    }
    if (!v || !v->is_array() || v->as_array().empty())
      wrong(v ? np::format("is {}; it is {}", shown(*v), allowed) : np::format("is missing; it is {}", allowed));
    for (const json::value& w : v->as_array()) {
      if (!w.is_string() || w.as_string().empty()) wrong(np::format("has {}; it is {}", shown(w), allowed));
      e.words.push_back(lower(std::string_view(w.as_string())));
    }
  }

  void read_people(const json::object& root) {
    const json::value* v = root.if_contains("people");
    if (!v) return;
    field_ = "people";
    line_ = places_.of_key("people");
    if (!v->is_array()) wrong(np::format("is {}; it is a list of numbers, one a second", shown(*v)));
    const auto most = static_cast<std::size_t>(std::ceil(truth_.seconds)) + 1;
    if (v->as_array().size() > most)
      wrong(np::format("has {} members for {:g} seconds", v->as_array().size(), truth_.seconds));
    std::size_t second = 0;
    for (const json::value& n : v->as_array()) {
      line_ = places_.of_member("people", second);
      field_ = np::format("people[{}]", second++);
      if (n.is_null()) {
        truth_.people.emplace_back();
        continue;
      }
      if (!n.is_int64() || n.as_int64() < 0 || n.as_int64() > kMostAtOnce)
        wrong(np::format("is {}; it is a whole number from 0 to {}, or null where nobody counted", shown(n),
                         kMostAtOnce));
      truth_.people.emplace_back(static_cast<int>(n.as_int64()));
    }
  }

  std::string_view text_;
  std::string_view name_;
  Places places_;
  std::string field_;
  std::size_t line_ = 1;
  Truth truth_;
};

}  // namespace

std::optional<int> Truth::people_at(double second) const {
  const auto at = static_cast<std::size_t>(std::max(0.0, second));
  return at < people.size() ? people[at] : std::nullopt;
}

Truth parse_truth(std::string_view text, std::string_view name) { return TruthReader(text, name).read(); }

Truth load_truth(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error))
    throw Error(ErrorKind::kNotFound,
                np::format("There is no file {}; --truth names what is to be seen in the clip.", file.string()));
  if (!std::filesystem::is_regular_file(file, error) || std::filesystem::file_size(file, error) > kMostBytes)
    throw Error(ErrorKind::kInvalid,
                np::format("{} is no truth file; docs/scorecard.md says what one is.", file.string()));
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Error(ErrorKind::kPermission, np::format("{} cannot be read; check its permissions.", file.string()));
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return parse_truth(text, file.string());
}

}  // namespace np::score
