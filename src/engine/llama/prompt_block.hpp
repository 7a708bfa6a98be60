// Part of a prompt in a model's terms: tokens, and rows of numbers that stand for pictures. Plain values.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace np {

using ModelToken = std::int32_t;

struct PromptBlock {
  struct Run {
    std::vector<ModelToken> tokens;
    std::vector<float> rows;  // instead of tokens: `count` rows of the model's width
    int count = 0;
    // Where positions have dimensions: those of each row (time, down, across, unused), from the run's first position.
    // The run takes `positions` of them.
    std::vector<std::int32_t> places;
    int positions = 0;
  };
  std::vector<Run> runs;
  int size = 0;       // tokens and rows
  int positions = 0;  // that the block takes; as many as its size, but where positions have dimensions

  void add(std::vector<ModelToken> tokens);
  void add_rows(std::vector<float> rows, int count, std::vector<std::int32_t> places = {}, int positions = 0);
};
using PromptBlockPtr = std::shared_ptr<const PromptBlock>;

}  // namespace np
