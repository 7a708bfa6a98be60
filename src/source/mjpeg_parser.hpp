// Cuts an HTTP server's data into its JPEG pictures: multipart of any make, or one JPEG after the other. A JPEG itself
// says where it ends, and the parser cuts it there at once: a wrong or missing Content-Length, an unknown boundary and
// a picture that breaks off cost at most that picture. Multipart only adds what to skip: parts that are no JPEG, and
// data behind a picture within its part. Pure; one owner, one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "source/pictures/picture_bytes.hpp"
#include "video/frame.hpp"

namespace np {

class MjpegParser {
 public:
  struct Picture {
    PictureBytes jpeg;  // from its first marker to its last
    PictureSize size;
  };
  using PictureFn = std::function<void(Picture)>;

  static constexpr std::size_t kMaxPicture = 16u << 20;   // bytes
  static constexpr std::size_t kMaxPartHead = 16u << 10;  // bytes
  static constexpr std::size_t kMaxBoundary = 256;        // bytes; longer lines are none
  static constexpr std::size_t kMaxSearch = 32u << 20;    // bytes looked at, some of them twice, between two pictures

  enum class Verdict {
    kGood,
    kPictureTooLarge,
    kPartHeadTooLong,
    kNoPicture,   // none in kMaxSearch bytes
    kOtherParts,  // its parts are pictures or video of another kind
  };

  // `content_type` of the answer may name the boundary; else the first line that looks like one is taken.
  MjpegParser(std::string_view content_type, PictureFn on_picture);

  // Each picture is given as soon as its last byte has come. A verdict other than kGood is final.
  Verdict feed(std::string_view bytes);
  // The picture under way is forgotten, and its memory given back.
  void drop();
  // Bytes held: never more than kMaxPicture and a little.
  std::size_t held() const { return buffer_.size(); }
  // With kOtherParts: what they are said to be.
  const std::string& other_type() const { return other_type_; }
  // A boundary has been seen: the sender speaks of more than one picture.
  bool multipart() const { return multipart_; }

 private:
  enum class State { kSearch, kPartHead, kPicture };

  std::uint64_t position() const { return discarded_ + at_; }
  void append(std::string_view bytes);
  bool read_text();
  bool read_picture();
  void end_line();
  bool is_boundary(std::string_view line);
  void read_header(std::string_view line);
  void begin_body();
  bool runs_into_next_part(std::span<const std::uint8_t> picture);
  void reject();
  void finish();

  const PictureFn on_picture_;
  std::optional<std::string> boundary_;  // without its dashes
  std::string boundary_line_;            // as it was first seen, between line breaks
  bool multipart_ = false;
  Verdict verdict_ = Verdict::kGood;
  State state_ = State::kSearch;

  PictureBytes buffer_;
  std::uint64_t discarded_ = 0;  // bytes that came before those in the buffer
  std::size_t at_ = 0;           // the next byte to be looked at
  std::size_t searched_ = 0;     // since the last picture

  std::string line_;
  std::uint32_t last_three_ = 0;  // bytes
  std::size_t head_bytes_ = 0;
  bool part_may_be_jpeg_ = true;
  std::string other_type_;
  int other_parts_ = 0;  // in a row, before the first picture
  std::optional<std::uint64_t> part_length_;
  std::uint64_t part_end_ = 0;    // a position, as far as the sender told; 0: he did not
  std::uint64_t deaf_until_ = 0;  // a position: no picture is looked for before it

  std::size_t begin_ = 0;                // of the picture under way
  std::size_t looked_for_boundary_ = 0;  // bytes of the picture
  bool in_scan_ = false;
  bool has_scan_ = false;
  bool pictures_seen_ = false;
};

// Whether the first bytes of an answer are the beginning of such a stream, whatever it says it is; nothing: more bytes
// are needed to know.
std::optional<bool> looks_like_mjpeg(std::string_view first_bytes);

}  // namespace np
