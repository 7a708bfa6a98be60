#include "source/pipeline/caps.hpp"

#include <gst/pbutils/pbutils.h>

#include <algorithm>
#include <memory>

#include "base/gst_ptr.hpp"
#include "base/text.hpp"

namespace np {

std::string_view type_of(const GstCaps* caps) { return gst_structure_get_name(gst_caps_get_structure(caps, 0)); }

std::string codec_name(GstCaps* caps) {
  if (type_of(caps) == "image/jpeg") return "JPEG";
  std::string name = to_string(GCharPtr(gst_pb_utils_get_codec_description(caps)));
  if (const auto profile = name.find(" ("); profile != std::string::npos) name.resize(profile);
  return name;
}

PictureSize size_in(const GstCaps* caps) {
  PictureSize size{0, 0};
  const GstStructure* fields = gst_caps_get_structure(caps, 0);
  gst_structure_get_int(fields, "width", &size.width);
  gst_structure_get_int(fields, "height", &size.height);
  return size;
}

std::string text_in(const GstCaps* caps, const char* field) {
  const char* text = gst_structure_get_string(gst_caps_get_structure(caps, 0), field);
  return text ? text : "";
}

std::string sound_codec_name(GstCaps* caps) {
  if (type_of(caps) != "application/x-rtp") return codec_name(caps);
  const std::string name = text_in(caps, "encoding-name");
  return name == "MPEG4-GENERIC" || name == "MP4A-LATM" ? "AAC" : name == "PCMU" || name == "PCMA" ? "G.711" : name;
}

std::string sound_codec_among(std::string_view codecs) {
  while (!codecs.empty()) {
    const std::string_view codec = codecs.substr(0, codecs.find(','));
    codecs.remove_prefix(std::min(codecs.size(), codec.size() + 1));
    const GstCapsPtr caps(gst_codec_utils_caps_from_mime_codec(std::string(trim(codec)).c_str()));
    if (caps && type_of(caps.get()).starts_with("audio/")) return codec_name(caps.get());
  }
  return "unknown";
}

bool is_turned(GstPad* pad) {
  for (guint i = 0;; ++i) {
    const GstEventPtr event(gst_pad_get_sticky_event(pad, GST_EVENT_TAG, i));
    if (!event) return false;
    GstTagList* tags = nullptr;
    gst_event_parse_tag(event.get(), &tags);
    char* turned = nullptr;
    if (!gst_tag_list_get_string(tags, GST_TAG_IMAGE_ORIENTATION, &turned)) continue;
    const GCharPtr owner(turned);
    if (std::string_view(turned) != "rotate-0") return true;
  }
}

}  // namespace np
