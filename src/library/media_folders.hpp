// The folders that the operator shows, with the videos in them. It reveals nothing outside of them: links that lead
// out, hidden files and other kinds of files are left out. One thread at a time; blocks for the disk.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace np {

struct MediaWish {
  std::string dir;    // as a listing names it; empty: the folders themselves
  std::string words;  // parts of names to look for, in that folder and all below it; empty: list the folder
  std::string after;  // MediaListing::more of the page before
};

struct MediaListing {
  struct Folder {
    std::string name;
    std::string dir;
  };
  struct Video {
    std::string name;
    std::string dir;
    std::string path;  // without links
    std::uint64_t bytes = 0;
    double at = 0;  // its last change; Unix seconds
  };
  std::string dir;
  std::vector<Folder> folders;
  std::vector<Video> videos;
  std::optional<std::string> more;  // for the next page
  bool cut = false;                 // a search ended before it had seen everything
};

class MediaFolders {
 public:
  static constexpr std::size_t kPage = 60;
  static constexpr std::size_t kMostLookedAt = 50'000;  // names of one search
  static constexpr int kDeepest = 16;                   // nested folders, in a search

  // Folders may come into being later.
  explicit MediaFolders(const std::vector<std::string>& folders);

  bool empty() const { return roots_.empty(); }
  // Throws Error: kNotFound, kPermission.
  MediaListing list(const MediaWish& wish) const;
  // Decides by the path alone, which must be without links. Any thread; does not block.
  bool hold(const std::filesystem::path& video) const;

 private:
  struct Root {
    std::string name;  // unique
    std::filesystem::path path;
  };
  struct Place {
    const Root* root;
    std::filesystem::path path;
  };
  Place place_of(const std::string& dir) const;
  void search(const Place& place, const MediaWish& wish, MediaListing& found) const;

  std::vector<Root> roots_;
};

bool is_video_name(std::string_view name);

}  // namespace np
