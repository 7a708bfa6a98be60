// A small blocking client on a real socket; any read that takes longer than ten seconds fails the test.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;

namespace np::test {

struct Answer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

class Client {
 public:
  explicit Client(int port, bool tls = false, int receive_buffer = 0);
  ~Client();
  Client(const Client&) = delete;

  void send(std::string_view bytes);
  // GET with the headers that a client sends; more lines may be given, each with its \r\n.
  void get(std::string_view path, std::string_view more = {});
  void post(std::string_view path, std::string_view body, std::string_view more = {});

  std::string read(std::size_t bytes);
  // Up to and with `end`.
  std::string read_until(std::string_view end);
  Answer read_head();
  Answer read_answer(bool body = true);
  // Reads until the peer ends the connection; what came.
  std::string read_rest();
  void close();

  // WebSocket.
  Answer upgrade(std::string_view path, std::string_view more = {});
  struct Frame {
    int opcode = 0;
    std::string payload;
  };
  Frame read_frame();
  // The next frame of that opcode (1 text, 2 binary, 8 close); others are passed by, pings are answered.
  std::string read_payload(int opcode);
  void send_frame(int opcode, std::string_view payload);

 private:
  bool fill();  // false: the peer has ended

  int fd_ = -1;
  SSL_CTX* context_ = nullptr;
  SSL* ssl_ = nullptr;
  std::string pending_;
};

// One request on a connection of its own.
Answer get(int port, std::string_view path, std::string_view more = {});
Answer post(int port, std::string_view path, std::string_view body, std::string_view more = {});

}  // namespace np::test
