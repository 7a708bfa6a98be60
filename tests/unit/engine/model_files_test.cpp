#include "engine/llama/model_files.hpp"

#include <ggml.h>
#include <gguf.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>

#include <fstream>
#include <functional>
#include <memory>

#include "base/error.hpp"
#include "base/format.hpp"
#include "engine/llama/model_family.hpp"
#include "engine/messages.hpp"
#include "messages.hpp"
#include "unit/engine/tiny_model.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;
using test::says;
using ::testing::_;

std::string refusal(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& e) {
    return e.message();
  }
  return {};
}
std::string refusal(const ModelFiles& files) {
  return refusal([&] { check_model_files(files); });
}

class ModelFilesTest : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path touch(const std::string& name, const std::string& content = "GGUF") {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << content;
    return path;
  }
  fs::path folder_ = fs::temp_directory_path() / np::format("nerdpudding-model-files-{}", getpid());
};

TEST_F(ModelFilesTest, FindsTheOfficialNamesInAFolder) {
  touch("MiniCPM-o-4_5-Q4_K_M.gguf");
  touch("vision/MiniCPM-o-4_5-vision-F16.gguf");
  const ModelFiles files = find_model_files(folder_, "");
  EXPECT_EQ(files.model.filename(), "MiniCPM-o-4_5-Q4_K_M.gguf");
  EXPECT_EQ(files.projector.filename(), "MiniCPM-o-4_5-vision-F16.gguf");
}

TEST_F(ModelFilesTest, FindsTheProjectorBesideAFile) {
  const fs::path model = touch("model.gguf");
  touch("mmproj-model-f16.gguf");
  EXPECT_EQ(find_model_files(model, "").projector.filename(), "mmproj-model-f16.gguf");
}

TEST_F(ModelFilesTest, SaysWhatIsMissing) {
  const auto why = [&](const std::string& model, const std::string& projector = "") {
    return refusal([&] { find_model_files(model, projector); });
  };
  EXPECT_THAT(why(folder_ / "none"), says(messages::kNoModelThere, messages::kPullAModel));
  EXPECT_THAT(why(folder_), says(messages::kNoModelInFolder));
  touch("config.json");
  touch("model-00001-of-00004.safetensors");
  EXPECT_THAT(why(folder_), says(messages::kModelOfOtherFormat, messages::kPullAModel));
  touch("a.gguf");
  EXPECT_THAT(why(folder_), says(messages::kNoProjectorBeside));
  touch("b.gguf");
  EXPECT_THAT(why(folder_), says(messages::kSeveralModels, 2));
  touch("mmproj-1.gguf");
  touch("mmproj-2.gguf");
  EXPECT_THAT(why(folder_ / "a.gguf"), says(messages::kSeveralProjectors, 2));
  EXPECT_EQ(why(folder_ / "a.gguf", folder_ / "mmproj-1.gguf"), "");
}

TEST_F(ModelFilesTest, AModelInSeveralFilesIsItsFirst) {
  touch("big-00002-of-00002.gguf");
  touch("big-00001-of-00002.gguf");
  touch("mmproj.gguf");
  EXPECT_EQ(find_model_files(folder_, "").model.filename(), "big-00001-of-00002.gguf");
}

TEST_F(ModelFilesTest, TakesTheTinyModel) {
  const ModelFacts facts = check_model_files(tiny_model());
  EXPECT_EQ(facts.width, 128);
  EXPECT_EQ(facts.layers, 2);
  EXPECT_EQ(facts.kv_bytes_per_token, 2u * 1 * 64 * 2 * 2);
}

