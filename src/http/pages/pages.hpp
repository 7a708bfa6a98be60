// Shows a person a page in place of an error. The page asks for the token, or says in a sentence, in the person's
// language, why there is nothing here. It works without scripts, cookies and the right host name. I/O thread.
#pragma once

#include <string>
#include <string_view>

#include "http/message/message.hpp"

namespace np::http {

class Pages {
 public:
  // `shape` is the page with {{names}} for the parts that differ.
  explicit Pages(std::string_view shape) : shape_(shape) {}

  // Whether a browser will show the answer to a person.
  static bool are_for(const Request& request);

  // Turns a failure into a page if a person looks at it; otherwise returns the answer unchanged. `guessed`: a wrong
  // token was shown.
  Response dressed(Response answer, const Request& request, bool guessed) const;
  // A page that asks for a token, at its own address.
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
