#include "source/hls/hls_cipher.hpp"

#include <openssl/evp.h>

#include <memory>

#include "base/freed.hpp"

namespace np {
namespace {

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX_free>>;

const unsigned char* raw(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

std::optional<std::string> decrypted(std::string_view bytes, std::string_view key,
                                     const std::array<std::uint8_t, 16>& iv) {
  const Cipher cipher(EVP_CIPHER_CTX_new());
  std::string out(bytes.size() + iv.size(), '\0');
  auto* to = reinterpret_cast<unsigned char*>(out.data());
  int length = 0, rest = 0;
  if (!cipher || EVP_DecryptInit_ex(cipher.get(), EVP_aes_128_cbc(), nullptr, raw(key), iv.data()) != 1 ||
      EVP_DecryptUpdate(cipher.get(), to, &length, raw(bytes), static_cast<int>(bytes.size())) != 1 ||
      EVP_DecryptFinal_ex(cipher.get(), to + length, &rest) != 1)
    return std::nullopt;
  out.resize(static_cast<std::size_t>(length + rest));
  return out;
}

}  // namespace np
