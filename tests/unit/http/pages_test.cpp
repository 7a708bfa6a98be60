#include "http/pages/pages.hpp"

#include <gmock/gmock.h>

#include "http/messages.hpp"
#include "http/pages/assets.hpp"
#include "http/pages/page_words.hpp"

namespace np::http {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Request browser(std::string_view target, std::string method = "GET") {
  Request request{.method = std::move(method), .headers = {{"Accept", "text/html,*/*;q=0.8"}}};
  EXPECT_TRUE(parse_target(target, request));
  return request;
}

std::string body(int status, std::string_view sentence, const Request& request, bool guessed = false) {
  const Pages pages(Assets::shape("sign-in.html"));
  const Response page = pages.dressed(failure(status, sentence), request, guessed);
  EXPECT_EQ(page.status, status);
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_THAT(page.body, Not(HasSubstr("{{")));
  EXPECT_THAT(page.body, Not(HasSubstr(" style=")));
  EXPECT_THAT(page.body, Not(HasSubstr("<script")));
  return page.body;
}

TEST(Pages, AskAPersonForTheToken) {
  const std::string page = body(401, messages::kTokenNeeded, browser("/"));
  EXPECT_THAT(page, AllOf(HasSubstr("<h1>Sign in</h1>"), HasSubstr("action=\"./sign-in\" >"),
                          HasSubstr("name=\"to\" value=\"\""), HasSubstr("<div hidden>")));
  EXPECT_THAT(page, Not(HasSubstr(messages::kTokenWrong)));
}

TEST(Pages, SayThatATokenIsWrongOrOld) {
  EXPECT_THAT(body(401, "x", browser("/?token=x"), true), HasSubstr(messages::kTokenWrong));
  EXPECT_THAT(body(401, "x", browser("/"), true), HasSubstr(messages::kTokenOutdated));
  Request form = browser("/sign-in", "POST");
  form.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  form.body = "token=x&to=embed";
  EXPECT_THAT(body(401, "x", form, true), AllOf(HasSubstr(messages::kTokenWrong), HasSubstr("value=\"embed\"")));
}

TEST(Pages, NameEverythingFromWhereTheyAre) {
  EXPECT_THAT(body(401, "x", browser("/api/status?a=b")),
              AllOf(HasSubstr("action=\"./../sign-in\""), HasSubstr("href=\"./../sign-in.css\""),
                    HasSubstr("value=\"api/status?a=b\"")));
}

TEST(Pages, SayInASentenceWhyThereIsNothing) {
  for (const int status : {400, 403, 404, 405, 503})
    EXPECT_THAT(body(status, "Because of \"this\" & <that>.", browser("/x")),
                AllOf(HasSubstr("Because of &quot;this&quot; &amp; &lt;that&gt;."), HasSubstr("\" hidden>"),
                      HasSubstr(status == 403 ? "<p hidden><a href=\"./\"" : "<p ><a href=\"./\"")));
}

TEST(Pages, SpeakTheLanguageThatTheBrowserAsksForOrThatWasChosen) {
  const auto spoken = [](std::string_view accepts, std::string_view cookie = {}) {
    Request request{
        .method = "GET",
        .path = "/",
        .headers = {
            {"Accept", "text/html"}, {"Accept-Language", std::string(accepts)}, {"Cookie", std::string(cookie)}}};
    return std::string(words_for(request).language);
  };
  EXPECT_EQ(spoken("de-AT,de;q=0.9,en;q=0.8"), "de");
  EXPECT_EQ(spoken("fr-CH, es;q=0.4, DE;q=0.7, *;q=0.1"), "de");
  EXPECT_EQ(spoken("fr,ja;q=0.5"), "en");
  EXPECT_EQ(spoken(""), "en");
  EXPECT_EQ(spoken("de;q=0"), "en");
  EXPECT_EQ(spoken("de;q=nonsense,;;,=,es;q=0.2"), "es");
  EXPECT_EQ(spoken("en", "a=b; nerdpudding_language=es"), "es");
  EXPECT_EQ(spoken("es", "nerdpudding_language=xx"), "es");
}

TEST(Pages, AreWholeInEachLanguage) {
  for (const char* language : {"en", "de", "es"}) {
    Request request = browser("/");
    request.headers.emplace_back("Accept-Language", language);
    const std::string page = body(401, "x", request, true);
    EXPECT_THAT(page, AllOf(HasSubstr(std::string("<html lang=\"") + language), Not(HasSubstr("></h1>")),
                            Not(HasSubstr("<li></li>")), Not(HasSubstr("<p></p>")),
                            Not(HasSubstr("<summary></summary>")), Not(HasSubstr("\"token\"></label>"))));
    const bool translates = translated(messages::kTokenOutdated, language).has_value();
    EXPECT_EQ(translates, std::string_view(language) != "en");
    EXPECT_THAT(page, HasSubstr(translated(messages::kTokenOutdated, language).value_or(messages::kTokenOutdated)));
  }
}

TEST(Pages, SayInEnglishWhatHasNoTranslation) {
  Request request = browser("/x");
  request.headers.emplace_back("Accept-Language", "de");
  EXPECT_THAT(body(400, "Something odd.", request),
              AllOf(HasSubstr("<h1>Das hat nicht geklappt</h1>"), HasSubstr("<p lang=\"en\">Something odd.</p>")));
}

TEST(Pages, AreForBrowsersOfPeopleOnly) {
  const Pages pages("<p>{{sentence}}");
  Request script = browser("/");
  script.headers = {{"Accept", "*/*"}};
  EXPECT_EQ(pages.dressed(failure(404, "No."), script, false).body, R"({"detail":"No."})");
  EXPECT_EQ(pages.dressed(failure(401, "No."), browser("/api/stop", "POST"), false).body, R"({"detail":"No."})");
  EXPECT_EQ(pages.dressed({.body = "ok"}, browser("/"), false).body, "ok");
  EXPECT_EQ(pages.dressed(failure(404, "No {{to}}."), browser("/"), false).body, "<p>No {{to}}.");
}

}  // namespace
}  // namespace np::http
