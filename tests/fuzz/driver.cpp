// Runs LLVMFuzzerTestOneInput with inputs that are changed at random, and keeps those that reach what none has reached
// before: what libFuzzer does, for GCC, whose -fsanitize-coverage=trace-pc calls us at each branch of the code under
// test.
//
//   fuzz_answer [--seconds N] [--out FOLDER] SEEDS...     folders or files; without --seconds they are only run
//
// What kills it, or takes more than kMostSeconds of the processor, is written to FOLDER as crash-<name>. A run is
// repeated with that file.
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" void __sanitizer_set_death_callback(void (*callback)());

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kCells = 1 << 16;
constexpr std::size_t kLongest = 64 * 1024;
constexpr std::size_t kMostKept = 20'000;
constexpr long kMostSeconds = 10;        // of the processor's time, for one input: a machine may be busy
constexpr long kMostMemory = 2'000'000;  // KiB

std::array<std::uint8_t, kCells> cells;
std::array<std::uint8_t, kCells> reached;
std::string current;
std::string crash_path;

// Async-signal-safe.
void save_current() {
  const int file = open(crash_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return;
  if (write(file, current.data(), current.size()) < 0) return;
  close(file);
  constexpr char kSaid[] = "\nthe input is kept as ";
  (void)!write(2, kSaid, sizeof kSaid - 1);
  (void)!write(2, crash_path.data(), crash_path.size());
  (void)!write(2, "\n", 1);
}

void on_signal(int number) {
  save_current();
  signal(number, SIG_DFL);
  raise(number == SIGPROF ? SIGABRT : number);
}

void limit_seconds(long seconds) {
  const itimerval limit{.it_interval = {}, .it_value = {.tv_sec = seconds, .tv_usec = 0}};
  setitimer(ITIMER_PROF, &limit, nullptr);
}

// Whether it went where none went before.
bool run(const std::string& input) {
  current = input;
  cells.fill(0);
  limit_seconds(kMostSeconds);
  // A block of its own size, so that each byte beyond it is seen.
  const std::vector<std::uint8_t> exact(input.begin(), input.end());
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
  limit_seconds(0);
  bool news = false;
  for (std::size_t i = 0; i < kCells; ++i) {
    if (cells[i] == 0) continue;
    // Once, twice, up to 4, 16, more: a loop that runs on is news, too.
    const std::uint8_t bit = cells[i] == 1 ? 1 : cells[i] == 2 ? 2 : cells[i] <= 4 ? 4 : cells[i] <= 16 ? 8 : 16;
    news |= (reached[i] & bit) == 0;
    reached[i] |= bit;
  }
  return news;
}

class Mutator {
 public:
  explicit Mutator(std::vector<std::string>& corpus) : corpus_(corpus) {}

  std::string next() {
    std::string input = corpus_[below(corpus_.size())];
    for (std::size_t times = 1 + below(6); times > 0; --times) change(input);
    if (input.size() > kLongest) input.resize(kLongest);
    return input;
  }

 private:
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

  void change(std::string& input) {
    const std::size_t at = below(input.size() + 1);
    const std::size_t span = std::min<std::size_t>(1 + below(below(4) ? 8 : 512), input.size() - at);
    switch (below(9)) {
      case 0:
        if (at < input.size()) input[at] = static_cast<char>(input[at] ^ 1 << below(8));
        break;
      case 1:
        if (at < input.size()) input[at] = static_cast<char>(below(256));
        break;
      case 2: input.erase(at, span); break;
      case 3: input.insert(at, input.substr(at, span)); break;
      case 4: input.insert(at, std::string(1 + below(below(8) ? 4 : 4096), static_cast<char>(below(256)))); break;
      case 5: {
        const std::string& other = corpus_[below(corpus_.size())];
        const std::size_t from = below(other.size() + 1);
        input.insert(at, other.substr(from, 1 + below(64)));
        break;
      }
      case 6: {
        const std::string& other = corpus_[below(corpus_.size())];
        input = input.substr(0, at) + other.substr(below(other.size() + 1));
        break;
      }
      case 7: {
        constexpr const char* kNumbers[] = {
            "0", "-1", "1e9", "4294967295", "9223372036854775807", "18446744073709551616", "NaN"};
        input.insert(at, kNumbers[below(std::size(kNumbers))]);
        break;
      }
      default: {
        constexpr std::uint32_t kWords[] = {0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF};
        const std::uint32_t word = kWords[below(std::size(kWords))];
        if (input.size() - at >= sizeof word) std::memcpy(input.data() + at, &word, sizeof word);
      }
    }
  }

  std::vector<std::string>& corpus_;
  std::mt19937_64 random_{std::random_device{}()};
};

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

// Not instrumented itself: only the files under test are.
extern "C" void __sanitizer_cov_trace_pc() {
  const auto place = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
  auto& cell = cells[(place ^ place >> 16) & (kCells - 1)];
  if (cell < 255) ++cell;
}

int main(int argc, char** argv) {
  double seconds = 0;
  fs::path out = ".";
  std::vector<std::string> corpus;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--seconds" && i + 1 < argc) {
      seconds = std::atof(argv[++i]);
    } else if (word == "--out" && i + 1 < argc) {
      out = argv[++i];
    } else if (fs::is_directory(word)) {
      for (const auto& entry : fs::directory_iterator(word)) corpus.push_back(content_of(entry.path()));
    } else if (fs::exists(word)) {
      corpus.push_back(content_of(word));
    } else {
      std::fprintf(stderr, "%s is neither a file nor a folder\n", word.c_str());
      return 2;
    }
  }
  const std::string name = fs::path(argv[0]).filename();
  crash_path = out / ("crash-" + name);
  if (corpus.empty()) {
    std::fprintf(stderr, "%s has no seeds\n", name.c_str());
    return 2;
  }
  __sanitizer_set_death_callback(save_current);
  for (const int number : {SIGABRT, SIGPROF}) signal(number, on_signal);
  for (const std::string& seed : std::vector<std::string>(corpus)) run(seed);
  corpus.emplace_back();

  Mutator mutator(corpus);
  const std::size_t seeds = corpus.size();
  const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  std::size_t runs = 0;
  for (; std::chrono::steady_clock::now() < until; ++runs) {
    std::string input = mutator.next();
    if (run(input) && corpus.size() < kMostKept) corpus.push_back(std::move(input));
    rusage used{};
    if (runs % 1024 == 0 && getrusage(RUSAGE_SELF, &used) == 0 && used.ru_maxrss > kMostMemory) {
      std::fprintf(stderr, "%s takes %ld MB\n", name.c_str(), used.ru_maxrss / 1000);
      std::abort();
    }
  }
  std::printf("%-16s %9zu inputs, %zu of them went somewhere new, %zu places reached\n", name.c_str(), runs,
              corpus.size() - seeds,
              static_cast<std::size_t>(std::ranges::count_if(reached, [](auto bits) { return bits != 0; })));
  return 0;
}