TEST_F(ModelFilesTest, RefusesWhatIsNoModel) {
  const ModelFiles& tiny = tiny_model();
  EXPECT_THAT(refusal(ModelFiles{touch("text.gguf", "hello"), tiny.projector}), says(messages::kNoGguf));
  EXPECT_THAT(refusal(ModelFiles{touch("empty.gguf", ""), tiny.projector}), says(messages::kNoGguf));
  EXPECT_THAT(refusal(ModelFiles{touch("head.gguf", "GGUF\3"), tiny.projector}), says(messages::kModelIsDamaged));
  EXPECT_THAT(refusal(ModelFiles{folder_ / "gone.gguf", tiny.projector}),
              says(messages::kNoModelFile, "\"gone.gguf\"", "MODEL_PATH"));
  EXPECT_THAT(refusal(ModelFiles{tiny.model, folder_ / "gone.gguf"}),
              says(messages::kNoModelFile, "\"gone.gguf\"", "MMPROJ_PATH"));
  EXPECT_THAT(refusal(ModelFiles{tiny.projector, tiny.projector}), says(messages::kIsAProjector));
  EXPECT_THAT(refusal(ModelFiles{tiny.model, tiny.model}), says(messages::kIsNoProjector));
}

TEST_F(ModelFilesTest, RefusesATruncatedFile) {
  const ModelFiles& tiny = tiny_model();
  for (const bool language : {true, false}) {
    const fs::path whole = language ? tiny.model : tiny.projector;
    const fs::path cut = folder_ / "cut.gguf";
    fs::copy_file(whole, cut, fs::copy_options::overwrite_existing);
    fs::resize_file(cut, fs::file_size(whole) - 1000);
    EXPECT_THAT(refusal(language ? ModelFiles{cut, tiny.projector} : ModelFiles{tiny.model, cut}),
                says(messages::kModelIsDamaged, _, messages::kFileEndsTooEarly));
    fs::resize_file(cut, 3000);
    EXPECT_THAT(refusal(language ? ModelFiles{cut, tiny.projector} : ModelFiles{tiny.model, cut}),
                says(messages::kModelIsDamaged));
  }
}

// A GGUF file in memory that can be written again without one of its parts.
struct Copy {
  ggml_context* data = nullptr;
  std::unique_ptr<gguf_context, decltype([](gguf_context* g) { gguf_free(g); })> gguf;
  explicit Copy(const fs::path& path) : gguf(gguf_init_from_file(path.c_str(), {.no_alloc = false, .ctx = &data})) {}
  ~Copy() { ggml_free(data); }

  // A changed key becomes a text, a changed tensor half as large.
  void write(const fs::path& path, const std::string& changed_key, const std::string& changed_tensor,
             bool remove) const {
    std::unique_ptr<gguf_context, decltype([](gguf_context* g) { gguf_free(g); })> out(gguf_init_empty());
    gguf_set_kv(out.get(), gguf.get());
    if (!changed_key.empty()) gguf_remove_key(out.get(), changed_key.c_str());
    if (!changed_key.empty() && !remove) gguf_set_val_str(out.get(), changed_key.c_str(), "x");
    for (std::int64_t i = 0; i < gguf_get_n_tensors(gguf.get()); ++i) {
      const char* name = gguf_get_tensor_name(gguf.get(), i);
      ggml_tensor changed = *ggml_get_tensor(data, name);
      if (changed_tensor == name) {
        if (remove) continue;
        // Fewer rows, or a shorter row where there is one only: still a valid file.
        (changed.ne[1] > 1 ? changed.ne[1] : changed.ne[0]) /= 2;
        for (int d = 1; d < GGML_MAX_DIMS; ++d) changed.nb[d] = changed.nb[d - 1] * changed.ne[d - 1];
      }
      gguf_add_tensor(out.get(), &changed);
    }
    gguf_write_to_file(out.get(), path.c_str(), false);
  }
};

using Name = std::function<std::string(std::string)>;
using Keys = std::function<void(gguf_context*)>;

