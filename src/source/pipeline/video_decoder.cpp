#include "source/pipeline/video_decoder.hpp"

#include <memory>

#include "base/gst_ptr.hpp"
#include "base/libav_guard.hpp"
#include "source/pipeline/allowed_elements.hpp"
#include "source/pipeline/gst_errors.hpp"
#include "source/reasons.hpp"

namespace np {
namespace {

using FactoryList = std::unique_ptr<GList, GstFree<gst_plugin_feature_list_free>>;

}  // namespace

GstElement* add_decoder(GstBin* bin, GstCaps* caps, const std::string& shown) {
  const FactoryList all(gst_element_factory_list_get_elements(
      GST_ELEMENT_FACTORY_TYPE_DECODER | GST_ELEMENT_FACTORY_TYPE_MEDIA_VIDEO | GST_ELEMENT_FACTORY_TYPE_MEDIA_IMAGE,
      GST_RANK_MARGINAL));
  const FactoryList fitting(gst_element_factory_list_filter(all.get(), caps, GST_PAD_SINK, TRUE));
  for (const GList* at = fitting.get(); at; at = at->next) {
    if (!may_decode(GST_OBJECT_NAME(at->data))) continue;
    GstElement* decoder = gst_element_factory_create(GST_ELEMENT_FACTORY(at->data), nullptr);
    if (!decoder) continue;
    gst_bin_add(bin, decoder);
    guard_libav(decoder);
    if (gst_element_set_state(decoder, GST_STATE_READY) != GST_STATE_CHANGE_FAILURE) return decoder;
    gst_element_set_state(decoder, GST_STATE_NULL);
    gst_bin_remove(bin, decoder);
  }
  throw no_decoder(shown, decoder_name(caps));
}

}  // namespace np
