#include "cli/help_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace np {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Manual manual() {
  Manual m{.about = "It tells what happens."};
  m.settings = {{.names = {"--port", "--server-port"},
                 .value = "N",
                 .help = "Port to listen on",
                 .default_text = "8199",
                 .group = "Access"},
                {.names = {"--talk", "--no-talk"},
                 .value = "on|off",
                 .help = "Speak",
                 .default_text = "true",
                 .group = "The voice"}};
  m.commands = {{.name = "serve",
                 .summary = "Serve the page",
                 .flags = {{.names = {"-o", "--open"}, .help = "Open the page"}},
                 .settings = {"--port", "--talk"},
                 .examples = {"nerdpudding serve --open"}},
                {.name = "say",
                 .summary = "Speak a text",
                 .arguments = {{.names = {"text"}, .value = "TEXT", .help = "What to say", .required = true}},
                 .settings = {"--talk"}}};
  m.flags = {{.names = {"-h", "--help"}, .help = "Show this help"}};
  m.common = {"--port"};
  m.examples = {"nerdpudding serve"};
  return m;
}

std::size_t longest_line(const std::string& text) {
  std::istringstream in(text);
  std::size_t longest = 0;
  for (std::string line; std::getline(in, line);) longest = std::max(longest, line.size());
  return longest;
}

TEST(HelpText, IsShortUnlessAllIsWanted) {
  const std::string text = help_text(manual(), false, 80);
  EXPECT_THAT(text, HasSubstr("--port, --server-port N"));
  EXPECT_THAT(text, HasSubstr("Port to listen on (default 8199)"));
  EXPECT_THAT(text, Not(HasSubstr("--talk")));
  EXPECT_THAT(help_text(manual(), true, 80), HasSubstr("--talk on|off, --no-talk  Speak (default on)"));
}

TEST(HelpText, OfACommandHasItsOwn) {
  const Manual m = manual();
  const std::string text = help_text(m, *m.command("say"), false, 80);
  EXPECT_THAT(text, HasSubstr("Usage: nerdpudding say [flags] <text>\n"));
  EXPECT_THAT(text, HasSubstr("Speak (default on)"));
  EXPECT_THAT(text, Not(HasSubstr("--port")));
  EXPECT_THAT(help_text(m, *m.command("serve"), false, 80), HasSubstr("Example:\n  nerdpudding serve --open\n"));
}

TEST(HelpText, KeepsToTheTerminal) {
  for (const std::size_t width : {40, 60, 80, 200}) {
    EXPECT_LE(longest_line(help_text(manual(), true, width)), std::max<std::size_t>(width, 52)) << width;
  }
}

TEST(Wrapped, BreaksBetweenWordsAndCountsCharacters) {
  EXPECT_EQ(wrapped("one two three", 7, 2), "one two\n  three");
  EXPECT_EQ(wrapped("\u00e4\u00f6\u00fc \u00e4\u00f6\u00fc", 7, 0), "\u00e4\u00f6\u00fc \u00e4\u00f6\u00fc");
  EXPECT_EQ(wrapped("endlessword", 4, 1), "endlessword");
  EXPECT_EQ(wrapped("", 4, 1), "");
}

}  // namespace
}  // namespace np
