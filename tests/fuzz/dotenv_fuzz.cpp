// A .env file, and what its values mean.
#include "base/error.hpp"
#include "config/dotenv.hpp"
#include "config/mask.hpp"
#include "config/settings.hpp"
#include "fuzz/fuzz.hpp"

using namespace np;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  mask_credentials(text);
  SettingTexts flags;
  try {
    for (const DotenvEntry& entry : parse_dotenv(text, ".env", {{"HOME", "/home/ann"}})) {
      fuzz::expect(entry.line >= 1);
      // A file that is named may block for ever.
      if (!entry.name.ends_with("_FILE") && entry.name != "WEB_DIR") flags[entry.name] = entry.value;
    }
  } catch (const Error&) {
    return 0;
  }
  try {
    load_settings({.dotenv = {}, .environment = flags});
  } catch (const Error&) {
  }
  return 0;
}
