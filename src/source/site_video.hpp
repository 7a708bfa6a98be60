// The video on a page of a site such as YouTube, as yt-dlp or streamlink find it: its address, for as long as that
// holds.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "source/child_program.hpp"

namespace np {

struct SiteVideo {
  std::string address;                                           // http(s)
  std::optional<std::chrono::system_clock::time_point> expires;  // nothing: not known
};

// Whether a page at this http(s) address may be one of a site: an address of numbers, and a name without a dot, is of
// somebody's own.
bool may_be_site(std::string_view address);
// Asks the programs that are installed, one after the other. `limit`: for each. Throws Error with the next step:
// kNotFound (none is installed), kUnsupported (not a site that they know, or one is too old), kTimeout, kUnavailable,
// kInvalid (what it says makes no sense).
SiteVideo find_site_video(ChildProgram& program, const std::string& address, const std::string& shown, Duration limit);

// Of what they say, and of an address: nothing where there is none, or none that is still to come. Pure.
std::optional<SiteVideo> video_in(std::string_view output);
std::optional<std::chrono::system_clock::time_point> expiry_of(std::string_view address,
                                                               std::chrono::system_clock::time_point now);

}  // namespace np
