#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace np {

class Sha256 {
 public:
  Sha256();
  ~Sha256();

  void add(std::string_view bytes);
  // Of all that was added, as 64 small hexadecimal digits; begins anew.
  std::string finish();
  void restart();

 private:
  struct Freed {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Freed> context_;
};

}  // namespace np
