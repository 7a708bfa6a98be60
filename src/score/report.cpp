#include "score/report.hpp"

#include <boost/json.hpp>
#include <cmath>

#include "base/format.hpp"

namespace np::score {
namespace {

namespace json = boost::json;

void row(std::string& text, const std::string& what, const std::string& value) {
  text += np::format("{:<32} {}\n", what, value);
}

std::string percent(double share) { return np::format("{:.0f} %", 100 * share); }

void rows(std::string& text, const Trigger& t) {
  row(text, np::format("events told within {:g} s", t.window),
      np::format("precision {:.2f}, recall {:.2f}, F1 {:.2f} ({} right, {} wrong, {} missed)", t.precision(),
                 t.recall(), t.f1(), t.right, t.wrong, t.missed));
  row(text, "  between event and line", np::format("mean {:.1f} s, p95 {:.1f} s", t.delay_mean, t.delay_p95));
}

double rounded(double value) { return std::round(value * 1000) / 1000; }

json::object object(const Trigger& t) {
  return {{"window", t.window},
          {"precision", rounded(t.precision())},
          {"recall", rounded(t.recall())},
          {"f1", rounded(t.f1())},
          {"right", t.right},
          {"wrong", t.wrong},
          {"missed", t.missed},
          {"delay_mean", rounded(t.delay_mean)},
          {"delay_p95", rounded(t.delay_p95)}};
}

}  // namespace

std::string table(const Scorecard& c) {
  std::string text;
  row(text, "lines",
      np::format("{} in {:.1f} s, {:.1f} a minute; to speak them takes {} of the time", c.lines, c.seconds,
                 c.lines_a_minute, percent(c.spoken)));
  rows(text, c.trigger);
  rows(text, c.wide_trigger);
  row(text, "lines like one of the last eight", percent(c.repetition));
  row(text, "lines that only count or direct", percent(c.only_counts_or_directs));
  row(text, "filler, of the spoken time", percent(c.filler));
  row(text, "silence between lines",
      np::format("mean {:.1f} s, p95 {:.1f} s, longest {:.1f} s", c.silence_mean, c.silence_p95, c.silence_longest));
  row(text, "people counted within one",
      c.counts > 0 ? np::format("{} of {}", c.counts_near, c.counts) : "no line counts");
  return text;
}

std::string as_json(const Scorecard& c) {
  return json::serialize(json::object{
      {"seconds", c.seconds},
      {"lines", c.lines},
      {"lines_a_minute", rounded(c.lines_a_minute)},
      {"spoken", rounded(c.spoken)},
      {"trigger", object(c.trigger)},
      {"wide_trigger", object(c.wide_trigger)},
      {"repetition", rounded(c.repetition)},
      {"only_counts_or_directs", rounded(c.only_counts_or_directs)},
      {"filler", rounded(c.filler)},
      {"silence",
       {{"mean", rounded(c.silence_mean)}, {"p95", rounded(c.silence_p95)}, {"longest", rounded(c.silence_longest)}}},
      {"counts", {{"lines", c.counts}, {"within_one", c.counts_near}}}});
}

std::string line_by_line(std::span<const SpokenLine> lines, const Scorecard& card) {
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const LineVerdict& v = card.verdicts[i];
    std::string verdict;
    const auto add = [&](const std::string& word) { verdict += (verdict.empty() ? "" : ", ") + word; };
    if (v.right > 0) add(np::format("{} right", v.right));
    if (v.wrong > 0) add(np::format("{} wrong", v.wrong));
    if (v.people) add(np::format("counts {}", *v.people));
    if (v.repeated) add("again");
    if (v.only_counts_or_directs) {
      add("only counts or directs");
    } else if (v.filler) {
      add("filler");
    }
    text += np::format("{:7.1f}  {}  [{}]\n", lines[i].at, lines[i].text, verdict.empty() ? "-" : verdict);
  }
  return text;
}

}  // namespace np::score
