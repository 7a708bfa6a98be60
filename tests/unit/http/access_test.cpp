#include "http/pages/access.hpp"

#include <gmock/gmock.h>

#include "http/messages.hpp"

namespace np::http {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Request request(Fields headers, std::string_view target = "/api/status") {
  Request r{.method = "GET", .headers = std::move(headers)};
  EXPECT_TRUE(parse_target(target, r));
  return r;
}

int status(const Access& access, const Request& r) {
  const auto verdict = access.check(r);
  return verdict.answer ? verdict.answer->status : 200;
}

std::string header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

const Access open_access({.listen_host = "127.0.0.1", .allowed_hosts = {"show.example", "other.example:8443"}});
const Access locked(
    {.listen_host = "0.0.0.0", .token = "s3cret; ä", .watch_token = "l00k; ö", .allowed_hosts = {"show.example"}});

TEST(Access, TakesLoopbackNamesAndAllowedHosts) {
  for (const char* host : {"127.0.0.1", "127.0.0.1:8199", "localhost", "LOCALHOST:1", "[::1]", "[::1]:8199",
                           "show.example", "Show.Example:9000", "other.example:8443"})
    EXPECT_EQ(status(open_access, request({{"Host", host}})), 200) << host;
}

TEST(Access, TakesTheListenAddress) {
  const Access access({.listen_host = "192.168.1.5"});
  EXPECT_EQ(status(access, request({{"Host", "192.168.1.5:8199"}})), 200);
  EXPECT_EQ(status(access, request({{"Host", "192.168.1.6:8199"}})), 403);
}

TEST(Access, RefusesForeignHosts) {
  for (const char* host : {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8199", "192.168.1.5",
                           "other.example", "other.example:1", "[::2]"})
    EXPECT_EQ(status(open_access, request({{"Host", host}})), 403) << host;
}

TEST(Access, RefusesForeignOrigins) {
  for (const char* origin : {"http://evil.example", "null", "http://localhost:3000", "http://localhost", "x",
                             "https://localhost:8199.evil.example"})
    EXPECT_EQ(status(open_access, request({{"Host", "localhost:8199"}, {"Origin", origin}})), 403) << origin;
  for (const char* origin : {"http://localhost:8199", "https://localhost:8199", "https://show.example"})
    EXPECT_EQ(status(open_access, request({{"Host", "localhost:8199"}, {"Origin", origin}})), 200) << origin;
}

TEST(Access, RefusesPicturesEmbeddedByPagesOfOthersButNotLinks) {
  const auto from = [](std::string mode) {
    return request({{"Host", "localhost"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", std::move(mode)}});
  };
  EXPECT_EQ(status(open_access, from("no-cors")), 403);
  EXPECT_EQ(status(open_access, from("navigate")), 200);
}

TEST(Access, AsksForTheToken) {
  EXPECT_EQ(status(locked, request({{"Host", "localhost"}})), 401);
  EXPECT_EQ(status(locked, request({{"Host", "localhost"}}, "/")), 401);
  EXPECT_EQ(status(locked, request({{"Host", "localhost"}, {"Authorization", "Bearer s3cret; ä"}})), 200);
  EXPECT_EQ(status(locked, request({{"Host", "localhost"}, {"authorization", "bearer s3cret; ä"}})), 200);
  for (const char* wrong : {"Bearer", "Bearer ", "Bearer s3cret", "Bearer s3cret; äx", "Basic s3cret; ä", "s3cret; ä"})
    EXPECT_EQ(status(locked, request({{"Host", "localhost"}, {"Authorization", wrong}})), 401) << wrong;
}

TEST(Access, TakesTheCookieItSet) {
  const auto welcome = locked.check(request({{"Host", "192.168.1.5:8199"}}, "/?token=s3cret%3B%20%C3%A4")).answer;
  ASSERT_TRUE(welcome);
  EXPECT_EQ(welcome->status, 303);
  EXPECT_EQ(header(*welcome, "Location"), "./") << "it may be below a path of a proxy";
  const auto cookie = header(*welcome, "Set-Cookie");
  EXPECT_THAT(cookie, HasSubstr("; HttpOnly; SameSite=Strict"));
  EXPECT_THAT(cookie, HasSubstr("Path=/;"));
  EXPECT_EQ(cookie.find("Secure"), cookie.npos);

  const auto pair = cookie.substr(0, cookie.find(';'));
  EXPECT_THAT(pair, StartsWith("nerdpudding_token_8199="));
  EXPECT_EQ(status(locked, request({{"Host", "localhost:8199"}, {"Cookie", "a=b; " + pair + "; c=d"}})), 200);
  EXPECT_EQ(status(locked, request({{"Host", "localhost:8199"}, {"Cookie", pair + "x"}})), 401);
  EXPECT_EQ(status(locked, request({{"Host", "localhost"}, {"Cookie", "nerdpudding_token=%ZZ"}})), 401);
}

TEST(Access, AnotherProgramsCookieOfTheSameNameDoesNoHarm) {
  EXPECT_EQ(status(locked, request({{"Host", "localhost:1"},
                                    {"Cookie", "nerdpudding_token_1=x; nerdpudding_token_1=s3cret%3B%20%C3%A4"}})),
            200);
  EXPECT_EQ(status(locked, request({{"Host", "localhost:1"},
                                    {"Cookie", "nerdpudding_token_1=x; nerdpudding_token=s3cret%3B%20%C3%A4"}})),
            200)
      << "as earlier versions had it";
  EXPECT_EQ(status(locked, request({{"Host", "localhost:1"}, {"Cookie", "nerdpudding_token_2=s3cret%3B%20%C3%A4"}})),
            401);
}

TEST(Access, WhoWatchesMayLookAndNotSteer) {
  const auto as = [](const char* method, const char* token) {
    Request r = request({{"Host", "localhost"}, {"Authorization", std::string("Bearer ") + token}});
    r.method = method;
    return r;
  };
  for (const char* method : {"GET", "HEAD", "OPTIONS"}) {
    const auto verdict = locked.check(as(method, "l00k; ö"));
    EXPECT_FALSE(verdict.answer) << method;
    EXPECT_EQ(verdict.role, Role::kWatcher);
  }
  for (const char* method : {"POST", "PUT", "DELETE", "PATCH"}) {
    const auto verdict = locked.check(as(method, "l00k; ö"));
    ASSERT_TRUE(verdict.answer) << method;
    EXPECT_EQ(verdict.answer->status, 403);
    EXPECT_THAT(verdict.answer->body, HasSubstr("for watching"));
    EXPECT_FALSE(locked.check(as(method, "s3cret; ä")).answer);
  }
  EXPECT_EQ(locked.check(as("GET", "s3cret; ä")).role, Role::kController);
  EXPECT_EQ(open_access.check(request({{"Host", "localhost"}})).role, Role::kController);
  const auto link = locked.check(request({{"Host", "localhost:7"}}, "/?token=l00k%3B%20%C3%B6"));
  EXPECT_EQ(link.answer->status, 303);
  EXPECT_THAT(header(*link.answer, "Set-Cookie"), StartsWith("nerdpudding_token_7=l00k"));
}

TEST(Access, KnowsAGuess) {
  EXPECT_FALSE(locked.check(request({{"Host", "localhost"}})).guessed);
  EXPECT_TRUE(locked.check(request({{"Host", "localhost"}}, "/?token=x")).guessed);
  EXPECT_TRUE(locked.check(request({{"Host", "localhost"}, {"Authorization", "Bearer x"}})).guessed);
  EXPECT_TRUE(locked.check(request({{"Host", "localhost"}, {"Cookie", "nerdpudding_token=x"}})).guessed);
  EXPECT_FALSE(locked.check(request({{"Host", "localhost"}, {"Authorization", "Bearer s3cret; ä"}})).guessed);
}

TEST(Access, RefusesMalformedHosts) {
  for (const char* host : {"[", "]", ":", "[]:80", "[::1", "[::1]evil.example", "127.0.0.1:evil.example", "localhost:",
                           "localhost:123456", "localhost:80:80", "local host", "user@localhost", "localhost/x"})
    EXPECT_EQ(status(open_access, request({{"Host", host}})), 400) << host;
  EXPECT_EQ(status(open_access, request({{"Host", "localhost"}, {"host", "evil.example"}})), 400);
}

TEST(Access, MarksTheCookieSecureUnderTls) {
  const Access access({.listen_host = "0.0.0.0", .token = "t", .tls = true});
  EXPECT_THAT(header(*access.check(request({{"Host", "localhost"}}, "/?token=t")).answer, "Set-Cookie"),
              AllOf(StartsWith("__Host-nerdpudding_token_443=t;"), HasSubstr("; Secure")));
}

TEST(Access, SendsAVisitorFromAnotherSiteOnByAPage) {
  const auto welcome =
      locked
          .check(request({{"Host", "localhost"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}},
                         "/?token=s3cret;+%C3%A4"))
          .answer;
  ASSERT_TRUE(welcome);
  EXPECT_EQ(welcome->status, 200);
  EXPECT_THAT(welcome->body, HasSubstr("url=./"));
  EXPECT_EQ(welcome->body.find("s3cret"), std::string::npos);
}

TEST(Access, RefusesAWrongTokenInTheAddress) {
  EXPECT_EQ(status(locked, request({{"Host", "localhost"}}, "/?token=wrong")), 401);
  EXPECT_EQ(status(locked, request({{"Host", "localhost"}, {"Authorization", "Bearer s3cret; ä"}}, "/?token=")), 401);
}

TEST(Access, TakesTheTokenInTheAddressOfPagesAndOfWhatTheyShow) {
  EXPECT_EQ(status(locked, request({{"Host", "localhost"}}, "/api/status?token=s3cret%3B%20%C3%A4")), 401);
  EXPECT_EQ(status(locked, request({{"Host", "localhost"}}, "/api/share?token=s3cret%3B%20%C3%A4")), 401);
  for (const char* path : {"/api/live", "/api/stream", "/api/mjpeg", "/api/frame", "/api/audio-stream"}) {
    const auto verdict =
        locked.check(request({{"Host", "localhost"}}, path + std::string("?token=s3cret%3B%20%C3%A4")));
    EXPECT_FALSE(verdict.answer) << path;
    EXPECT_EQ(verdict.role, Role::kWatcher) << "whoever has the address may watch, not more";
    const auto wrong = locked.check(request({{"Host", "localhost"}}, path + std::string("?token=x")));
    EXPECT_EQ(wrong.answer->status, 401) << path;
    EXPECT_TRUE(wrong.guessed);
  }
}

TEST(Access, GivesFramesACookieThatOnlyWatches) {
  const auto shown = locked.check(request({{"Host", "localhost:8199"}}, "/embed?size=30&token=s3cret%3B%20%C3%A4"));
  EXPECT_FALSE(shown.answer);
  EXPECT_EQ(shown.role, Role::kWatcher);
  ASSERT_EQ(shown.headers.size(), 1u);
  const std::string cookie = shown.headers[0].second;
  EXPECT_THAT(cookie, AllOf(StartsWith("nerdpudding_frame_8199="), HasSubstr("; HttpOnly; SameSite=Strict")));
  const Fields with_it{{"Host", "localhost:8199"}, {"Cookie", cookie.substr(0, cookie.find(';'))}};
  EXPECT_EQ(locked.check(request(with_it)).role, Role::kWatcher);
  Request post = request(with_it, "/api/stop");
  post.method = "POST";
  EXPECT_EQ(locked.check(post).answer->status, 403);

  const Access tls({.listen_host = "0.0.0.0", .token = "t", .tls = true});
  const auto secure = tls.check(request({{"Host", "localhost"}}, "/overlay?token=t"));
  ASSERT_EQ(secure.headers.size(), 1u);
  EXPECT_THAT(secure.headers[0].second,
              AllOf(StartsWith("__Host-nerdpudding_frame_443=t;"), HasSubstr("; SameSite=None; Secure; Partitioned")));
}

TEST(Access, PartsOfThePageAreOpenAndThePageIsNot) {
  for (const char* path : {"/style.css", "/main.js", "/icon.svg", "/icon-192.png", "/manifest.webmanifest", "/overlay",
                           "/embed", "/sign-in", "/overlay?token=x"}) {
    const auto verdict = locked.check(request({{"Host", "localhost"}, {"Cookie", "nerdpudding_token=old"}}, path));
    EXPECT_FALSE(verdict.answer) << path;
    EXPECT_EQ(verdict.role, Role::kNobody) << path;
    EXPECT_EQ(verdict.guessed, std::string_view(path).contains('?')) << path;
    EXPECT_TRUE(verdict.headers.empty()) << path;
  }
  for (const char* path : {"/", "/index.html", "/overlay.html", "/api/qr.svg", "/api/share", "/a/b.js", "/js", "/.env"})
    EXPECT_EQ(status(locked, request({{"Host", "localhost"}}, path)), 401) << path;
  Request post = request({{"Host", "localhost"}}, "/overlay");
  post.method = "POST";
  EXPECT_EQ(status(locked, post), 401);
}

TEST(Access, OfAForeignHostOnlyWhatTellsSoIsOpen) {
  for (const char* path : {"/sign-in.css", "/icon.svg"})
    EXPECT_EQ(status(locked, request({{"Host", "evil.example"}}, path)), 200) << path;
  for (const char* path : {"/", "/style.css", "/overlay", "/sign-in", "/api/status"}) {
    const auto verdict = locked.check(request({{"Host", "evil.example"}}, path));
    ASSERT_TRUE(verdict.answer) << path;
    EXPECT_EQ(verdict.answer->status, 403) << path;
    EXPECT_EQ(verdict.answer->sentence, messages::kUnknownHost);
  }
}

TEST(Access, LetsInWhoSendsTheForm) {
  const auto form = [](std::string body, Fields more = {}) {
    Request r =
        request({{"Host", "localhost:8199"}, {"Content-Type", "application/x-www-form-urlencoded"}}, "/sign-in");
    r.headers.insert(r.headers.end(), more.begin(), more.end());
    r.method = "POST";
    r.body = std::move(body);
    return r;
  };
  const auto in = locked.check(form("token=s3cret%3B+%C3%A4&to=embed%3Fsize%3D30"));
  ASSERT_TRUE(in.answer);
  EXPECT_EQ(in.answer->status, 303);
  EXPECT_EQ(in.role, Role::kController);
  EXPECT_EQ(header(*in.answer, "Location"), "./embed?size=30");
  EXPECT_THAT(header(*in.answer, "Set-Cookie"),
              AllOf(StartsWith("nerdpudding_token_8199=s3cret"), HasSubstr("SameSite=Strict")));
  EXPECT_EQ(locked.check(form("token=l00k%3B+%C3%B6")).role, Role::kWatcher);

  for (const char* body : {"token=wrong", "token=", "to=x", ""}) {
    const auto out = locked.check(form(body, {{"Cookie", "nerdpudding_token=s3cret%3B%20%C3%A4"}}));
    EXPECT_EQ(out.answer->status, 401) << body;
    EXPECT_TRUE(out.guessed) << body;
    EXPECT_EQ(header(*out.answer, "Set-Cookie"), "") << body;
  }
  EXPECT_EQ(locked.check(form("token=%ZZ")).answer->status, 422);
  EXPECT_EQ(locked.check(form("token=s3cret%3B+%C3%A4", {{"Origin", "http://evil.example"}})).answer->status, 403);
  EXPECT_EQ(locked.check(form("token=s3cret%3B+%C3%A4", {{"Origin", "null"}})).answer->status, 403);
  EXPECT_EQ(header(*open_access.check(form("token=x")).answer, "Set-Cookie"), "") << "none is asked for";
}

TEST(Access, LetsInThePagesOwnDialog) {
  Request r = request({{"Host", "localhost"}, {"Content-Type", "application/json"}}, "/sign-in");
  r.method = "POST";
  r.body = R"({"token":"l00k; ö"})";
  const auto in = locked.check(r);
  EXPECT_EQ(in.answer->status, 200);
  EXPECT_EQ(in.answer->body, R"({"status":"ok","access":"watch"})");
  EXPECT_THAT(header(*in.answer, "Set-Cookie"), StartsWith("nerdpudding_token_80=l00k"));
  r.body = "[]";
  EXPECT_EQ(locked.check(r).answer->status, 422);
}

TEST(Access, WithATokenAnyAddressIsAHostButNoForeignName) {
  EXPECT_EQ(status(locked, request({{"Host", "10.0.0.7:8199"}, {"Authorization", "Bearer s3cret; ä"}})), 200);
  EXPECT_EQ(status(locked, request({{"Host", "[fe80::1]:8199"}, {"Authorization", "Bearer s3cret; ä"}})), 200);
  EXPECT_EQ(status(locked, request({{"Host", "evil.example"}, {"Authorization", "Bearer s3cret; ä"}})), 403);
}

TEST(Access, HealthIsOpen) {
  EXPECT_EQ(status(locked, request({{"Host", "evil.example"}}, "/healthz")), 200);
  EXPECT_EQ(status(open_access, request({}, "/healthz")), 200);
}

TEST(Access, AnErrorHoldsNoSecret) {
  const auto response = locked.check(request({{"Host", "localhost"}, {"Authorization", "Bearer wrong"}})).answer;
  EXPECT_EQ(response->body.find("s3cret"), std::string::npos);
  EXPECT_EQ(header(*response, "WWW-Authenticate"), "Bearer");
}

}  // namespace
}  // namespace np::http
