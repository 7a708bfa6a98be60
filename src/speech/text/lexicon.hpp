// The user's own words and how to say them: a text file, one word a line, "Nguyen = win". Plain value.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace np::text {

class Lexicon {
 public:
  static constexpr std::size_t kMostBytes = 1 << 20;

  Lexicon() = default;
  // `#` begins a comment. A line that is none is left out and told in `warnings`, the first five of them.
  explicit Lexicon(std::string_view lines, std::vector<std::string>* warnings = nullptr);
  // Blocks for the file. One that cannot be read is a warning, and nothing is in it.
  static Lexicon load(const std::filesystem::path& file, std::vector<std::string>& warnings);

  // How to say it, whatever its case; nullptr: as it is written.
  const std::string* find(std::string_view word) const;
  bool empty() const { return words_.empty(); }

 private:
  std::map<std::string, std::string, std::less<>> words_;  // lower case, without accents
};

}  // namespace np::text
