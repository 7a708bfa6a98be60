#include "source/pipeline/gst_make.hpp"

#include <string>

#include "base/error.hpp"
#include "base/format.hpp"

namespace np {
namespace {

GstStream* first_of(GstStreamCollection* collection, GstStreamType type) {
  for (guint i = 0; i < gst_stream_collection_get_size(collection); ++i)
    if (GstStream* stream = gst_stream_collection_get_stream(collection, i); gst_stream_get_stream_type(stream) & type)
      return stream;
  return nullptr;
}

}  // namespace

GstElement* add_element(GstBin* bin, const char* factory) {
  GstElement* element = gst_element_factory_make(factory, nullptr);
  if (!element)
    throw Error(ErrorKind::kInternal,
                np::format("GStreamer's element {} is missing: install GStreamer's base and good plugins.", factory));
  gst_bin_add(bin, element);
  return element;
}

GstStream* first_video(GstStreamCollection* collection) { return first_of(collection, GST_STREAM_TYPE_VIDEO); }
bool has_sound(GstStreamCollection* collection) { return first_of(collection, GST_STREAM_TYPE_AUDIO) != nullptr; }

void set_where_known(GstElement* element, std::initializer_list<const char*> properties, bool value) {
  for (const char* property : properties)
    if (g_object_class_find_property(G_OBJECT_GET_CLASS(element), property))
      g_object_set(element, property, static_cast<gboolean>(value), nullptr);
}

void set_threads(GstElement* decoder, int count) {
  for (const char* property : {"max-threads", "n-threads", "threads"})
    if (g_object_class_find_property(G_OBJECT_GET_CLASS(decoder), property))
      gst_util_set_object_arg(G_OBJECT(decoder), property, std::to_string(count).c_str());
}

}  // namespace np
