#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "app/describe.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "cli/commands.hpp"
#include "config/profiles.hpp"
#include "score/report.hpp"
#include "score/scorecard.hpp"
#include "score/truth.hpp"

namespace np::command {
namespace {

namespace json = boost::json;
using Lines = std::vector<score::SpokenLine>;

Lines described(const Settings& settings, const std::string& clip) {
  Settings own = settings;
  own.source = clip;
  const Profiles profiles = load_profiles(own);
  Lines lines;
  np::describe(own, profiles.get(own.profile).prompt,
               [&](const DescribedLine& line) { lines.push_back({.at = line.at_s, .text = line.text}); });
  return lines;
}

// Reads a file that `describe` printed.
Lines read_lines(const std::string& file) {
  std::ifstream in(file);
  if (!in)
    throw Error(ErrorKind::kNotFound,
                np::format("{} cannot be read; --commentary is a file of what `describe` printed.", file));
  Lines lines;
  std::size_t number = 0;
  for (std::string text; std::getline(in, text);) {
    ++number;
    if (text.empty()) continue;
    boost::system::error_code error;
    const json::value v = json::parse(text, error);
    const json::object* o = error ? nullptr : v.if_object();
    // `describe --format jsonl` calls it "begin".
    const json::value* at = o ? o->if_contains(o->contains("at") ? "at" : "begin") : nullptr;
    const json::value* said = o ? o->if_contains("text") : nullptr;
    if (!at || !at->is_number() || !said || !said->is_string())
      throw Error(ErrorKind::kInvalid,
                  np::format("{}, line {}: this is no line of `describe`; one is {{\"at\": 1.5, \"text\": \"...\"}}.",
                             file, number));
    lines.push_back({.at = at->to_number<double>(), .text = std::string(said->as_string())});
  }
  std::ranges::stable_sort(lines, {}, &score::SpokenLine::at);
  return lines;
}

}  // namespace

void score(const Settings& settings, const ScoreArguments& arguments) {
  if (settings.log_level == "info") log::set_level(log::Level::kWarn);
  if (arguments.clip.empty() == arguments.commentary.empty())
    throw WrongUsage("Name one thing to score: a video file, or --commentary with what `describe` printed.");
  const score::Truth truth = score::load_truth(arguments.truth);
  const Lines lines = arguments.clip.empty() ? read_lines(arguments.commentary) : described(settings, arguments.clip);
  const score::Scorecard card = score::score(lines, truth, {.window = arguments.window});
  if (arguments.as_json) {
    std::cout << score::as_json(card) << std::endl;
    return;
  }
  if (arguments.lines) std::cout << score::line_by_line(lines, card) << "\n";
  std::cout << score::table(card) << std::flush;
}

}  // namespace np::command
