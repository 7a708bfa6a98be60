// What a browser shows a person in place of an error: a page that asks for the token, or says in a sentence why there
// is nothing here, in the person's language. It works without scripts, cookies and the right host name. I/O thread.
#pragma once

#include <string>
#include <string_view>

#include "http/message.hpp"

namespace np::http {

class Pages {
 public:
  // `shape` is the page with {{names}} for what differs.
  explicit Pages(std::string_view shape) : shape_(shape) {}

  // Whether a browser will show the answer to a person.
  static bool are_for(const Request& request);

  // A failure as a page, where a person looks at it; else the answer as it was. `guessed`: a token was shown, and it is
  // wrong.
  Response dressed(Response answer, const Request& request, bool guessed) const;
  // What asks for a token at its own address.
  Response sign_in(const Request& request) const;

 private:
  struct What {
    int status = 401;
    std::string_view sentence = {};
    bool asks = false;        // with the form
    bool leads_back = false;  // with a link to the page
    std::string way_back = {};
  };
  std::string page(const Request& request, const What& what) const;

  std::string shape_;
};

}  // namespace np::http
