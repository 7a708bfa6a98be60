#include "cameras/soap.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace np::soap {
namespace {

using std::chrono::seconds;
using std::chrono::system_clock;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string in_body(const std::string& body) {
  return R"(<?xml version="1.0"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope"><SOAP-ENV:Body>)" +
         body + "</SOAP-ENV:Body></SOAP-ENV:Envelope>";
}

TEST(Soap, ADeviceIsWhatItsAnswerToAProbeTells) {
  const auto devices = devices_in(in_body(
      "<d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:1</a:Address></a:EndpointReference>"
      "<d:Scopes> onvif://www.onvif.org/name/Front%20door onvif://www.onvif.org/hardware/DS-2CD&amp;1\n"
      "onvif://www.onvif.org/Profile/Streaming</d:Scopes><d:XAddrs>http://192.168.1.5/onvif/device_service "
      "http://[fe80::1]/onvif/device_service ftp://x/</d:XAddrs></d:ProbeMatch></d:ProbeMatches>"));
  ASSERT_EQ(devices.size(), 1u);
  EXPECT_EQ(devices[0].id, "urn:uuid:1");
  EXPECT_EQ(devices[0].name, "Front door");
  EXPECT_EQ(devices[0].hardware, "DS-2CD&1");
  EXPECT_THAT(devices[0].addresses,
              ElementsAre("http://192.168.1.5/onvif/device_service", "http://[fe80::1]/onvif/device_service"));
}

TEST(Soap, WhatIsNoAnswerHasNoDevices) {
  for (const std::string& text :
       {std::string(), std::string("garbage"), std::string(1000, '<'), in_body("<Probe/>"),
        in_body("<ProbeMatches><ProbeMatch><XAddrs>http:// https://</XAddrs></ProbeMatch></ProbeMatches>"),
        in_body("<ProbeMatches><ProbeMatch><XAddrs>file:///etc/passwd</XAddrs></ProbeMatch></ProbeMatches>")})
    EXPECT_THAT(devices_in(text), IsEmpty()) << text;
}

// Entities that hold each other would fill the memory of who expands them.
TEST(Soap, EntitiesAreNotExpanded) {
  const auto devices = devices_in(
      "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY e SYSTEM "
      "\"file:///etc/passwd\">]>" +
      in_body("<ProbeMatches><ProbeMatch><Scopes>onvif://www.onvif.org/name/&b;&e;</Scopes><XAddrs>http://c/</XAddrs>"
              "</ProbeMatch></ProbeMatches>")
          .substr(21));
  ASSERT_EQ(devices.size(), 1u);
  EXPECT_EQ(devices[0].name, "&b;&e;");
}

TEST(Soap, DepthAndSizeHarmNobody) {
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "<a>";
  EXPECT_EQ(fault_in(in_body(deep)), std::nullopt);
  EXPECT_EQ(profiles_in(in_body("<GetProfilesResponse/>") + std::string(kMostAnswer, ' ')), std::nullopt);
  std::string many = "<GetProfilesResponse>";
  for (int i = 0; i < 1000; ++i) many += "<Profiles token=\"t\"/>";
  EXPECT_EQ(profiles_in(in_body(many + "</GetProfilesResponse>"))->size(), kMostProfiles);
}

TEST(Soap, ProfilesHaveATokenANameAndASize) {
  const auto profiles = profiles_in(in_body(
      "<trt:GetProfilesResponse><trt:Profiles token=\"main\" fixed=\"true\"><tt:Name>Main stream</tt:Name>"
      "<tt:VideoEncoderConfiguration><tt:Resolution><tt:Width>1920</tt:Width><tt:Height>1080</tt:Height></"
      "tt:Resolution>"
      "</tt:VideoEncoderConfiguration></trt:Profiles><trt:Profiles token=\"sub\"><tt:Name>Sub</tt:Name></trt:Profiles>"
      "<trt:Profiles/></trt:GetProfilesResponse>"));
  ASSERT_TRUE(profiles);
  ASSERT_EQ(profiles->size(), 2u);
  EXPECT_EQ((*profiles)[0].token, "main");
  EXPECT_EQ((*profiles)[0].name, "Main stream");
  EXPECT_EQ((*profiles)[0].width, 1920);
  EXPECT_EQ((*profiles)[1].height, 0);
  EXPECT_EQ(profiles_in(in_body("<Other/>")), std::nullopt);
}

TEST(Soap, TheClockOfACamera) {
  const std::string time =
      "<GetSystemDateAndTimeResponse><UTCDateTime><Time><Hour>1</Hour><Minute>2</Minute><Second>3</Second></Time>"
      "<Date><Year>2026</Year><Month>{}</Month><Day>4</Day></Date></UTCDateTime></GetSystemDateAndTimeResponse>";
  const auto at = [&](const std::string& month) {
    std::string text = time;
    text.replace(text.find("{}"), 2, month);
    return time_in(in_body(text));
  };
  EXPECT_EQ(at("1"), system_clock::time_point(seconds(1'767'488'523)));
  for (const char* month : {"13", "0", "", "x", "99999999999"}) EXPECT_EQ(at(month), std::nullopt) << month;
}

// The example of the UsernameToken profile's form, with a digest made by another program.
TEST(Soap, ALoginIsADigest) {
  const std::string header =
      security({"a<b", "secret"}, system_clock::time_point(seconds(1'767'488'523)), "0123456789abcdef");
  EXPECT_THAT(header, HasSubstr("<w:Username>a&lt;b</w:Username>"));
  EXPECT_THAT(header, HasSubstr("<u:Created>2026-01-04T01:02:03Z</u:Created>"));
  EXPECT_THAT(header, HasSubstr(">MDEyMzQ1Njc4OWFiY2RlZg==</w:Nonce>"));
  EXPECT_THAT(header, HasSubstr("#PasswordDigest\">37T7IAsIOFNGaEHPAKUwEBzMBR8=</w:Password>"));
  EXPECT_THAT(header, testing::Not(HasSubstr("secret")));
  EXPECT_EQ(security({"", ""}, {}, "x"), "");
}

TEST(Soap, FaultsSayWhetherTheyAreAboutTheLogin) {
  const auto login = fault_in(in_body(
      "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:NotAuthorized</s:Value></s:Subcode></s:Code>"
      "<s:Reason><s:Text xml:lang=\"en\">Sender not authorized</s:Text></s:Reason></s:Fault>"));
  ASSERT_TRUE(login);
  EXPECT_TRUE(login->login);
  EXPECT_EQ(login->reason, "Sender not authorized");
  EXPECT_FALSE(fault_in(in_body("<Fault><faultstring>Busy</faultstring></Fault>"))->login);
  EXPECT_EQ(fault_in(in_body("<Fault><faultstring>Busy</faultstring></Fault>"))->reason, "Busy");
  EXPECT_EQ(fault_in(in_body("<Fine/>")), std::nullopt);
}

TEST(Soap, AStreamHasAnAddress) {
  EXPECT_EQ(stream_in(in_body("<GetStreamUriResponse><MediaUri><Uri>rtsp://c/1?a=1&amp;b=2</Uri></MediaUri>"
                              "</GetStreamUriResponse>")),
            "rtsp://c/1?a=1&b=2");
  EXPECT_EQ(media_address_in(in_body("<GetCapabilitiesResponse><Capabilities><Media><XAddr>http://c/m</XAddr></Media>"
                                     "</Capabilities></GetCapabilitiesResponse>")),
            "http://c/m");
  EXPECT_EQ(stream_in(in_body("<GetStreamUriResponse/>")), std::nullopt);
}

}  // namespace
}  // namespace np::soap
