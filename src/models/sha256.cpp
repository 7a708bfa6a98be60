#include "models/sha256.hpp"

#include <openssl/evp.h>

#include <array>

#include "base/error.hpp"

namespace np {

Sha256::Sha256() : context_(EVP_MD_CTX_new()) { restart(); }
Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) { EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()); }

std::string Sha256::finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned int size = 0;
  EVP_DigestFinal_ex(context_.get(), digest.data(), &size);
  restart();
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (unsigned int i = 0; i < size; ++i) {
    out += kDigits[digest[i] >> 4];
    out += kDigits[digest[i] & 15];
  }
  return out;
}

void Sha256::restart() {
  if (EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1)
    throw Error(ErrorKind::kInternal, "SHA-256 is not to be had from this system's OpenSSL.");
}

}  // namespace np
