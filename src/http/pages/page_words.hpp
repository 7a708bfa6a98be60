// The texts of the pages that the server writes itself (Pages), in the languages of web/. Pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "http/message/message.hpp"

namespace np::http {

// Holds the language that somebody has chosen on the page.
inline constexpr std::string_view kLanguageCookie = "nerdpudding_language";

// HTML, so that a command may appear in it as code.
struct PageWords {
  std::string_view language;  // "en", "de" or "es"
  std::string_view sign_in;   // titles; the first one is a button, too
  std::string_view not_from_here;
  std::string_view nothing_here;
  std::string_view busy;
  std::string_view failed;
  std::string_view token;
  std::string_view where;
  std::string_view where_text;
  std::string_view in_terminal;
  std::string_view in_service;
  std::string_view in_container;
  std::string_view in_file;
  std::string_view own_tokens;
  std::string_view to_page;
};

// In the language that the reader has chosen, otherwise in the first one that the browser asks for and we have.
const PageWords& words_for(const Request& request);
const PageWords& words_in(std::string_view language);  // English if we do not have it

// A sentence of messages.hpp in that language; nothing: it stays English.
std::optional<std::string_view> translated(std::string_view sentence, std::string_view language);

}  // namespace np::http
