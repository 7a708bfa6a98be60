// What a publisher says by RTMP, in bytes.
#pragma once

#include <cstdint>
#include <string>

#include "rtmp/amf.hpp"
#include "rtmp/chunks.hpp"

namespace np::rtmp::test {

inline std::string hello() { return "\3" + std::string(1536, 'c'); }
inline std::string hello_back() { return std::string(1536, 's'); }

inline std::string said(const Message& message, std::size_t chunk_size = 128) {
  return write_chunks(message, 4, chunk_size);
}

inline std::string command(const AmfValue::List& values, std::uint32_t stream = 0) {
  return said({.type = Message::kCommand, .stream = stream, .body = write_amf(values)});
}
inline AmfValue text(const std::string& text) { return {text}; }
inline AmfValue number(double number) { return {number}; }

inline std::string connect(const std::string& application) {
  return command({text("connect"), number(1), {AmfValue::Object{{"app", text(application)}}}});
}
inline std::string publish(const std::string& key) {
  return command({text("publish"), number(5), {}, text(key), text("live")}, 1);
}
// All that comes before the media.
inline std::string introduction(const std::string& application, const std::string& key) {
  return hello() + hello_back() + connect(application) + command({text("releaseStream"), number(2), {}, text(key)}) +
         command({text("FCPublish"), number(3), {}, text(key)}) + command({text("createStream"), number(4), {}}) +
         publish(key);
}

// Of H.264: what the decoder needs, and a picture.
inline std::string picture_head() { return {"\x17\0\0\0\0head", 9}; }
inline std::string key_picture() { return {"\x17\1\0\0\x28picture", 12}; }

inline std::string video(const std::string& body, std::uint32_t time) {
  return said({.type = Message::kVideo, .stream = 1, .time = time, .body = body});
}

}  // namespace np::rtmp::test
