// Checks a publisher's offer before webrtcbin sees it. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "webrtc/description.hpp"

namespace np::whip {

struct Offer {
  std::string sdp;                 // with those candidates alone that are addresses: names would be looked up
  std::string user;                // ICE's, of the first section
  std::vector<std::string> mids;   // of each section
  std::vector<std::string> mimes;  // what each is to carry: "video/VP8", "audio/opus"; empty: nothing that is wanted
  bool waits_for_hello = false;    // see Description
  std::vector<int> feedback;       // of each, the id of the header extension for transport-wide feedback; 0: none

  const std::string& video() const { return webrtc::first_of(mimes, "video/"); }
  bool has_sound() const { return !webrtc::first_of(mimes, "audio/").empty(); }
};

// Of a video, the first codec in the offer's own order that can be decoded. Throws Error{kInvalid | kUnsupported}, one
// sentence for people.
Offer read_offer(std::string_view sdp);

}  // namespace np::whip