// The same file with other keys, or other names of tensors.
void rewrite(const fs::path& from, const fs::path& to, const Keys& keys, const Name& name = std::identity{}) {
  const Copy copy(from);
  std::unique_ptr<gguf_context, decltype([](gguf_context* g) { gguf_free(g); })> out(gguf_init_empty());
  gguf_set_kv(out.get(), copy.gguf.get());
  keys(out.get());
  for (std::int64_t i = 0; i < gguf_get_n_tensors(copy.gguf.get()); ++i) {
    const char* old = gguf_get_tensor_name(copy.gguf.get(), i);
    ggml_tensor tensor = *ggml_get_tensor(copy.data, old);
    ggml_set_name(&tensor, name(old).c_str());
    gguf_add_tensor(out.get(), &tensor);
  }
  gguf_write_to_file(out.get(), to.c_str(), false);
}

// 0: it worked; 1: it was refused; anything else: the process died.
int load_in_a_process(const ModelFiles& files) {
  const std::string tool = fs::read_symlink("/proc/self/exe").parent_path() / "load_model";
  const std::string model = files.model, projector = files.projector;
  char* const args[] = {const_cast<char*>(tool.c_str()), const_cast<char*>(model.c_str()),
                        const_cast<char*>(projector.c_str()), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", 1, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", 1, 0);
  pid_t child = 0;
  const int failed = posix_spawn(&child, tool.c_str(), &actions, nullptr, args, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed) return -1;
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

// A process is slow to start under a sanitizer; without one all of them run.
#ifdef __SANITIZE_ADDRESS__
constexpr int kOneIn = 5;
#else
constexpr int kOneIn = 1;
#endif

class DamagedModelFiles : public ModelFilesTest, public ::testing::WithParamInterface<std::string> {};

TEST_P(DamagedModelFiles, WhateverIsMissingOrMisshapenNothingCrashes) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "hundreds of processes, and no threads of ours";
#endif
  const ModelFiles& tiny = tiny_model(GetParam());
  ASSERT_EQ(load_in_a_process(tiny), 0);
  int refused = 0, tried = 0;
  for (const bool language : {true, false}) {
    const fs::path& whole = language ? tiny.model : tiny.projector;
    const fs::path broken = folder_ / "broken.gguf";
    const ModelFiles files = language ? ModelFiles{broken, tiny.projector} : ModelFiles{tiny.model, broken};
    const Copy copy(whole);
    const auto try_it = [&](const std::string& key, const std::string& tensor, bool remove) {
      copy.write(broken, key, tensor, remove);
      const std::string why = refusal(files);
      if (!why.empty()) {
        ++refused;
        EXPECT_TRUE(why.ends_with('.') && why.find('/') == why.npos) << why;
        return;
      }
      if (tried++ % kOneIn != 0) return;
      const int status = load_in_a_process(files);
      EXPECT_TRUE(status == 0 || status == 1)
          << (language ? "model" : "projector") << " without or with another " << key << tensor << ": " << status;
    };
    for (std::int64_t i = 0; i < gguf_get_n_kv(copy.gguf.get()); ++i)
      for (const bool remove : {true, false}) try_it(gguf_get_key(copy.gguf.get(), i), "", remove);
    for (std::int64_t i = 0; i < gguf_get_n_tensors(copy.gguf.get()); ++i) {
      const std::string tensor = gguf_get_tensor_name(copy.gguf.get(), i);
      // The layers are alike, but for every third or fourth of some families.
      if (tensor.contains("blk.") && !tensor.contains("blk.0.") && !tensor.contains("blk.2.") &&
          !tensor.contains("blk.3."))
        continue;
      for (const bool remove : {true, false}) try_it("", tensor, remove);
    }
  }
  EXPECT_GT(refused, 80);
}
INSTANTIATE_TEST_SUITE_P(Families, DamagedModelFiles, ::testing::ValuesIn(kTinyFamilies),
                         [](const auto& info) { return "Family" + std::to_string(info.index); });

