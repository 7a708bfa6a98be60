#include "engine/llama/prompt_block.hpp"

#include <utility>

namespace np {

void PromptBlock::add(std::vector<ModelToken> tokens) {
  if (tokens.empty()) return;
  const int count = static_cast<int>(tokens.size());
  size += count;
  positions += count;
  runs.push_back({.tokens = std::move(tokens), .count = count, .positions = count});
}

void PromptBlock::add_rows(std::vector<float> rows, int count, std::vector<std::int32_t> places, int taken) {
  if (places.empty()) taken = count;
  size += count;
  positions += taken;
  runs.push_back({.rows = std::move(rows), .count = count, .places = std::move(places), .positions = taken});
}

}  // namespace np
