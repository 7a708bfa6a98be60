// How deep the parts of a container stand in each other, and whether they are packed. GStreamer's demuxers read parts
// by calling themselves, so that some hundred kilobytes of boxes in boxes take a thread's stack, and the program with
// it. They unpack what is packed, to a thousand times its size. This looks at the bytes before a demuxer has them, as
// they come, and holds none of them. One thread at a time; pure.
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
  // kPacked: an MP4's header, or the pictures or the sound of a Matroska file.
  enum class Fault { kDeep, kPacked };
  // mkvmerge packs some subtitles by default. Nobody needs them: a demuxer that reads this byte in place of one of
  // spared() leaves them packed.
  static constexpr std::uint8_t kSpared = 0x81;

  // The format of the demuxer of that name; nullopt: a demuxer that neither recurses nor unpacks.
  static std::optional<Form> form_of(std::string_view factory);

  explicit Nesting(Form form) : form_(form) {}

  // The next bytes of a stream. A fault is one once and for all.
  std::optional<Fault> feed(std::span<const std::uint8_t> bytes);
  // Has been fed with bytes that a demuxer has fetched from anywhere in a file, from the beginning of a part of it on.
  static Nesting of_fetched(Form form, std::span<const std::uint8_t> bytes);
  std::optional<Fault> fault() const { return fault_; }
  // Places in the bytes that came last.
  const std::vector<std::size_t>& spared() const { return spared_; }

 private:
  // An open part: its end, and how many values it still has, if it counts them.
  struct Open {
    std::uint64_t end = 0;
    std::uint32_t id = 0;  // Matroska's
    std::uint32_t left = 0;
    bool counts = false;
    bool named = false;  // each of its values has a name before it
  };
  enum class Flv { kStart, kTag, kValue, kName };
  // Of a Matroska file, what is known of the track that is open.
  struct Track {
    std::uint64_t type = 0;
    bool packed = false;
    std::uint64_t encoding = 0;   // the open encoding's type
    std::uint64_t algorithm = 0;  // the same's
  };

  // Takes the box at the front of `head_`, once it is long enough. Returns how many bytes are done; 0: it needs more.
  std::size_t take_box();
  std::size_t take_element();
  std::size_t take_flv();
  std::size_t take_tag();
  std::size_t take_value();
  std::size_t take_name();
  void open(Open part);
  void close_ended();
  void closed(std::uint32_t id);
  bool spare_subtitles(std::uint32_t id, std::uint32_t parent);
  void take_track_value(std::uint32_t id, std::uint64_t value);
  void value_done();
  std::size_t skip(std::size_t head, std::uint64_t body);
  std::span<const std::uint8_t> head() const { return std::span(head_).first(held_); }

  const Form form_;
  std::array<std::uint8_t, 112> head_{};  // of the part that comes next
  std::size_t held_ = 0;
  std::uint64_t at_ = 0;    // where head_ begins
  std::uint64_t skip_ = 0;  // bytes that come next and are nobody's head
  std::vector<Open> open_;
  std::optional<Fault> fault_;
  Track track_;
  std::vector<std::size_t> spared_;
  std::uint64_t came_at_ = 0;  // the bytes that came last
  Flv flv_ = Flv::kStart;
  std::uint64_t script_end_ = 0;
};

}  // namespace np
