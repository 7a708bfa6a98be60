#include "cameras/discovery.hpp"

#include <gtest/gtest.h>

namespace np {
namespace {

soap::Device onvif(const std::string& host, const std::string& name) {
  return {.id = host, .addresses = {"http://" + host + "/onvif/device_service"}, .name = name, .hardware = "M1"};
}

mdns::Service stream(const std::string& name, const std::string& host, const std::string& path,
                     const std::string& model = "") {
  return {.name = name, .address = "rtsp://" + host + "/" + path, .model = model, .host = host};
}

TEST(Discovery, ADeviceThatIsFoundTwiceIsOneCamera) {
  const auto cameras =
      cameras_of({true, {onvif("192.168.1.20", "Front door")}, {stream("AXIS", "192.168.1.20:8554", "live")}});
  ASSERT_EQ(cameras.size(), 1u);
  EXPECT_EQ(cameras[0].name, "Front door");
  EXPECT_EQ(cameras[0].kind, "onvif");
  EXPECT_EQ(cameras[0].source, "rtsp://192.168.1.20:8554/live");
  EXPECT_EQ(cameras[0].detail, "M1 · 192.168.1.20");
  EXPECT_EQ(cameras[0].address, "http://192.168.1.20/onvif/device_service");
}

TEST(Discovery, WhatOnvifDoesNotNameHasTheAnnouncedName) {
  const auto cameras = cameras_of({true, {onvif("192.168.1.20", "")}, {stream("Front door", "192.168.1.20", "live")}});
  ASSERT_EQ(cameras.size(), 1u);
  EXPECT_EQ(cameras[0].name, "Front door");
  EXPECT_EQ(cameras_of({true, {onvif("192.168.1.20", "")}, {}}).at(0).name, "http://192.168.1.20/onvif/device_service");
}

TEST(Discovery, EachStreamOfAServerIsACamera) {
  const auto cameras =
      cameras_of({true,
                  {onvif("192.168.1.20", "Recorder")},
                  {stream("Door", "192.168.1.20", "1", "NVR-4"), stream("Yard", "192.168.1.20", "2")}});
  ASSERT_EQ(cameras.size(), 3u);
  EXPECT_EQ(cameras[0].name, "Recorder");
  EXPECT_EQ(cameras[0].source, "");
  EXPECT_EQ(cameras[1].name, "Door");
  EXPECT_EQ(cameras[1].kind, "mdns");
  EXPECT_EQ(cameras[1].source, "rtsp://192.168.1.20/1");
  EXPECT_EQ(cameras[1].address, "rtsp://192.168.1.20/1");
  EXPECT_EQ(cameras[1].detail, "NVR-4 · 192.168.1.20");
  EXPECT_EQ(cameras[2].detail, "192.168.1.20");
}

TEST(Discovery, AnOnvifServiceThatIsAnnouncedIsAskedForItsStreams) {
  const auto cameras = cameras_of({true,
                                   {},
                                   {{.name = "Porch",
                                     .address = "http://192.168.1.30/onvif/device_service",
                                     .model = "",
                                     .host = "192.168.1.30"}}});
  ASSERT_EQ(cameras.size(), 1u);
  EXPECT_EQ(cameras[0].kind, "onvif");
  EXPECT_EQ(cameras[0].source, "");
  EXPECT_EQ(cameras[0].address, "http://192.168.1.30/onvif/device_service");
}

}  // namespace
}  // namespace np
