// One connection of somebody who may publish, without its socket: what has come goes in, what is to be sent comes out.
// Handshake, commands and media; a publisher is asked about before any of its media are read. One thread's; pure.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "rtmp/amf.hpp"
#include "rtmp/chunks.hpp"
#include "rtmp/media_clock.hpp"
#include "rtmp/unit.hpp"

namespace np::rtmp {

class Session {
 public:
  // Called in feed().
  struct Events {
    // It wants to publish there: "live/KEY". accept() or refuse() answers, now or later; nothing comes meanwhile.
    std::function<void(const std::string& path)> on_publish;
    std::function<void(Unit)> on_unit;
    std::function<void()> on_goodbye;  // it has ended its video
  };

  explicit Session(Events events);

  // The next bytes. Throws Error: kInvalid for what is no RTMP, kUnsupported for a video that cannot be read here; it
  // takes no more then.
  void feed(std::string_view bytes);
  void accept();
  // Whatever it has asked for; a sentence for a person.
  void refuse(const std::string& sentence);
  // What is to be sent, once.
  std::string take_output();

  // Bytes that wait for the rest of a message.
  std::size_t held() const { return handshake_.size() + reader_.held(); }

 private:
  void shake_hands();
  void take(Message message);
  void control(const Message& message);
  void command(const Message& message);
  void connect(double number, const AmfValue& wishes);
  void media(Message message);
  void send(const Message& message, unsigned chunk_stream);
  void send_number(Message::Type type, std::uint32_t number);
  void reply(const char* name, double number, AmfValue about, AmfValue more);
  void tell_status(const char* level, const char* code, const std::string& sentence);
  void acknowledge(std::size_t bytes);

  const Events events_;
  ChunkReader reader_;
  MediaClock clock_;
  std::string handshake_;  // that has come, until it is whole
  int hellos_ = 0;         // of its two
  bool connected_ = false;
  bool asked_ = false;  // to publish
  bool accepted_ = false;
  std::string application_;
  std::uint32_t publishes_on_ = 0;
  std::uint32_t window_ = 0;  // bytes, after which the other one wants to hear of them
  std::uint32_t received_ = 0, acknowledged_ = 0;
  std::string output_;
};

}  // namespace np::rtmp
