#include "library/named_sources.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <boost/json.hpp>
#include <system_error>
#include <utility>

#include "base/format.hpp"
#include "base/kept_file.hpp"
#include "base/log.hpp"
#include "base/small_file.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "library/messages.hpp"
#include "source/source.hpp"
#include "video/jpeg_decoder.hpp"
#include "video/thumbnail_maker.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr const char* kFileName = "sources.json";
constexpr std::size_t kMostFile = 512u << 10;
constexpr std::size_t kMostPicture = 256u << 10;
constexpr std::size_t kMostTasks = 2 * NamedSources::kMost;

Error invalid(std::string sentence) { return Error(ErrorKind::kInvalid, std::move(sentence)); }
Error conflict(std::string sentence) { return Error(ErrorKind::kConflict, std::move(sentence)); }

// What /api/start takes for something else.
bool is_like_an_address(const std::string& name) {
  try {
    return parse_source(name).kind != "file" || name.contains('/') || name == "." || name == "..";
  } catch (const Error&) {
    return true;
  }
}

NamedSources::Jpeg shrunk(const JpegPicture& picture) {
  auto decoded = JpegDecoder().decode(picture.jpeg, NamedSources::kPictureSize);
  if (!decoded) return nullptr;
  VideoFrame frame;
  frame.width = decoded->width;
  frame.height = decoded->height;
  frame.rgb = std::move(decoded->rgb);
  return std::make_shared<const std::vector<std::uint8_t>>(ThumbnailMaker(NamedSources::kPictureSize).make(frame));
}

std::string text_of(const std::vector<NamedSources::Named>& list) {
  json::array sources;
  for (const auto& one : list) sources.push_back({{"id", one.id}, {"name", one.name}, {"source", one.source}});
  return json::serialize(json::object{{"sources", std::move(sources)}}) + "\n";
}

}  // namespace

// The worker's, and at the end its owner's.
struct NamedSources::Disk {
  explicit Disk(fs::path where) : folder(std::move(where)) {}

  void write(const fs::path& where, std::string_view name, std::string_view text) try {
    write_kept_file(where, name, text);
    failing = false;
  } catch (const std::system_error& e) {
    if (!std::exchange(failing, true)) log::warn(messages::kNamesNotKept, e.code().message());
  }

  const fs::path folder;
  bool failing = false;
};

NamedSources::NamedSources(Loop& loop, fs::path folder, std::function<void()> changed)
    : loop_(loop), folder_(std::move(folder)), changed_(std::move(changed)), disk_(std::make_shared<Disk>(folder_)) {
  if (!folder_.empty()) read_all();
  worker_.emplace("named sources", kMostTasks);
}

NamedSources::~NamedSources() {
  worker_.reset();
  // What still waited for the worker.
  if (!folder_.empty() && touched_) disk_->write(folder_, kFileName, text_of(list_));
}

fs::path NamedSources::picture_file(std::uint64_t id) const { return folder_ / "sources" / np::format("{}.jpg", id); }

// Whatever is damaged is left out, and nothing of it is written over before somebody names a source.
void NamedSources::read_all() {
  const auto text = read_small_file(folder_ / kFileName, kMostFile);
  if (!text) {
    if (text.error().problem != FileProblem::kMissing)
      log::warn(messages::kNamesNotRead, kFileName, text.error().reason);
    return;
  }
  boost::system::error_code error;
  const json::value document = json::parse(*text, error);
  const json::object* const all = error ? nullptr : document.if_object();
  const json::value* const sources = all ? all->if_contains("sources") : nullptr;
  if (!sources || !sources->is_array()) return log::warn(messages::kNamesDamaged, kFileName);
  for (const json::value& one : sources->get_array()) {
    const json::object* const fields = one.if_object();
    const json::value* const id = fields ? fields->if_contains("id") : nullptr;
    const json::value* const name = fields ? fields->if_contains("name") : nullptr;
    const json::value* const source = fields ? fields->if_contains("source") : nullptr;
    if (!id || !id->is_number() || !name || !name->is_string() || !source || !source->is_string()) continue;
    boost::system::error_code no_number;
    const auto number = id->to_number<std::uint64_t>(no_number);
    if (no_number || std::ranges::contains(list_, number, &Named::id)) continue;
    if (!put(std::string(name->get_string()), std::string(source->get_string()), false)) continue;
    Named& read = list_.back();
    read.id = number;
    last_id_ = std::max(last_id_, number);
    struct stat kept{};
    const fs::path file = picture_file(number);
    auto picture = read_small_file(file, kMostPicture);
    if (!picture || stat(file.c_str(), &kept) != 0) continue;
    read.picture = std::make_shared<const std::vector<std::uint8_t>>(picture->begin(), picture->end());
    read.picture_at = static_cast<double>(kept.st_mtim.tv_sec);
  }
}

