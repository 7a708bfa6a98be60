// WebVTT, https://www.w3.org/TR/webvtt1/: UTF-8, line feeds, text without markup. Pure functions.
#pragma once

#include <cstddef>
#include <string>

#include "subtitles/cue.hpp"

namespace np::subtitles {

// The signature, and the comment as a NOTE. `comment`: one line, or nothing.
std::string webvtt_head(const std::string& comment);
std::string webvtt_cue(std::size_t number, const Cue& cue);

}  // namespace np::subtitles
