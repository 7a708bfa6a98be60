// The server's manners on a real socket: requests, limits, garbage, TLS, its end.
#include "http/server/server.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/format.hpp"
#include "http/messages.hpp"
#include "messages.hpp"
#include "unit/http/client.hpp"
#include "unit/http/served.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;
using test::Client;
using test::says;
using test::Served;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(Server, AnswersOnOneConnectionInOrder) {
  Served served;
  Client client(served.port());
  client.get("/api/status");
  const auto status = client.read_answer();
  EXPECT_EQ(status.status, 200);
  EXPECT_EQ(status.headers.at("content-type"), "application/json");
  EXPECT_THAT(status.body, HasSubstr("\"version\":\"1.2.3\""));
  client.post("/api/instruction", R"({"instruction":"look"})");
  EXPECT_EQ(client.read_answer().body, R"({"status":"ok","instruction":"look"})");
}

TEST(Server, AnswersPipelinedRequests) {
  Served served;
  Client client(served.port());
  std::string all;
  for (int i = 0; i < 20; ++i)
    all += np::format(
        "POST /api/instruction HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n{{\"instruction\":\"{}\"}}",
        17 + std::to_string(i).size() + 1, i);
  client.send(all);
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(client.read_answer().body, np::format("{{\"status\":\"ok\",\"instruction\":\"{}\"}}", i));
}

TEST(Server, TakesARequestInCrumbs) {
  Served served;
  Client client(served.port());
  for (const char c : std::string_view("POST /api/profiles HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n"
                                       "{\"profile\":\"sports\"}"))
    client.send({&c, 1});
  EXPECT_EQ(client.read_answer().status, 200);
}

