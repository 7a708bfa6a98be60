#include "config/dotenv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "base/format.hpp"
#include "config/messages.hpp"
#include "folder.hpp"

namespace np {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs parse(std::string_view text, const SettingTexts& environment = {}) {
  Pairs pairs;
  for (const DotenvEntry& entry : parse_dotenv(text, ".env", environment)) pairs.emplace_back(entry.name, entry.value);
  return pairs;
}

struct Case {
  std::string text;
  std::string value;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.text; }

class OneLine : public ::testing::TestWithParam<Case> {};
TEST_P(OneLine, GivesItsValue) {
  EXPECT_THAT(parse(GetParam().text), ElementsAre(std::pair<std::string, std::string>("A", GetParam().value)));
}

INSTANTIATE_TEST_SUITE_P(
    Dotenv, OneLine,
    ::testing::Values(Case{"A=b", "b"}, Case{"A=b\n", "b"}, Case{"  A = b  ", "b"}, Case{"A=", ""},
                      Case{"A=two words", "two words"}, Case{"export A=b", "b"}, Case{"export\tA='b'", "b"},
                      Case{"A=b # comment", "b"}, Case{"A=b#c", "b#c"}, Case{"A= # comment", ""}, Case{"A=#b", "#b"},
                      Case{"A='b # c'", "b # c"}, Case{"A=\"b # c\" # d", "b # c"}, Case{"A=''", ""},
                      Case{"A=\"\"", ""}, Case{"A='it\\'s'", "it's"}, Case{"A='a\\nb'", "a\\nb"},
                      Case{"A=\"a\\nb\\t\\\"c\\\\\"", "a\nb\t\"c\\"}, Case{"A=\"\\d\"", "\\d"},
                      Case{"A=\"a\nb\"", "a\nb"}, Case{"A='a\r\nb'", "a\nb"}, Case{"A=b\\n", "b\\n"},
                      Case{"A=b=c", "b=c"}, Case{"A=it's", "it's"}, Case{"A=b\r\n", "b"},
                      Case{"\xEF\xBB\xBF"
                           "A=b",
                           "b"},
                      Case{"A='${HOME}'", "${HOME}"}, Case{"A=${NONE:-x}", "x"}, Case{"A=\"${NONE}y\"", "y"},
                      Case{"A=$B", "$B"}, Case{"A=${B", "${B"}, Case{"A=ä", "ä"}));

TEST(Dotenv, LinesAreCounted) {
  const auto entries = parse_dotenv("# one\r\n\r\nA='x\r\ny'\r\n  # five\r\nB=1", ".env", {});
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].line, 3);
  EXPECT_EQ(entries[1].line, 6);
}

TEST(Dotenv, ANameCalledExportIsAName) {
  EXPECT_THAT(parse("export=1\n"), ElementsAre(std::pair<std::string, std::string>("export", "1")));
}

TEST(Dotenv, NamesAreLookedUpInTheEnvironmentAndThenAbove) {
  EXPECT_EQ(parse("A=1\nB=${A}${C}\n", {{"A", "2"}, {"C", "3"}}).back().second, "23");
  EXPECT_EQ(parse("A=1\nA=4\nB=\"<${A}>\"\n").back().second, "<4>");
}

TEST(Dotenv, EmptyFilesAndCommentsAreNothing) {
  EXPECT_THAT(parse(""), IsEmpty());
  EXPECT_THAT(parse("\n\n  # nothing\n\t\n#"), IsEmpty());
}

class Malformed : public ::testing::TestWithParam<Case> {};
TEST_P(Malformed, NamesTheLineAndNotTheText) {
  try {
    parse_dotenv(GetParam().text, ".env", {});
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kInvalid);
    EXPECT_EQ(e.message(), GetParam().value);
  }
}

std::string of_line(int line, std::string_view what) { return np::format(messages::kOfDotenvLine, ".env", line, what); }
std::string open_quote(char quote) { return np::format(messages::kDotenvOpenQuote, quote); }

INSTANTIATE_TEST_SUITE_P(Dotenv, Malformed,
                         ::testing::Values(Case{"A=1\nSECRET", of_line(2, messages::kDotenvNoEquals)},
                                           Case{"A 1", of_line(1, messages::kDotenvNoEquals)},
                                           Case{"export A", of_line(1, messages::kDotenvNoEquals)},
                                           Case{"A: 1", of_line(1, messages::kDotenvNoEquals)},
                                           Case{"=1", of_line(1, messages::kDotenvNoName)},
                                           Case{"1A=1", of_line(1, messages::kDotenvNoName)},
                                           Case{"\n\n\"A\"=1", of_line(3, messages::kDotenvNoName)},
                                           Case{"A='1\n\nB=2", of_line(1, open_quote('\''))},
                                           Case{"B=\"\\\"", of_line(1, open_quote('"'))},
                                           Case{"A='1'2", of_line(1, messages::kDotenvTextAfterQuote)},
                                           Case{"A=\"a\nb\" c", of_line(1, messages::kDotenvTextAfterQuote)},
                                           Case{"A=1\nB=\xff\n", of_line(2, messages::kDotenvNoText)},
                                           Case{std::string("A=\0", 3), of_line(1, messages::kDotenvNoText)}));

TEST(Dotenv, AMissingFileIsEmptyAndAHugeOneIsRefused) {
  const Folder folder;
  EXPECT_THAT(read_dotenv(folder / ".env", {}), IsEmpty());
  folder.write("big.env", std::string(2 << 20, '#'));
  EXPECT_THROW(read_dotenv(folder / "big.env", {}), Error);
}

}  // namespace
}  // namespace np
