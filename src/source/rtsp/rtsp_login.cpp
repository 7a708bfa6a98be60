#include "source/rtsp/rtsp_login.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/base64.hpp"
#include "base/format.hpp"
#include "base/text.hpp"

namespace np {
namespace {

std::string hex(const unsigned char* bytes, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += np::format("{:02x}", bytes[i]);
  return out;
}

std::string digest(const std::string& hash, const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  std::size_t length = 0;
  if (EVP_Q_digest(nullptr, hash.c_str(), nullptr, text.data(), text.size(), out.data(), &length) != 1) return {};
  return hex(out.data(), length);
}

std::string random_word() {
  std::array<unsigned char, 8> bytes{};
  RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
  return hex(bytes.data(), bytes.size());
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

// One header may hold several challenges: Digest a="b", c=d, Basic realm="e".
std::vector<std::map<std::string, std::string, std::less<>>> challenges_in(const std::string& header) {
  std::vector<std::map<std::string, std::string, std::less<>>> out;
  std::string_view rest = trim(header);
  while (!rest.empty()) {
    const auto word_end = std::min(rest.size(), rest.find_first_of("=, \t"));
    const std::string word = lower(rest.substr(0, word_end));
    rest = trim(rest.substr(word_end));
    if (!rest.starts_with('=')) {
      if (!word.empty()) out.push_back({{"scheme", word}});
      if (rest.starts_with(',')) rest = trim(rest.substr(1));
      continue;
    }
    rest = trim(rest.substr(1));
    std::string value;
    if (rest.starts_with('"')) {
      std::size_t i = 1;
      for (; i < rest.size() && rest[i] != '"'; ++i) {
        if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
        value += rest[i];
      }
      rest.remove_prefix(std::min(rest.size(), i + 1));
    } else {
      const auto end = std::min(rest.size(), rest.find(','));
      value = trim(rest.substr(0, end));
      rest.remove_prefix(end);
    }
    rest = trim(rest);
    if (rest.starts_with(',')) rest = trim(rest.substr(1));
    if (!out.empty()) out.back()[word] = value;
  }
  return out;
}

// The digest's name for OpenSSL; empty: not known here.
std::string hash_of(std::string_view algorithm) {
  std::string name = lower(algorithm);
  if (name.ends_with("-sess")) name.resize(name.size() - 5);
  if (name.empty() || name == "md5") return "MD5";
  if (name == "sha-256") return "SHA256";
  if (name == "sha-512-256") return "SHA512-256";
  return {};
}

int strength(std::string_view scheme, const std::string& hash) {
  return scheme == "basic" ? 1 : scheme != "digest" || hash.empty() ? 0 : hash == "MD5" ? 2 : hash == "SHA256" ? 4 : 3;
}

}  // namespace

std::string RtspLogin::field(std::string_view name) const {
  const auto found = challenge_.find(name);
  return found == challenge_.end() ? "" : found->second;
}

RtspLogin::Verdict RtspLogin::challenged(const std::vector<std::string>& headers, int sent) {
  std::optional<Fields> best;
  int best_strength = 0;
  std::string names;
  for (const std::string& header : headers)
    for (auto& challenge : challenges_in(header)) {
      const std::string algorithm = challenge.contains("algorithm") ? challenge.find("algorithm")->second : "";
      names +=
          (names.empty() ? "" : ", ") + challenge.find("scheme")->second + (algorithm.empty() ? "" : " " + algorithm);
      const int value = strength(challenge.find("scheme")->second, hash_of(algorithm));
      if (value <= best_strength) continue;
      best_strength = value;
      best = challenge;
    }
  method_ = names.empty() ? "none named" : names;
  if (user_.empty() && password_.empty()) return Verdict::kWanted;
  if (!best) return Verdict::kNotSupported;
  const auto told = [&best](const char* name) { return best->contains(name) ? best->find(name)->second : ""; };
  const bool same = field("scheme") == told("scheme") && field("nonce") == told("nonce");
  // The nonce may have expired. Some cameras give each request a nonce of its own, and few call the old one stale.
  if (sent > 1 || (sent == 1 && same && lower(told("stale")) != "true")) return Verdict::kRefused;
  count_ = 0;
  challenge_ = std::move(*best);
  hash_ = hash_of(field("algorithm"));
  return Verdict::kTry;
}

std::string RtspLogin::authorization(std::string_view method, std::string_view address) {
  if (challenge_.empty()) return {};
  if (field("scheme") == "basic") return "Basic " + base64(user_ + ":" + password_);
  const std::string algorithm = field("algorithm"), realm = field("realm"), nonce = field("nonce");
  const std::string client_nonce = random_word(), count = np::format("{:08x}", ++count_);
  std::string offered = lower(field("qop"));
  std::erase_if(offered, [](char c) { return c == ' ' || c == '\t'; });
  const std::string listed = "," + offered + ",";
  const std::string qop = listed.contains(",auth,") ? "auth" : listed.contains(",auth-int,") ? "auth-int" : "";
  std::string secret = digest(hash_, user_ + ":" + realm + ":" + password_);
  if (lower(algorithm).ends_with("-sess")) secret = digest(hash_, secret + ":" + nonce + ":" + client_nonce);
  std::string request = std::string(method) + ":" + std::string(address);
  if (qop == "auth-int") request += ":" + digest(hash_, "");  // requests of ours have no body
  const std::string request_hash = digest(hash_, request);
  const std::string answer =
      qop.empty()
          ? digest(hash_, secret + ":" + nonce + ":" + request_hash)
          : digest(hash_, secret + ":" + nonce + ":" + count + ":" + client_nonce + ":" + qop + ":" + request_hash);
  const bool hidden = lower(field("userhash")) == "true";
  std::string out = "Digest username=" + quoted(hidden ? digest(hash_, user_ + ":" + realm) : user_) +
                    ", realm=" + quoted(realm) + ", nonce=" + quoted(nonce) + ", uri=" + quoted(address) +
                    ", response=" + quoted(answer);
  if (!algorithm.empty()) out += ", algorithm=" + algorithm;
  if (!field("opaque").empty()) out += ", opaque=" + quoted(field("opaque"));
  if (!qop.empty()) out += ", qop=" + qop + ", nc=" + count + ", cnonce=" + quoted(client_nonce);
  if (qop.empty() && lower(algorithm).ends_with("-sess")) out += ", cnonce=" + quoted(client_nonce);
  if (hidden) out += ", userhash=true";
  return out;
}

}  // namespace np
