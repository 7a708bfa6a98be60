// How deep the parts of a container stand in each other. GStreamer's demuxers read them by calling themselves, so that
// some hundred kilobytes of boxes in boxes take a thread's stack, and the program with it. This looks at the bytes
// before a demuxer has them, as they come, and holds none of them. One thread at a time; pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace np {

class Nesting {
 public:
  enum class Form { kBoxes, kEbml, kFlv };
  static constexpr std::size_t kMost = 48;  // levels; files that people play have a dozen

  // The format of the demuxer of that name; nullopt: a demuxer without recursion.
  static std::optional<Form> form_of(std::string_view factory);

  explicit Nesting(Form form) : form_(form) {}

  // The next bytes of a stream. False, once and for all: it goes deeper than kMost.
  bool feed(std::span<const std::uint8_t> bytes);
  // Bytes that a demuxer has fetched from anywhere in a file, from the beginning of a part of it on.
  static bool is_shallow(Form form, std::span<const std::uint8_t> bytes);

 private:
  // An open part: its end, and how many values it still has, if it counts them.
  struct Open {
    std::uint64_t end = 0;
    std::uint32_t left = 0;
    bool counts = false;
    bool named = false;  // each of its values has a name before it
  };
  enum class Flv { kStart, kTag, kValue, kName };

  // Takes the box at the front of `head_`, once it is long enough. Returns how many bytes are done; 0: it needs more.
  std::size_t take_box();
  std::size_t take_element();
  std::size_t take_flv();
  std::size_t take_tag();
  std::size_t take_value();
  std::size_t take_name();
  void open(Open part);
  void close_ended();
  void value_done();
  std::size_t skip(std::size_t head, std::uint64_t body);
  std::span<const std::uint8_t> head() const { return std::span(head_).first(held_); }

  const Form form_;
  std::array<std::uint8_t, 112> head_{};  // of the part that comes next
  std::size_t held_ = 0;
  std::uint64_t at_ = 0;    // where head_ begins
  std::uint64_t skip_ = 0;  // bytes that come next and are nobody's head
  std::vector<Open> open_;
  bool deep_ = false;
  Flv flv_ = Flv::kStart;
  std::uint64_t script_end_ = 0;
};

}  // namespace np
