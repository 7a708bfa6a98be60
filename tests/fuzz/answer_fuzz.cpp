// A model server's answer: events, errors, the text in them.
#include "base/error.hpp"
#include "engine/answer_text.hpp"
#include "engine/openai/line_reader.hpp"
#include "fuzz/fuzz.hpp"
#include "net/error_body.hpp"

using namespace np;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Pieces pieces(data, size);
  static const ApiServer server("http://127.0.0.1:1", "k3y");
  constexpr std::size_t kMost = 4096;
  openai::LineReader line(server, kMost);
  AnswerText text(pieces.flag());
  std::size_t said = 0;
  const auto take = [&](std::string piece) { said += text.push(piece).size(); };
  try {
    for (const std::string_view piece : pieces.all()) {
      line.push(piece, take);
      if (line.full()) break;
    }
    line.finish({.status = 200, .delimited = true}, take);
    said += text.finish().size();
  } catch (const Error&) {
  }
  fuzz::expect(text.bytes() <= kMost);
  fuzz::expect(said <= 3 * kMost);  // a byte that is no character becomes three
  error_message(pieces.whole());
  blamed_field(pieces.whole(), openai::Spared::kAll);
  openai::models_in(pieces.whole());
  openai::llama_props(pieces.whole());
  return 0;
}