const NamedSources::Named* NamedSources::find(std::string_view name) const {
  const auto found = std::ranges::find(list_, trim(name), &Named::name);
  return found == list_.end() ? nullptr : &*found;
}

const NamedSources::Named* NamedSources::named(std::string_view source) const {
  const auto found = std::ranges::find(list_, trim(source), &Named::source);
  return found == list_.end() ? nullptr : &*found;
}

std::expected<std::string, Error> NamedSources::checked(const std::string& name) const {
  std::string text(trim(name));
  if (text.empty()) return std::unexpected(invalid(messages::kNameEmpty));
  const auto length = utf8::length(text);
  if (!length || utf8::has_controls(text) || text.find_first_of("\r\n\t") != text.npos)
    return std::unexpected(invalid(messages::kNameNotPlain));
  if (*length > kMostName) return std::unexpected(invalid(np::format(messages::kNameTooLong, *length, kMostName)));
  if (is_like_an_address(text)) return std::unexpected(invalid(messages::kNameLikeAddress));
  return text;
}

std::expected<void, Error> NamedSources::put(const std::string& name, const std::string& source, bool replace) try {
  const auto text = checked(name);
  if (!text) return std::unexpected(text.error());
  const std::string typed(trim(source));
  const SourceSpec spec = parse_source(typed);
  if (spec.kind == "webcam" || spec.kind == "livekit") return std::unexpected(invalid(messages::kWebcamHasNoName));
  const Named* const other = named(typed);
  if (other && other->name != *text)
    return std::unexpected(conflict(np::format(messages::kSourceHasName, other->name)));
  const Named named_now{
      .id = ++last_id_, .name = *text, .source = typed, .kind = spec.kind, .address = spec.shown, .picture = nullptr};
  const auto before = std::ranges::find(list_, *text, &Named::name);
  if (before != list_.end()) {
    if (before->source == typed) return {};
    if (!replace) return std::unexpected(conflict(np::format(messages::kNameTaken, *text)));
    drop_picture(before->id);
    *before = named_now;
  } else {
    if (list_.size() >= kMost) return std::unexpected(conflict(np::format(messages::kTooManyNames, kMost)));
    list_.push_back(named_now);
  }
  drop_picture(named_now.id);  // an earlier run may have left one of that number
  save();
  return {};
} catch (const Error& e) {
  return std::unexpected(e);
}

std::expected<void, Error> NamedSources::rename(const std::string& name, const std::string& to) {
  const auto text = checked(to);
  if (!text) return std::unexpected(text.error());
  const auto found = std::ranges::find(list_, trim(name), &Named::name);
  if (found == list_.end())
    return std::unexpected(Error(ErrorKind::kNotFound, np::format(messages::kNoSuchName, trim(name))));
  if (found->name == *text) return {};
  if (find(*text)) return std::unexpected(conflict(np::format(messages::kNameTaken, *text)));
  found->name = *text;
  save();
  return {};
}

std::expected<void, Error> NamedSources::remove(const std::string& name) {
  const auto found = std::ranges::find(list_, trim(name), &Named::name);
  if (found == list_.end())
    return std::unexpected(Error(ErrorKind::kNotFound, np::format(messages::kNoSuchName, trim(name))));
  drop_picture(found->id);
  list_.erase(found);
  save();
  return {};
}

void NamedSources::show(std::string_view source, PicturePtr picture) {
  const Named* const one = named(source);
  if (!one || !picture) return;
  (void)worker_->post([this, id = one->id, at = unix_seconds(picture->captured_at), picture = std::move(picture)] {
    try {
      Jpeg small = shrunk(*picture);
      if (!small) return;
      // As the list is the loop's, a name that is taken away meanwhile takes the file with it.
      loop_.post(alive_.guard([this, id, at, small = std::move(small)] {
        const auto named = std::ranges::find(list_, id, &Named::id);
        if (named == list_.end()) return;
        named->picture = small;
        named->picture_at = at;
        if (folder_.empty()) return;
        (void)worker_->post([disk = disk_, file = picture_file(id), small] {
          disk->write(file.parent_path(), file.filename().string(),
                      {reinterpret_cast<const char*>(small->data()), small->size()});
        });
      }));
    } catch (const Error& e) {
      log::debug("A picture of a named source was left out: {}", e.message());
    }
  });
}

void NamedSources::save() {
  if (!worker_) return;  // this is what was kept
  touched_ = true;
  if (!folder_.empty())
    (void)worker_->post([disk = disk_, text = text_of(list_)] { disk->write(disk->folder, kFileName, text); });
  loop_.post(alive_.guard([this] { changed_(); }));
}

void NamedSources::drop_picture(std::uint64_t id) {
  if (worker_ && !folder_.empty())
    (void)worker_->post([file = picture_file(id)] {
      std::error_code gone;
      fs::remove(file, gone);
    });
}

}  // namespace np
