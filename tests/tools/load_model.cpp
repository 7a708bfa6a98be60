// `load_model MODEL MMPROJ [DEVICE]`: checks and loads a model, looks at a grey frame and writes a few tokens. Exit
// status 0; 1 and the sentence where it is refused. What a damaged file does to the library is tried in a process of
// its own.
#include <cstdio>

#include "base/error.hpp"
#include "engine/llama/llama_context.hpp"

int main(int argc, char** argv) try {
  const std::string device = argc > 3 ? argv[3] : "cpu";
  np::LlamaModel model({.files = {argv[1], argv[2]}, .device = device, .slices = 1, .context = 1024}, {});
  np::LlamaContext context(model, {.temperature = 0}, true);
  np::VideoFrame frame;
  frame.width = 600;
  frame.height = 400;
  frame.rgb.assign(600 * 400 * 3, 128);
  const std::atomic<bool> stop = false;
  const auto head = std::make_shared<np::PromptBlock>(model.head("Be brief."));
  const np::PromptBlock question = model.question("What is this?");
  if (!context.begin_answer({{1, head}, {2, model.eyes().encode(frame, stop)}}, question, stop)) return 1;
  std::printf("%s:", model.where().c_str());
  for (int i = 0; i < 4; ++i)
    if (const auto token = context.next(stop)) std::printf(" %d", *token);
  std::printf("\n");
  return 0;
} catch (const np::Error& e) {
  std::printf("%s\n", e.what());
  return 1;
}
