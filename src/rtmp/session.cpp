#include "rtmp/session.hpp"

#include <algorithm>
#include <utility>

#include "base/error.hpp"
#include "rtmp/big_endian.hpp"
#include "rtmp/messages.hpp"

namespace np::rtmp {
namespace {

constexpr char kVersion = 3;
constexpr std::size_t kHello = 1536;
constexpr std::uint32_t kWindow = 2'500'000;  // bytes
constexpr std::size_t kChunkSize = 4096;
// Of one picture; before that, of commands.
constexpr std::size_t kMostMedia = 8u << 20, kMostCommands = 64u << 10;
constexpr unsigned kControlStream = 2, kCommandStream = 3, kStatusStream = 5;
constexpr std::uint32_t kMediaStream = 1;
constexpr unsigned kPing = 6, kPong = 7;

std::string text_of(const AmfValue::List& values, std::size_t at) {
  return at < values.size() && values[at].text() ? *values[at].text() : std::string();
}

// "live/" and "/KEY?a=b" are "live/KEY": programs cut the address where they like.
std::string path_of(std::string application, std::string name) {
  const auto tidy = [](std::string& text) {
    text.resize(std::min(text.size(), text.find('?')));
    while (text.ends_with('/')) text.pop_back();
    text.erase(0, std::min(text.size(), text.find_first_not_of('/')));
  };
  tidy(application);
  tidy(name);
  return application.empty() || name.empty() ? application + name : application + "/" + name;
}

}  // namespace

Session::Session(Events events)
    : events_(std::move(events)), reader_([this](Message message) { take(std::move(message)); }) {
  reader_.set_limit(kMostCommands);
}

std::string Session::take_output() { return std::exchange(output_, {}); }

void Session::feed(std::string_view bytes) {
  if (hellos_ < 2) {
    const std::size_t wanted = hellos_ == 0 ? 1 + kHello : kHello;
    const std::string_view part = bytes.substr(0, wanted - handshake_.size());
    handshake_ += part;
    bytes.remove_prefix(part.size());
    if (handshake_.front() != kVersion && hellos_ == 0) throw Error(ErrorKind::kInvalid, messages::kNoRtmp);
    if (handshake_.size() < wanted) return;
    shake_hands();
    return bytes.empty() ? void() : feed(bytes);
  }
  acknowledge(bytes.size());
  reader_.feed(bytes);
}

// The first hello is given back; whether ours comes back nobody needs to know, so what is in it is of no matter.
void Session::shake_hands() {
  if (++hellos_ == 1) {
    output_ += kVersion;
    output_.append(kHello, '\0');
    output_ += std::string_view(handshake_).substr(1);
  }
  handshake_.clear();
}

void Session::acknowledge(std::size_t bytes) {
  received_ += static_cast<std::uint32_t>(bytes);
  if (window_ == 0 || received_ - acknowledged_ < window_) return;
  acknowledged_ = received_;
  send_number(Message::kAcknowledgement, received_);
}

void Session::take(Message message) {
  switch (message.type) {
    case Message::kSetChunkSize:
    case Message::kAbort:
    case Message::kUserControl:
    case Message::kWindowSize: return control(message);
    case Message::kCommand3: message.body.erase(0, 1); [[fallthrough]];
    case Message::kCommand: return command(message);
    case Message::kSound:
    case Message::kVideo: return media(std::move(message));
    default: return;
  }
}

void Session::control(const Message& message) {
  if (message.body.size() < 4) throw Error(ErrorKind::kInvalid, messages::kNoRtmp);
  const auto number = static_cast<std::uint32_t>(big_endian(std::string_view(message.body).substr(0, 4)));
  switch (message.type) {
    case Message::kSetChunkSize:
      if (number == 0) throw Error(ErrorKind::kInvalid, messages::kNoRtmp);
      return reader_.set_chunk_size(number & 0x7FFFFFFF);
    case Message::kAbort: return reader_.abort(number);
    case Message::kWindowSize: window_ = std::max(number, kWindow / 100); return;
    default: break;
  }
  if (number >> 16 != kPing || message.body.size() < 6) return;
  std::string pong;
  append_big_endian(pong, kPong, 2);
  pong += std::string_view(message.body).substr(2, 4);
  send({.type = Message::kUserControl, .body = pong}, kControlStream);
}

void Session::command(const Message& message) {
  const AmfValue::List values = read_amf(message.body);
  const std::string name = text_of(values, 0);
  const double number = values.size() > 1 && values[1].number() ? *values[1].number() : 0;
  if (name == "connect") return connect(number, values.size() > 2 ? values[2] : AmfValue{});
  if (!connected_) throw Error(ErrorKind::kInvalid, messages::kNoRtmp);
  if (name == "createStream") return reply("_result", number, {}, {double{kMediaStream}});
  if (name == "publish" && !std::exchange(asked_, true)) {
    publishes_on_ = message.stream;
    return events_.on_publish(path_of(application_, text_of(values, 3)));
  }
  if (name == "play" || name == "play2") return refuse(messages::kOnlyReceives);
  if (accepted_ && (name == "deleteStream" || name == "closeStream" || name == "FCUnpublish")) {
    accepted_ = false;
    return events_.on_goodbye();
  }
  // Those who wait for an answer to it (releaseStream, FCPublish, _checkbw) need no more than this.
  if (number > 0 && name != "_result" && name != "_error") reply("_result", number, {}, {});
}

void Session::connect(double number, const AmfValue& wishes) {
  const AmfValue* application = wishes.member("app");
  application_ = application && application->text() ? *application->text() : std::string();
  connected_ = true;
  send_number(Message::kWindowSize, kWindow);
  Message bandwidth{.type = Message::kBandwidth};
  append_big_endian(bandwidth.body, kWindow, 4);
  bandwidth.body += '\2';  // as it likes
  send(bandwidth, kControlStream);
  // From the next chunk on.
  send_number(Message::kSetChunkSize, kChunkSize);
  AmfValue::Object about{{"fmsVer", {std::string("NerdPudding/" NP_VERSION)}}, {"capabilities", {31.0}}};
  AmfValue::List read;
  if (const AmfValue* codecs = wishes.member("fourCcList"))
    if (const auto* list = std::get_if<AmfValue::List>(&codecs->value))
      for (const AmfValue& four : *list)
        if (four.text() && is_read(*four.text())) read.push_back(four);
  if (!read.empty()) about.emplace_back("fourCcList", AmfValue{std::move(read)});
  reply("_result", number, {std::move(about)},
        {AmfValue::Object{{"level", {std::string("status")}},
                          {"code", {std::string("NetConnection.Connect.Success")}},
                          {"description", {std::string("Connected.")}},
                          {"objectEncoding", {0.0}}}});
}

void Session::media(Message message) {
  if (!accepted_) return;
  auto unit = message.type == Message::kVideo ? read_video(message.body) : read_sound(message.body);
  if (!unit) return;
  unit->time = clock_.at(message.time);
  events_.on_unit(std::move(*unit));
}

void Session::accept() {
  accepted_ = true;
  reader_.set_limit(kMostMedia);
  tell_status("status", "NetStream.Publish.Start", "Publishing.");
}

void Session::refuse(const std::string& sentence) {
  accepted_ = false;
  tell_status("error", "NetStream.Publish.BadName", sentence);
}

void Session::send(const Message& message, unsigned chunk_stream) {
  // Until the peer knows of larger chunks, RTMP's own size holds.
  output_ += write_chunks(message, chunk_stream, connected_ ? kChunkSize : 128);
}

void Session::send_number(Message::Type type, std::uint32_t number) {
  Message message{.type = type};
  append_big_endian(message.body, number, 4);
  send(message, kControlStream);
}

void Session::reply(const char* name, double number, AmfValue about, AmfValue more) {
  send({.type = Message::kCommand,
        .body = write_amf({{std::string(name)}, {number}, std::move(about), std::move(more)})},
       kCommandStream);
}

void Session::tell_status(const char* level, const char* code, const std::string& sentence) {
  send({.type = Message::kCommand,
        .stream = publishes_on_,
        .body = write_amf(
            {{std::string("onStatus")},
             {0.0},
             {},
             {AmfValue::Object{
                 {"level", {std::string(level)}}, {"code", {std::string(code)}}, {"description", {sentence}}}}})},
       kStatusStream);
}

}  // namespace np::rtmp
