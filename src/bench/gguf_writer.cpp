#include "bench/gguf_writer.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <random>

#include "base/error.hpp"

namespace np {
namespace {

Error cannot_be_written() {
  return Error(ErrorKind::kUnavailable, "The model files cannot be written: free some space and try again.");
}

}  // namespace

GgufWriter::GgufWriter() : gguf_(gguf_init_empty()), names_(ggml_init({1 << 24, nullptr, true})) {}

void GgufWriter::key(const std::string& name, const char* value) { gguf_set_val_str(keys(), name.c_str(), value); }
void GgufWriter::key(const std::string& name, int value) { gguf_set_val_u32(keys(), name.c_str(), value); }
void GgufWriter::key(const std::string& name, float value) { gguf_set_val_f32(keys(), name.c_str(), value); }
void GgufWriter::key(const std::string& name, bool value) { gguf_set_val_bool(keys(), name.c_str(), value); }
void GgufWriter::key(const std::string& name, const std::vector<std::int32_t>& values) {
  gguf_set_arr_data(keys(), name.c_str(), GGUF_TYPE_INT32, values.data(), values.size());
}
void GgufWriter::key(const std::string& name, const std::vector<float>& values) {
  gguf_set_arr_data(keys(), name.c_str(), GGUF_TYPE_FLOAT32, values.data(), values.size());
}
void GgufWriter::key(const std::string& name, const std::vector<std::string>& values) {
  std::vector<const char*> texts;
  for (const std::string& value : values) texts.push_back(value.c_str());
  gguf_set_arr_str(keys(), name.c_str(), texts.data(), texts.size());
}
void GgufWriter::key(const std::string& name, const std::vector<bool>& values) {
  const std::vector<std::int8_t> flags(values.begin(), values.end());
  gguf_set_arr_data(keys(), name.c_str(), GGUF_TYPE_BOOL, flags.data(), flags.size());
}

void GgufWriter::tensor(const std::string& name, std::vector<std::int64_t> shape, ggml_type type, Fill fill) {
  ggml_tensor* t = ggml_new_tensor(names_.get(), type, static_cast<int>(shape.size()), shape.data());
  ggml_set_name(t, name.c_str());
  gguf_add_tensor(keys(), t);
  tensors_.push_back({t, fill});
}

void GgufWriter::linear(const std::string& name, std::int64_t in, std::int64_t out, ggml_type type) {
  tensor(name + ".weight", {in, out}, type);
  tensor(name + ".bias", {out}, GGML_TYPE_F32, Fill::kZeros);
}

void GgufWriter::norm(const std::string& name, std::int64_t width, bool bias) {
  tensor(name + ".weight", {width}, GGML_TYPE_F32, Fill::kOnes);
  if (bias) tensor(name + ".bias", {width}, GGML_TYPE_F32, Fill::kZeros);
}

void GgufWriter::write(const std::filesystem::path& path, const std::function<void(double)>& progress) {
  std::size_t total = 0;
  for (const auto& [t, fill] : tensors_) total += ggml_nbytes(t);
  if (!gguf_write_to_file(keys(), path.c_str(), true)) throw cannot_be_written();
  std::ofstream out(path, std::ios::binary | std::ios::app);
  std::size_t done = 0;
  std::size_t tensor_number = 0;
  for (const auto& [t, fill] : tensors_) {
    const std::string& block = rows(*t, fill);
    const std::size_t size = ggml_nbytes(t);
    // No two tensors begin alike.
    std::size_t from = ggml_row_size(t->type, t->ne[0]) * (++tensor_number * 37) % block.size();
    for (std::size_t written = 0; written < size; from = 0) {
      const std::size_t now = std::min(block.size() - from, size - written);
      out.write(block.data() + from, static_cast<std::streamsize>(now));
      written += now;
    }
    static constexpr std::array<char, 64> kZeros{};
    out.write(kZeros.data(), static_cast<std::streamsize>(GGML_PAD(size, gguf_get_alignment(keys())) - size));
    if (progress) progress(static_cast<double>(done += size) / static_cast<double>(total));
  }
  if (!out.flush()) throw cannot_be_written();
}

// Some rows in the tensor's type; a large tensor repeats them, so that billions of weights take seconds.
const std::string& GgufWriter::rows(const ggml_tensor& t, Fill fill) {
  constexpr std::int64_t kWeights = 1 << 19;
  const std::int64_t width = t.ne[0];
  const std::int64_t count = std::max<std::int64_t>(64, kWeights / width);
  std::string& block = blocks_[{static_cast<int>(t.type), width, static_cast<int>(fill)}];
  if (!block.empty()) return block;
  const float plain = fill == Fill::kOnes ? 1.0f : fill == Fill::kMinusOnes ? -1.0f : 0.0f;
  std::vector<float> values(static_cast<std::size_t>(width * count), plain);
  std::minstd_rand random(7);
  // Sums of uniform numbers are normal enough, and the same everywhere; 0.05 keeps activations in range.
  if (fill == Fill::kNoise)
    for (float& v : values)
      for (int i = 0; i < 4; ++i) v += (static_cast<float>(random() % 2001) - 1000) / 1000 * 0.05f / 1.15f;
  block.resize(ggml_row_size(t.type, width) * count);
  if (t.type == GGML_TYPE_F32)
    std::memcpy(block.data(), values.data(), block.size());
  else
    ggml_quantize_chunk(t.type, values.data(), block.data(), 0, count, width, nullptr);
  return block;
}

}  // namespace np
