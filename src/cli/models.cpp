#include <algorithm>
#include <filesystem>
#include <iostream>
#include <span>

#include "app/models_here.hpp"
#include "base/format.hpp"
#include "cli/commands.hpp"
#include "cli/messages.hpp"
#include "cli/model_fit.hpp"
#include "cli/shell_words.hpp"
#include "engine/llama/llama_devices.hpp"
#include "models/progress.hpp"

namespace np::command {

void models(const std::filesystem::path& folder) {
  const std::vector<ComputeDevice> devices = compute_devices();
  const std::vector<ModelReport> all = models_here(folder, devices);
  const auto longest = std::ranges::max(all, {}, [](const ModelReport& model) { return model.name.size(); });
  const ModelReport* here = nullptr;
  for (const ModelReport& model : all) {
    std::cout << np::format("{} {:<{}} {:>14}  {}{}\n", model.file.empty() ? ' ' : '*', model.name, longest.name.size(),
                            (model.exact ? "" : messages::kAbout) + byte_text(model.bytes),
                            where_it_fits(model.bytes, devices), model.recommended ? messages::kRecommended : "");
    if (!model.file.empty() && (!here || model.recommended)) here = &model;
  }
  if (here)
    std::cout << np::format(messages::kStartWithModel, for_shell(folder / here->file));
  else
    std::cout << messages::kNoModelHere;
  const auto best = std::ranges::find_if(all, &ModelReport::recommended);
  if (best != all.end() && best->file.empty()) std::cout << np::format(messages::kPullOne, best->name, best->quant);
}

}  // namespace np::command
