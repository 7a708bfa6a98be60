#include "record/record_reader.hpp"

#include "base/log.hpp"
#include "record/database_error.hpp"
#include "record/messages.hpp"
#include "record/record_writer.hpp"

namespace np {

LineStore& RecordReader::store() {
  if (store_ && store_->moved()) store_.reset();
  if (!store_) store_.emplace(folder_ / kRecordFile, Database::Use::kRead);
  return *store_;
}

// `read` returns an optional: nothing is `missing`, or an empty result without that sentence.
template <typename Result, typename Read>
std::expected<Result, Error> RecordReader::read(Read read, const char* missing) {
  std::optional<Result> found;
  try {
    found = read(store());
  } catch (const DatabaseError& error) {
    if (error.trouble() != DatabaseTrouble::kMissing) {
      log::debug("The record cannot be read: {}", error.what());
      damage_ |= error.trouble() == DatabaseTrouble::kBroken;
      store_.reset();
      return std::unexpected(Error(ErrorKind::kUnavailable, messages::kRecordCannotBeRead));
    }
    store_.reset();
  }
  if (found) return std::move(*found);
  if (!missing) return Result{};
  return std::unexpected(Error(ErrorKind::kNotFound, missing));
}

std::expected<LinePage, Error> RecordReader::page(const LineQuery& query) {
  return read<LinePage>([&](LineStore& store) { return store.page(query); },
                        query.around ? messages::kNoSuchLine : nullptr);
}

std::expected<RecordEntry, Error> RecordReader::find(std::uint64_t id) {
  return read<RecordEntry>([id](LineStore& store) { return store.find(id); }, messages::kNoSuchLine);
}

std::expected<std::string, Error> RecordReader::picture(std::uint64_t id) {
  return read<std::string>([id](LineStore& store) { return store.picture(id); }, messages::kNoSuchPicture);
}

}  // namespace np
