#include "source/pipeline/demuxer_watch.hpp"

#include <optional>
#include <span>
#include <utility>

#include "base/gst_ptr.hpp"

namespace np {
namespace {

constexpr auto kFetched = GstPadProbeType(GST_PAD_PROBE_TYPE_PULL | GST_PAD_PROBE_TYPE_BUFFER);

// parsebin swallows what a demuxer complains of before it is fully plugged in, which parsebin marks by unlocking its
// state: a file that is cut off right at its beginning would hang. So the demuxer waits for that moment.
GstPadProbeReturn on_first_read(GstPad* pad, GstPadProbeInfo*, gpointer) {
  const GstObjectPtr<GstElement> demuxer(gst_pad_get_parent_element(pad));
  for (int ms = 0; demuxer && gst_element_is_locked_state(demuxer.get()) && ms < 100; ++ms) g_usleep(1000);
  return GST_PAD_PROBE_REMOVE;
}

struct Container {
  const Nesting::Form form;
  Nesting pushed;
  const std::function<void(Nesting::Fault)> on_fault;
  std::optional<Nesting::Fault> fault = {};
};

// What a demuxer fetches begins with a part of the file; what is sent to it comes in pieces of any size.
GstPadProbeReturn on_container(GstPad*, GstPadProbeInfo* probe, gpointer p) {
  auto& container = *static_cast<Container*>(p);
  GstBuffer* buffer = GST_PAD_PROBE_INFO_BUFFER(probe);
  GstMapInfo map;
  if (container.fault || !gst_buffer_map(buffer, &map, GST_MAP_READ)) return GST_PAD_PROBE_DROP;
  const bool fetched = GST_PAD_PROBE_INFO_TYPE(probe) & GST_PAD_PROBE_TYPE_PULL;
  const std::span data(map.data, map.size);
  if (!fetched) container.pushed.feed(data);
  const auto alone = fetched ? std::optional(Nesting::of_fetched(container.form, data)) : std::nullopt;
  const Nesting& seen = alone ? *alone : container.pushed;
  gst_buffer_unmap(buffer, &map);
  container.fault = seen.fault();
  if (container.fault) {
    container.on_fault(*container.fault);
    return GST_PAD_PROBE_DROP;
  }
  if (seen.spared().empty()) return GST_PAD_PROBE_OK;
  GST_PAD_PROBE_INFO_DATA(probe) = buffer = gst_buffer_make_writable(buffer);
  for (const std::size_t place : seen.spared()) gst_buffer_memset(buffer, place, Nesting::kSpared, 1);
  return GST_PAD_PROBE_OK;
}

// An Ogg file says with a page each what streams it has, and the demuxer makes room for each of them.
struct OggHeads {
  static constexpr std::string_view kWatchedHead{"OggS\0\2", 6};  // RFC 3533, 6: a page that begins a stream
  static constexpr int kMostWatched = 1000;                       // a page that is read again counts again

  const std::function<void(Nesting::Fault)> on_fault;
  int seen = 0;
};

GstPadProbeReturn on_ogg(GstPad*, GstPadProbeInfo* probe, gpointer p) {
  auto& heads = *static_cast<OggHeads*>(p);
  GstBuffer* buffer = GST_PAD_PROBE_INFO_BUFFER(probe);
  GstMapInfo map;
  if (heads.seen > OggHeads::kMostWatched || !gst_buffer_map(buffer, &map, GST_MAP_READ)) return GST_PAD_PROBE_DROP;
  const std::string_view data(reinterpret_cast<const char*>(map.data), map.size);
  for (auto at = data.find(OggHeads::kWatchedHead); at != data.npos; at = data.find(OggHeads::kWatchedHead, at + 1))
    ++heads.seen;
  gst_buffer_unmap(buffer, &map);
  if (heads.seen <= OggHeads::kMostWatched) return GST_PAD_PROBE_OK;
  heads.on_fault(Nesting::Fault::kDeep);
  return GST_PAD_PROBE_DROP;
}

}  // namespace

void watch_demuxer(GstPad* pad, std::string_view name, std::function<void(Nesting::Fault)> on_fault) {
  gst_pad_add_probe(pad, kFetched, on_first_read, nullptr, nullptr);
  constexpr auto kAll = GstPadProbeType(kFetched | GST_PAD_PROBE_TYPE_PUSH);
  if (const auto form = Nesting::form_of(name))
    gst_pad_add_probe(pad, kAll, on_container, new Container{*form, Nesting(*form), std::move(on_fault)},
                      [](gpointer p) { delete static_cast<Container*>(p); });
  else if (name == "oggdemux")
    gst_pad_add_probe(pad, kAll, on_ogg, new OggHeads{std::move(on_fault)},
                      [](gpointer p) { delete static_cast<OggHeads*>(p); });
}

}  // namespace np
