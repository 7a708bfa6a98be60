// Checks a server's answer before webrtcbin sees it. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "webrtc/description.hpp"

namespace np::whep {

struct Answer {
  std::string sdp;                 // with those candidates alone that are addresses: names would be looked up
  std::vector<std::string> mimes;  // what each section carries: "video/H264", "audio/opus"; empty: nothing

  const std::string& video() const { return webrtc::first_of(mimes, "video/"); }
  bool has_sound() const { return !webrtc::first_of(mimes, "audio/").empty(); }
};

// Throws Error{kInvalid | kUnsupported}, one sentence for people about `shown`, the server.
Answer read_answer(std::string_view sdp, const std::string& shown);

}  // namespace np::whep