TEST_F(ModelFilesTest, RefusesAProjectorOfAnotherModel) {
  SyntheticShape wide = synthetic_shape("tiny").value();
  wide.width = 256;
  const ModelFiles other = write_synthetic_model(wide, folder_);
  EXPECT_THAT(refusal(ModelFiles{tiny_model().model, other.projector}), says(messages::kModelPartsDiffer));
}

TEST_F(ModelFilesTest, KnowsTheFamily) {
  std::set<std::string_view> names;
  for (const std::string& tiny : kTinyFamilies) names.insert(check_model_files(tiny_model(tiny)).family->name);
  std::vector<std::string_view> all;
  for (const ModelFamily& family : model_families()) all.push_back(family.name);
  EXPECT_THAT(names, testing::UnorderedElementsAreArray(all)) << "each family has a tiny model";
}

TEST_F(ModelFilesTest, RefusesAFamilyByNameWithTheWayOut) {
  const fs::path strange = folder_ / "strange.gguf";
  const auto why = [&](const char* projector) {
    rewrite(tiny_model().projector, strange,
            [&](gguf_context* g) { gguf_set_val_str(g, "clip.projector_type", projector); });
    return refusal(ModelFiles{tiny_model().model, strange});
  };
  EXPECT_THAT(why("qwen2vl_merger"), says(messages::kFamilyNotTaken, "\"strange.gguf\"", "Qwen2-VL", _));
  EXPECT_THAT(why("gemma4uv"), says(messages::kFamilyNotTaken, _, "Gemma 4 without an encoder of pictures", _));
  EXPECT_THAT(why("perceiver"), AllOf(says(messages::kFamilyNotTaken), testing::HasSubstr("\"perceiver\"")));
  const ModelFiles& qwen = tiny_model("tiny-qwen3-vl");
  EXPECT_THAT(refusal(ModelFiles{tiny_model().model, qwen.projector}), says(messages::kFamilyNotTaken));
}

// Files of Qwen3.5's kind may have layers behind the others that guess further tokens.
TEST_F(ModelFilesTest, LayersThatGuessAreLeftToTheLibrary) {
  const fs::path more = folder_ / "more.gguf";
  SyntheticShape shape = synthetic_shape("tiny-qwen3.5").value();
  shape.layers = 8;  // the last one has full attention, as those that guess have
  const ModelFiles eight = write_synthetic_model(shape, folder_);
  const auto with = [&](std::uint32_t layers) {
    rewrite(eight.model, more, [&](gguf_context* g) { gguf_set_val_u32(g, "qwen35.nextn_predict_layers", layers); });
    return refusal(ModelFiles{more, eight.projector});
  };
  for (const std::uint32_t layers : {0, 1}) {
    EXPECT_EQ(with(layers), "");
    EXPECT_EQ(load_in_a_process({more, eight.projector}), 0) << layers;
  }
  EXPECT_EQ(with(2), "");
  EXPECT_EQ(load_in_a_process({more, eight.projector}), 1) << "the library misses tensors";
  for (const std::uint32_t layers : {5u, 8u, 4'000'000'000u})
    EXPECT_THAT(with(layers), says(messages::kModelIsDamaged));
}

// Converters before 2025 exchange the names of the feed-forward net's matrices, and write 0 for the usual number of
// queries.
TEST_F(ModelFilesTest, TakesWhatOlderConvertersWrote) {
  const fs::path old = folder_ / "old.gguf";
  rewrite(
      tiny_model().projector, old, [](gguf_context* g) { gguf_set_val_u32(g, "clip.minicpmv_query_num", 0); },
      [](std::string name) {
        if (const auto up = name.find("ffn_up"); up != name.npos) return name.replace(up, 6, "ffn_down");
        if (const auto down = name.find("ffn_down"); down != name.npos) return name.replace(down, 8, "ffn_up");
        return name;
      });
  EXPECT_EQ(refusal(ModelFiles{tiny_model().model, old}), "");
  EXPECT_EQ(load_in_a_process({tiny_model().model, old}), 0);
}

}  // namespace
}  // namespace np