TEST(Server, TakesAChunkedBodyAndExpect) {
  Served served;
  Client client(served.port());
  client.send(
      "POST /api/profiles HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("5\r\n{\"pro\r\nf\r\nfile\":\"sports\"}\r\n0\r\n\r\n");
  EXPECT_EQ(client.read_answer().status, 200);
}

TEST(Server, ClosesWhenAsked) {
  Served served;
  Client client(served.port());
  client.get("/healthz", "Connection: close\r\n");
  EXPECT_EQ(client.read_answer().headers.at("connection"), "close");
  EXPECT_EQ(client.read_rest(), "");
  Client old(served.port());
  old.send("GET /healthz HTTP/1.0\r\n\r\n");
  EXPECT_THAT(old.read_rest(), StartsWith("HTTP/1.1 200 OK"));
}

TEST(Server, HeadHasNoBody) {
  Served served;
  Client client(served.port());
  for (const char* path : {"/", "/api/status", "/api/frame", "/api/mjpeg", "/api/stream", "/api/audio-stream"}) {
    client.send(np::format("HEAD {} HTTP/1.1\r\nHost: localhost\r\n\r\n", path));
    const auto answer = client.read_answer(false);
    EXPECT_EQ(answer.status, path == std::string_view("/api/frame") ? 404 : 200) << path;
  }
  client.get("/healthz");
  EXPECT_EQ(client.read_answer().body, R"({"status":"ok"})");
  EXPECT_EQ(served.on_loop([](test::FakeShow& show) { return show.came; }), 0);
}

TEST(Server, KnowsItsRoutes) {
  Served served;
  EXPECT_EQ(test::get(served.port(), "/api/nothing").status, 404);
  EXPECT_THAT(test::get(served.port(), "/nothing.js").body, HasSubstr("\"detail\""));
  const auto wrong = test::post(served.port(), "/api/status", "");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.headers.at("allow"), "GET, HEAD, OPTIONS");
  Client client(served.port());
  client.send(
      "OPTIONS /api/profiles HTTP/1.1\r\nHost: localhost\r\n\r\nDELETE /api/profiles HTTP/1.1\r\nHost: "
      "localhost\r\n\r\n");
  const auto options = client.read_answer();
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.headers.at("allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_FALSE(options.headers.contains("access-control-allow-origin"));
  EXPECT_EQ(client.read_answer().status, 405);
  EXPECT_THAT(test::get(served.port(), "/openapi.json").body, HasSubstr("\"openapi\":\"3.1.0\""));
  EXPECT_THAT(test::get(served.port(), "/metrics").body,
              HasSubstr("np_http_requests_total{route=\"/openapi.json\",status=\"200\"}"));
}

TEST(Server, ServesThePage) {
  Served served;
  const auto page = test::get(served.port(), "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.headers.at("content-type"), "text/html; charset=utf-8");
  EXPECT_THAT(page.headers.at("content-security-policy"), HasSubstr("frame-ancestors 'none'"));
  EXPECT_THAT(page.body, HasSubstr("NerdPudding"));
  const auto etag = page.headers.at("etag");
  const auto again = test::get(served.port(), "/", np::format("If-None-Match: {}\r\n", etag));
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.headers.at("etag"), etag);
  EXPECT_EQ(test::get(served.port(), "/index.html").body, page.body);
}

TEST(Server, ServesThePageFromAFolder) {
  const auto folder = std::filesystem::temp_directory_path() / np::format("np-web-{}", getpid());
  std::filesystem::create_directories(folder / "inner");
  std::ofstream(folder / "index.html") << "mine";
  std::ofstream(folder / ".hidden") << "no";
  Served served({.web_dir = folder});
  EXPECT_EQ(test::get(served.port(), "/").body, "mine");
  std::ofstream(folder / "index.html") << "changed";
  EXPECT_EQ(test::get(served.port(), "/").body, "changed");
  for (const char* path : {"/.hidden", "/..", "/inner", "/%2e%2e", "/..%2fetc%2fpasswd", "/none.js", "/../etc/passwd"})
    EXPECT_EQ(test::get(served.port(), path).status, 404) << path;
  std::filesystem::remove_all(folder);
}

TEST(Server, RefusesForeignPages) {
  Served served;
  EXPECT_EQ(test::get(served.port(), "/api/status", "Origin: http://evil.example\r\n").status, 403);
  EXPECT_EQ(test::post(served.port(), "/api/stop", "", "Origin: http://evil.example\r\n").status, 403);
  EXPECT_EQ(served.on_loop([](test::FakeShow& show) { return show.stops; }), 0);
  Client client(served.port());
  client.send("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  EXPECT_EQ(client.read_answer().status, 403);
  client.send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(client.read_answer().status, 400);
}

TEST(Server, AsksForTheToken) {
  Served served({.token = "abc"});
  EXPECT_EQ(served.url(), np::format("http://127.0.0.1:{}/?token=…", served.port())) << "those who set it know it";
  EXPECT_TRUE(Served({.token = "abc", .token_is_made = true}).url().ends_with("/?token=abc"));
  EXPECT_EQ(test::get(served.port(), "/api/status").status, 401);
  EXPECT_EQ(test::get(served.port(), "/api/mjpeg").status, 401);
  EXPECT_EQ(test::get(served.port(), "/api/nothing").status, 401);
  EXPECT_EQ(test::get(served.port(), "/healthz").status, 200);
  EXPECT_EQ(test::get(served.port(), "/?token=abd").status, 401);
  EXPECT_EQ(test::get(served.port(), "/api/status", "Authorization: Bearer abc\r\n").status, 200);
  const auto welcome = test::get(served.port(), "/?token=abc");
  EXPECT_EQ(welcome.status, 303);
  EXPECT_EQ(welcome.headers.at("location"), "./");
  const auto cookie = welcome.headers.at("set-cookie");
  EXPECT_EQ(test::get(served.port(), "/", "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n").status, 200);
}

TEST(Server, RefusesALargeBody) {
  Served served;
  Client announced(served.port());
  announced.send("POST /api/instruction HTTP/1.1\r\nHost: localhost\r\nContent-Length: 65537\r\n\r\n");
  EXPECT_EQ(announced.read_answer().status, 413);
  EXPECT_EQ(announced.read_rest(), "");

  Client sent(served.port());
  sent.post("/api/instruction", std::string(200'000, 'x'));
  const auto answer = sent.read_answer();
  EXPECT_EQ(answer.status, 413);
  EXPECT_THAT(answer.body, says(messages::kBodyTooLarge, 64));

  Client chunked(served.port());
  chunked.send("POST /api/instruction HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 5; ++i) chunked.send("4000\r\n" + std::string(0x4000, 'x') + "\r\n");
  EXPECT_EQ(chunked.read_answer().status, 413);

  EXPECT_EQ(test::post(served.port(), "/api/stop", std::string(65536, 'x')).status, 200);
}

TEST(Server, RefusesLargeHeaders) {
  Served served;
  Client client(served.port());
  client.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(20'000, 'x'));
  EXPECT_EQ(client.read_answer().status, 431);
  EXPECT_EQ(client.read_rest(), "");
}

TEST(Server, SurvivesGarbage) {
  Served served;
  std::string noise(5000, '\0');
  std::uint32_t seed = 1;
  for (auto& c : noise) c = static_cast<char>((seed = seed * 1664525 + 1013904223) >> 24);
  for (const auto& bytes :
       {std::string("\r\n\r\n\r\n"), std::string("\0\0\0\0", 4), std::string("GET\r\n\r\n"), noise,
        std::string("GET / HTTP/9.9\r\n\r\n"), std::string("GET / HTTP/1.1\r\nHost: localhost\r\n: x\r\n\r\n"),
        std::string("GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        std::string("POST /api/stop HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n"),
        std::string("POST /api/stop HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"),
        std::string("POST /api/stop HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")}) {
    Client client(served.port());
    client.send(bytes);
    EXPECT_EQ(client.read_answer().status, 400) << bytes.substr(0, 40);
  }
  EXPECT_EQ(test::get(served.port(), "/healthz").status, 200);
}

TEST(Server, ForgetsHalfRequests) {
  Served served;
  const std::string whole =
      "POST /api/profiles HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n{\"profile\":\"sports\"}";
  for (std::size_t n = 0; n < whole.size(); n += 7) {
    Client client(served.port());
    client.send(whole.substr(0, n));
  }
  EXPECT_EQ(test::get(served.port(), "/healthz").status, 200);
  EXPECT_EQ(served.on_loop([](test::FakeShow& show) { return show.now.active_profile; }), "default");
}

TEST(Server, ClosesWhoIsTooSlow) {
  ServerOptions options;
  options.limits.request_time = 300ms;
  options.limits.idle_time = 300ms;
  Served served(options);
  Client silent(served.port());
  Client slow(served.port());
  slow.send("GET / HTT");
  Client idle(served.port());
  idle.get("/healthz");
  EXPECT_EQ(idle.read_answer().status, 200);
  EXPECT_EQ(silent.read_rest(), "");
  EXPECT_EQ(slow.read_rest(), "");
  EXPECT_EQ(idle.read_rest(), "");
}

TEST(Server, RefusesTooManyConnections) {
  ServerOptions options;
  options.token = "abc";
  options.limits.max_connections = 3;
  Served served(options);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<Client>(served.port()));
    clients.back()->get("/api/stream", "Authorization: Bearer abc\r\n");
    EXPECT_EQ(clients.back()->read_head().status, 200);
  }
  const auto refused = test::get(served.port(), "/");
  EXPECT_EQ(refused.status, 503);
  EXPECT_THAT(refused.body, HasSubstr(messages::kTooManyConnections));
  EXPECT_EQ(test::get(served.port(), "/healthz").status, 200) << "there is always a place for these two";
  EXPECT_EQ(test::get(served.port(), "/api/status", "Authorization: Bearer abc\r\n").status, 200);
  clients[0]->close();
  int status = 503;
  while (status == 503) status = test::get(served.port(), "/").status;
  EXPECT_EQ(status, 401);
}

TEST(Server, WhoIdlesLocksNobodyOut) {
  for (const char* token : {"", "abc"}) {
    ServerOptions options;
    options.token = token;
    options.limits.max_connections = 8;
    options.limits.max_strangers = 6;
    options.limits.max_strangers_each = 4;
    Served served(options);
    Client known(served.port());
    known.get("/api/status", "Authorization: Bearer abc\r\n");
    EXPECT_EQ(known.read_answer().status, 200);
    std::vector<std::unique_ptr<Client>> idle;
    for (int i = 0; i < 100; ++i) {
      idle.push_back(std::make_unique<Client>(served.port()));
      if (i % 3 == 1) idle.back()->send("GET / HTT");
      EXPECT_EQ(test::get(served.port(), "/healthz").status, 200);
      EXPECT_EQ(test::get(served.port(), "/api/status", "Authorization: Bearer abc\r\n").status, 200);
    }
    EXPECT_EQ(idle.front()->read_rest(), "") << "it has gone for others";
    known.get("/api/status", "Authorization: Bearer abc\r\n");
    EXPECT_EQ(known.read_answer().status, 200) << "it is known, and stays";
  }
}

TEST(Server, RefusesBodiesInOtherCodings) {
  Served served;
  Client client(served.port());
  client.send("POST /api/stop HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");
  EXPECT_EQ(client.read_answer().status, 501);
  EXPECT_EQ(served.on_loop([](test::FakeShow& show) { return show.stops; }), 0);
}

TEST(Server, WhoWatchesIsToldOfNoPathsAndSteersNothing) {
  ServerOptions options;
  options.token = "abc";
  options.watch_token = "xyz";
  Served served(options);
  served.house().now.room.reason = "Something is wrong at private:7880.";
  served.house().now.publisher.reason = "Nothing comes from private.";
  served.on_loop([](test::FakeShow& show) {
    show.now.source.name = "/srv/private/match.mp4";
    show.now.source.reason = "/srv/private/match.mp4 may not be read.";
    show.now.engine.detail = "vLLM at private:8000 writes the commentary.";
    show.now.engine.awaited = "Something is wrong at private:8000.";
    show.now.voice.enabled = true;
    show.now.voice.reason = show.now.voice.awaited = "Something is wrong at private:8880.";
  });
  const auto as = [&](const char* token) {
    return test::get(served.port(), "/api/status", "Authorization: Bearer " + std::string(token) + "\r\n").body;
  };
  EXPECT_THAT(as("abc"), AllOf(HasSubstr("/srv/private/match.mp4 may"), HasSubstr(R"("access":"control")")));
  EXPECT_THAT(as("xyz"), AllOf(Not(HasSubstr("private")), HasSubstr(R"("source":"match.mp4")"),
                               HasSubstr(messages::kSourceIsAway), HasSubstr(R"("access":"watch")")));
  EXPECT_THAT(as("xyz"), AllOf(HasSubstr(messages::kModelIsAway), HasSubstr(messages::kVoiceIsAway),
                               HasSubstr(messages::kRoomIsAway), HasSubstr(messages::kPublisherIsGone)));
  EXPECT_EQ(test::post(served.port(), "/api/stop", "", "Authorization: Bearer xyz\r\n").status, 403);
  EXPECT_EQ(served.on_loop([](test::FakeShow& show) { return show.stops; }), 0);
  for (const char* token : {"abc", "xyz"}) {
    Client events(served.port()), live(served.port());
    events.get("/api/stream", "Authorization: Bearer " + std::string(token) + "\r\n");
    EXPECT_EQ(events.read_head().status, 200);
    EXPECT_EQ(live.upgrade("/api/live", "Authorization: Bearer " + std::string(token) + "\r\n").status, 101);
    const std::string hello = live.read_payload(1);
    served.on_loop([](test::FakeShow& show) {
      show.log.append(Clock::now(),
                      SourceChanged{.name = "rtsp://cam:554/key/live", .state = "waiting", .reason = "why"});
      show.log.append(Clock::now(), RoomChanged{.room = "yard", .connected = false, .reason = "why"});
      show.log.append(Clock::now(), LineEnded{.cycle = 1, .outcome = Outcome::kFailed, .error = "why"});
    });
    std::string told = hello;
    for (int i = 0; i < 3; ++i) told += events.read_until("}\n\n") + live.read_payload(1);
    if (*token == 'a')
      EXPECT_THAT(told, AllOf(HasSubstr("rtsp://cam:554/key/live"), HasSubstr("why"), HasSubstr("private")));
    else
      EXPECT_THAT(told, AllOf(Not(HasSubstr("key")), Not(HasSubstr("why")), Not(HasSubstr("private")),
                              HasSubstr("rtsp://cam:554")));
  }
}

TEST(Server, LeavesRoomForRequestsBesideStreams) {
  ServerOptions options;
  options.limits.max_streams = 2;
  Served served(options);
  Client first(served.port());
  Client second(served.port());
  first.get("/api/stream");
  second.get("/api/stream");
  EXPECT_EQ(first.read_head().status, 200);
  EXPECT_EQ(second.read_head().status, 200);
  EXPECT_EQ(test::get(served.port(), "/api/mjpeg").status, 503);
  EXPECT_EQ(test::get(served.port(), "/api/status").status, 200);
}

TEST(Server, StartingOneSourceBlocksNobody) {
  Served served;
  served.on_loop([](test::FakeShow& show) { show.start_waits = true; });
  Client client(served.port());
  client.post("/api/start", R"({"source":"rtsp://cam"})");
  ASSERT_TRUE(served.wait_for([](test::FakeShow& show) { return show.starting != nullptr; }));
  EXPECT_EQ(test::get(served.port(), "/api/status").status, 200);
  served.on_loop([](test::FakeShow& show) { show.finish_start({}); });
  EXPECT_EQ(client.read_answer().body,
            R"({"status":"started","source":"rtsp://cam","source_state":"stopped","source_reason":null})");
}

TEST(Server, OutlivedByAStartThatComesLater) {
  Served served;
  served.on_loop([](test::FakeShow& show) { show.start_waits = true; });
  Client client(served.port());
  client.post("/api/start", R"({"source":"rtsp://cam"})");
  ASSERT_TRUE(served.wait_for([](test::FakeShow& show) { return show.starting != nullptr; }));
  served.stop().finish_start({});
  EXPECT_EQ(client.read_rest(), "");
}

TEST(Server, EndsWithEverySortOfClientConnected) {
  Served served;
  std::vector<std::unique_ptr<Client>> clients;
  for (const char* path : {"/api/stream", "/api/mjpeg", "/api/audio-stream", "/healthz"}) {
    clients.push_back(std::make_unique<Client>(served.port()));
    clients.back()->get(path);
    EXPECT_EQ(clients.back()->read_head().status, 200);
  }
  clients.push_back(std::make_unique<Client>(served.port()));
  EXPECT_EQ(clients.back()->upgrade("/api/live").status, 101);
  clients.push_back(std::make_unique<Client>(served.port()));
  clients.push_back(std::make_unique<Client>(served.port()));
  clients.back()->send("GET /");
  auto& show = served.stop();
  for (auto& client : clients) client->read_rest();
  EXPECT_EQ(show.log.readers() + show.audio_stream->listeners(), 0u);
  EXPECT_EQ(show.came, 1);
  EXPECT_EQ(show.left, 1);
}

std::string sentence_of(ServerOptions options) {
  AsioLoop loop;
  test::FakeHouse house;
  test::FakeShow show(loop);
  try {
    HttpServer server(loop, house, show, std::move(options));
  } catch (const Error& error) {
    return error.message();
  }
  return {};
}

TEST(Server, SaysWhyItCannotListen) {
  Served served;
  EXPECT_THAT(sentence_of({.port = served.port()}),
              says(messages::kPortInUse, np::format("Port {} on 127.0.0.1", served.port())));
  EXPECT_THAT(sentence_of({.host = "192.0.2.1", .port = 0}), HasSubstr("SERVER_HOST"));
  EXPECT_THAT(sentence_of({.host = "no such host", .port = 0}), says(messages::kNoSuchServerHost, "no such host"));
}

TEST(Server, SaysWhatIsWrongWithACertificate) {
  EXPECT_THAT(sentence_of({.port = 0, .tls_cert = "/nowhere/c.pem"}), messages::kTlsFilesTogether);
  EXPECT_THAT(sentence_of({.port = 0, .tls_cert = "/nowhere/c.pem", .tls_key = "/nowhere/k.pem"}),
              StartsWith("TLS_CERT"));
}

TEST(Server, SpeaksTls) {
  Served served({.token = "abc", .tls_self_signed = true});
  EXPECT_THAT(served.url(), StartsWith("https://127.0.0.1:"));
  Client client(served.port(), true);
  client.get("/api/status", "Authorization: Bearer abc\r\n");
  EXPECT_EQ(client.read_answer().status, 200);
  client.get("/?token=abc");
  EXPECT_THAT(client.read_answer().headers.at("set-cookie"), HasSubstr("; Secure"));
  client.get("/healthz", "Connection: close\r\n");
  EXPECT_EQ(client.read_answer().status, 200);
  EXPECT_EQ(client.read_rest(), "");
}

TEST(Server, KeepsItsCertificate) {
  std::string folder = std::filesystem::temp_directory_path() / "np-certificate-XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  ServerOptions options{.tls_self_signed = true, .certificate_dir = folder};
  const auto file = std::filesystem::path(folder) / "certificate.pem";
  const auto content = [&] {
    std::ifstream in(file);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const auto certificate = [&](const ServerOptions& o) {
    Served served(o);
    Client client(served.port(), true);
    client.get("/healthz");
    EXPECT_EQ(client.read_answer().status, 200);
    return content();
  };
  const std::string first = certificate(options);
  EXPECT_THAT(first, AllOf(HasSubstr("BEGIN CERTIFICATE"), HasSubstr("PRIVATE KEY")));
  EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms(0600));
  EXPECT_EQ(certificate(options), first);
  options.allowed_hosts = {"tv.example.org"};
  const std::string other = certificate(options);
  EXPECT_NE(other, first) << "another name is to be in it";
  EXPECT_EQ(certificate(options), other);
  std::ofstream(file) << "garbage";
  EXPECT_NE(certificate(options), "garbage");
  options.certificate_dir = "/proc/nowhere";
  certificate(options);
  std::filesystem::remove_all(folder);
}

TEST(Server, StreamsOverTls) {
  Served served({.tls_self_signed = true});
  Client pictures(served.port(), true);
  pictures.get("/api/mjpeg");
  EXPECT_EQ(pictures.read_head().status, 200);
  ASSERT_TRUE(served.wait_for([](test::FakeShow& show) { return show.came == 1; }));
  served.on_loop([](test::FakeShow& show) { show.pictures.push(test::make_picture(1, Clock::now(), 90'000)); });
  EXPECT_THAT(pictures.read_until("\r\n\r\n"),
              StartsWith("--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 90000\r\nX-Timestamp: "));
  EXPECT_EQ(pictures.read(90'000), std::string(90'000, 'b'));
  Client live(served.port(), true);
  EXPECT_EQ(live.upgrade("/api/live").status, 101);
  EXPECT_THAT(live.read_payload(1), StartsWith(R"({"event":"hello")"));
  pictures.close();
  ASSERT_TRUE(served.wait_for([](test::FakeShow& show) { return show.left == 1; }));
}

TEST(Server, TellsWhoSpeaksPlainToTls) {
  Served served({.tls_self_signed = true});
  Client client(served.port());
  client.get("/");
  EXPECT_THAT(client.read_rest(), HasSubstr("https://"));
  Client garbage(served.port());
  garbage.send(std::string("\x16\x03\x01") + std::string(200, 'x'));
  garbage.read_rest();
  Client vanished(served.port());
  vanished.close();
  Client good(served.port(), true);
  good.get("/healthz");
  EXPECT_EQ(good.read_answer().status, 200);
}

}  // namespace
}  // namespace np
