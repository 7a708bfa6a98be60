#include <unistd.h>

#include <iostream>

#include "app/checkup.hpp"
#include "base/format.hpp"
#include "cli/commands.hpp"
#include "cli/help_text.hpp"
#include "cli/messages.hpp"
#include "cli/terminal.hpp"
#include "config/profiles.hpp"

namespace np::command {
namespace {

using Kind = Finding::Kind;

// A file or another program has room for all of it.
constexpr std::size_t kWide = 4000;

struct Shown {
  std::string_view word;
  std::string_view colour;
};

Shown shown(Kind kind) {
  switch (kind) {
    case Kind::kGood: return {"ok", "\x1b[32m"};
    case Kind::kOff: return {"-", ""};
    case Kind::kWarning: return {"warning", "\x1b[33m"};
    case Kind::kProblem: return {"problem", "\x1b[31m"};
  }
  return {};
}

void print_settings(const Loaded& loaded, bool all, std::size_t width) {
  // Beside the value: its name and its origin.
  constexpr std::size_t kBeside = 52;
  const auto lines = effective_settings(loaded, width > kBeside + 20 ? width - kBeside : 20);
  std::size_t left_out = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (all || loaded.origin(setting_infos()[i].name) != Origin::kDefault)
      std::cout << lines[i] << "\n";
    else
      ++left_out;
  }
  if (left_out == lines.size())
    std::cout << messages::kEverySettingIsDefault << "\n";
  else if (left_out > 0)
    std::cout << np::format(messages::kOtherSettings, left_out) << "\n";
}

std::string counted(int number, std::string_view noun) {
  return np::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

}  // namespace

bool check(const Loaded& loaded, bool all) {
  const auto terminal = terminal_width(STDOUT_FILENO);
  const std::size_t width = terminal.value_or(kWide);
  Loaded settled = loaded;
  settle_profile(settled, load_profiles(loaded.settings));
  print_settings(settled, all, width);
  std::cout << std::endl;

  int problems = 0, warnings = 0;
  check_up(settled, [&](const Finding& finding) {
    problems += finding.kind == Kind::kProblem;
    warnings += finding.kind == Kind::kWarning;
    constexpr std::size_t kLeft = 18;
    const auto [word, colour] = shown(finding.kind);
    std::cout << np::format("{:<9}{}{:<9}{}{}\n", finding.what, terminal ? colour : "", word,
                            terminal && !colour.empty() ? "\x1b[0m" : "",
                            wrapped(finding.sentence, width > kLeft + 20 ? width - kLeft : 20, kLeft))
              << std::flush;
  });
  std::string verdict = messages::kAllGood;
  if (problems > 0)
    verdict = counted(problems, "problem") + (warnings > 0 ? ", " + counted(warnings, "warning") : "") + ".";
  else if (warnings > 0)
    verdict = np::format(messages::kAllGoodBut, counted(warnings, "warning"));
  std::cout << "\n" << verdict << std::endl;
  return problems == 0;
}

}  // namespace np::command
