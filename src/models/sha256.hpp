// SHA-256 of bytes that come piece by piece. One thread.
//
//   Sha256 sha;
//   sha.add("one"), sha.add("two");
//   sha.finish();               // of "onetwo"; what is added from here on belongs to the next one
//   sha.add("x"), sha.restart();  // "x" is forgotten
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/freed.hpp"

// Declared as in OpenSSL, whose headers only the .cpp file includes.
struct evp_md_ctx_st;
extern "C" void EVP_MD_CTX_free(evp_md_ctx_st*);

namespace np {

class Sha256 {
 public:
  Sha256();
  ~Sha256();

  void add(std::string_view bytes);
  // Of all bytes added since the last finish() or restart(), as 64 small hexadecimal digits.
  std::string finish();
  void restart();

 private:
  std::unique_ptr<evp_md_ctx_st, Freed<EVP_MD_CTX_free>> context_;
};

}  // namespace np
