#include "cameras/v4l2_cameras.hpp"

#include <gtest/gtest.h>
#include <linux/videodev2.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace np {
namespace {

// A folder of empty files, which a webcam of our own answers for.
class V4l2 : public ::testing::Test {
 protected:
  V4l2() { std::filesystem::create_directories(folder); }
  ~V4l2() override { std::filesystem::remove_all(folder); }
  void add(const std::string& name) { std::ofstream(folder + "/" + name) << ""; }

  int answer(unsigned long request, void* argument) const {
    if (request == VIDIOC_QUERYCAP) {
      auto& can = *static_cast<v4l2_capability*>(argument);
      std::memcpy(can.card, card.data(), std::min(card.size(), sizeof can.card));
      can.capabilities = V4L2_CAP_DEVICE_CAPS | V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_META_CAPTURE | V4L2_CAP_STREAMING;
      can.device_caps = kinds;
      return 0;
    }
    if (request == VIDIOC_ENUM_FMT) {
      auto& format = *static_cast<v4l2_fmtdesc*>(argument);
      const char* names[] = {"Motion-JPEG", "YUYV 4:2:2"};
      if (!endless && format.index >= 2) return -1;
      std::strcpy(reinterpret_cast<char*>(format.description), names[format.index % 2]);
      format.pixelformat = format.index;
      return 0;
    }
    auto& size = *static_cast<v4l2_frmsizeenum*>(argument);
    const v4l2_frmsize_discrete sizes[] = {{640, 480}, {1920, 1080}, {1280, 720}};
    if (!endless && size.index >= 3) return -1;
    size.type = V4L2_FRMSIZE_TYPE_DISCRETE;
    size.discrete = sizes[size.index % 3];
    return 0;
  }
  std::vector<Camera> found() const {
    return v4l2_cameras(folder,
                        [this](int, unsigned long request, void* argument) { return answer(request, argument); });
  }

  const std::string folder = testing::TempDir() + "/np-v4l2";
  std::string card = "HD Webcam";
  std::uint32_t kinds = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
  bool endless = false;
};

TEST_F(V4l2, ACameraHasANameAndItsModes) {
  add("video10");
  add("video2");
  add("video");
  add("videox");
  add("vbi0");
  const auto cameras = found();
  ASSERT_EQ(cameras.size(), 2u);
  EXPECT_EQ(cameras[0].name, "HD Webcam");
  EXPECT_EQ(cameras[0].kind, "v4l2");
  EXPECT_EQ(cameras[0].source, folder + "/video2") << "by number, not by letter";
  EXPECT_EQ(cameras[0].detail, "Motion-JPEG 1920x1080, YUYV 4:2:2 1920x1080");
}

TEST_F(V4l2, WhatGivesNoPicturesIsLeftOut) {
  add("video0");
  kinds = V4L2_CAP_META_CAPTURE | V4L2_CAP_STREAMING;
  EXPECT_TRUE(found().empty());
}

TEST_F(V4l2, ADriverWithoutAnEndIsLeft) {
  add("video0");
  endless = true;
  card.assign(32, 'x');  // without the zero at its end
  const auto cameras = found();
  ASSERT_EQ(cameras.size(), 1u);
  EXPECT_EQ(cameras[0].name, std::string(32, 'x'));
}

TEST_F(V4l2, NoFolderHasNoCameras) { EXPECT_TRUE(v4l2_cameras("/no/such/folder", nullptr).empty()); }

}  // namespace
}  // namespace np
