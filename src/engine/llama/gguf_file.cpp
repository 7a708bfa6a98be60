#include "engine/llama/gguf_file.hpp"

#include <ggml.h>

#include <array>
#include <fstream>

#include "base/format.hpp"
#include "engine/messages.hpp"

namespace np {

std::string shown(const std::filesystem::path& path) { return "\"" + path.filename().string() + "\""; }

GgufFile::GgufFile(const std::filesystem::path& path, const char* setting) : path_(path) {
  std::error_code ec;
  const auto size = std::filesystem::file_size(path, ec);
  if (ec == std::errc::no_such_file_or_directory)
    throw Error(ErrorKind::kNotFound, np::format(messages::kNoModelFile, shown(path), setting));
  std::ifstream in(path, std::ios::binary);
  std::array<char, 4> magic{};
  if (ec || !in)
    throw Error(ErrorKind::kPermission, np::format("{} cannot be read: let the server's user read it.", shown(path)));
  in.read(magic.data(), magic.size());
  if (std::string_view(magic.data(), 4) != "GGUF")
    throw Error(ErrorKind::kUnsupported, np::format(messages::kNoGguf, shown(path), messages::kPullAModel));
  gguf_.reset(gguf_init_from_file(path.c_str(), {.no_alloc = true, .ctx = nullptr}));
  if (!gguf_) throw damaged("its head cannot be read");
  for (std::int64_t i = 0; i < gguf_get_n_tensors(gguf_.get()); ++i) {
    const std::size_t bytes = gguf_get_tensor_size(gguf_.get(), i);
    bytes_ += bytes;
    if (gguf_get_data_offset(gguf_.get()) + gguf_get_tensor_offset(gguf_.get(), i) + bytes > size)
      throw damaged(messages::kFileEndsTooEarly);
  }
}

Error GgufFile::damaged(std::string_view how) const {
  return Error(ErrorKind::kInvalid, np::format(messages::kModelIsDamaged, shown(path_), how));
}

std::string GgufFile::text(const std::string& key) const {
  const auto id = gguf_find_key(gguf_.get(), key.c_str());
  if (id < 0 || gguf_get_kv_type(gguf_.get(), id) != GGUF_TYPE_STRING) return {};
  return gguf_get_val_str(gguf_.get(), id);
}

std::optional<std::int64_t> GgufFile::number(const std::string& key) const {
  const auto id = gguf_find_key(gguf_.get(), key.c_str());
  if (id < 0) return std::nullopt;
  switch (gguf_get_kv_type(gguf_.get(), id)) {
    case GGUF_TYPE_UINT16: return gguf_get_val_u16(gguf_.get(), id);
    case GGUF_TYPE_UINT32: return gguf_get_val_u32(gguf_.get(), id);
    case GGUF_TYPE_INT32: return gguf_get_val_i32(gguf_.get(), id);
    default: return std::nullopt;
  }
}

bool GgufFile::flag(const std::string& key) const {
  const auto id = gguf_find_key(gguf_.get(), key.c_str());
  return id >= 0 && gguf_get_kv_type(gguf_.get(), id) == GGUF_TYPE_BOOL && gguf_get_val_bool(gguf_.get(), id);
}

bool GgufFile::has_key(const std::string& key) const { return gguf_find_key(gguf_.get(), key.c_str()) >= 0; }

bool GgufFile::has(const std::string& key, gguf_type type) const {
  const auto id = gguf_find_key(gguf_.get(), key.c_str());
  return id >= 0 && gguf_get_kv_type(gguf_.get(), id) == type;
}

bool GgufFile::has_array(const std::string& key, gguf_type type, std::size_t least) const {
  const auto id = gguf_find_key(gguf_.get(), key.c_str());
  return id >= 0 && gguf_get_kv_type(gguf_.get(), id) == GGUF_TYPE_ARRAY &&
         gguf_get_arr_type(gguf_.get(), id) == type && gguf_get_arr_n(gguf_.get(), id) >= least;
}

std::size_t GgufFile::array_size(const std::string& key) const {
  return gguf_get_arr_n(gguf_.get(), gguf_find_key(gguf_.get(), key.c_str()));
}

std::vector<std::int64_t> GgufFile::numbers(const std::string& key) const {
  if (has_array(key, GGUF_TYPE_BOOL, 0)) {
    const auto* flags =
        static_cast<const std::int8_t*>(gguf_get_arr_data(gguf_.get(), gguf_find_key(gguf_.get(), key.c_str())));
    return {flags, flags + array_size(key)};
  }
  if (!has_array(key, GGUF_TYPE_INT32, 0) && !has_array(key, GGUF_TYPE_UINT32, 0)) return {};
  const auto* first =
      static_cast<const std::int32_t*>(gguf_get_arr_data(gguf_.get(), gguf_find_key(gguf_.get(), key.c_str())));
  return {first, first + array_size(key)};
}

bool GgufFile::has_tensor(const std::string& name) const { return gguf_find_tensor(gguf_.get(), name.c_str()) >= 0; }

std::int64_t GgufFile::need(const std::string& key, std::int64_t least, std::int64_t most) const {
  const auto value = number(key);
  if (!value || *value < least || *value > most)
    throw damaged("its key " + key + (value ? " is out of range" : " is missing"));
  return *value;
}

void GgufFile::need_float(const std::string& key) const {
  if (!has(key, GGUF_TYPE_FLOAT32)) throw damaged("its key " + key + " is missing");
}

std::optional<std::int64_t> GgufFile::side(const std::string& tensor, int dimension) const {
  const auto id = gguf_find_tensor(gguf_.get(), tensor.c_str());
  if (id < 0) return std::nullopt;
  return gguf_get_tensor_ne(gguf_.get(), id)[dimension];
}

bool GgufFile::has_shape(const std::string& tensor, std::vector<std::int64_t> shape) const {
  shape.resize(GGML_MAX_DIMS, 1);
  for (int i = 0; i < GGML_MAX_DIMS; ++i)
    if (const auto actual = side(tensor, i); !actual || (shape[i] != 0 && shape[i] != *actual)) return false;
  return true;
}

void GgufFile::need_tensor(const std::string& name, std::vector<std::int64_t> shape) const {
  if (!has_tensor(name)) throw damaged("its tensor " + name + " is missing");
  if (!has_shape(name, std::move(shape))) throw damaged("its tensor " + name + " has the wrong shape");
}

void GgufFile::allow_tensor(const std::string& name, std::vector<std::int64_t> shape) const {
  if (has_tensor(name)) need_tensor(name, std::move(shape));
}

}  // namespace np
