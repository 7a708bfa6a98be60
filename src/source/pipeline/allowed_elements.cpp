#include "source/pipeline/allowed_elements.hpp"

#include <algorithm>

namespace np {
namespace {

constexpr std::string_view kParsers[] = {
    "aacparse",    "ac3parse",       "amrparse",       "apedemux",      "asfdemux",        "av1parse",
    "avdemux_gif", "avdemux_ivf",    "avdemux_mxf",    "avdemux_nsv",   "avdemux_nut",     "avdemux_yuv4mpegpipe",
    "avidemux",    "dcaparse",       "diracparse",     "dvdemux",       "flacparse",       "flvdemux",
    "h263parse",   "h264parse",      "h265parse",      "h266parse",     "icydemux",        "id3demux",
    "ivfparse",    "jpeg2000parse",  "jpegparse",      "matroskademux", "mpeg4videoparse", "mpegaudioparse",
    "mpegpsdemux", "mpegvideoparse", "multipartdemux", "mxfdemux",      "oggdemux",        "ogmvideoparse",
    "opusparse",   "pngparse",       "qtdemux",        "rmdemux",       "sbcparse",        "theoraparse",
    "tsdemux",     "vc1parse",       "vorbisparse",    "vp9parse",      "wavparse",        "y4mdec"};

constexpr std::string_view kDecoders[] = {
    "av1dec",         "avdec_asv1",      "avdec_asv2",      "avdec_av1",        "avdec_bmp",      "avdec_camstudio",
    "avdec_camtasia", "avdec_cfhd",      "avdec_cinepak",   "avdec_dnxhd",      "avdec_dvvideo",  "avdec_ffv1",
    "avdec_ffvhuff",  "avdec_flashsv",   "avdec_flashsv2",  "avdec_flv",        "avdec_fraps",    "avdec_gif",
    "avdec_h261",     "avdec_h263",      "avdec_h263i",     "avdec_h263p",      "avdec_h264",     "avdec_h265",
    "avdec_h266",     "avdec_huffyuv",   "avdec_indeo3",    "avdec_indeo4",     "avdec_indeo5",   "avdec_jpeg2000",
    "avdec_lagarith", "avdec_mjpeg",     "avdec_mjpegb",    "avdec_mpeg2video", "avdec_mpeg4",    "avdec_mpegvideo",
    "avdec_msmpeg4",  "avdec_msmpeg4v1", "avdec_msmpeg4v2", "avdec_msrle",      "avdec_msvideo1", "avdec_png",
    "avdec_prores",   "avdec_qtrle",     "avdec_rpza",      "avdec_rv10",       "avdec_rv20",     "avdec_rv30",
    "avdec_rv40",     "avdec_smc",       "avdec_svq1",      "avdec_svq3",       "avdec_theora",   "avdec_vc1",
    "avdec_vp3",      "avdec_vp5",       "avdec_vp6",       "avdec_vp6a",       "avdec_vp6f",     "avdec_vp8",
    "avdec_vp9",      "avdec_wmv1",      "avdec_wmv2",      "avdec_wmv3",       "avdec_zmbv",     "dav1ddec",
    "dvdec",          "jpegdec",         "libde265dec",     "openh264dec",      "pngdec",         "theoradec",
    "vp8dec",         "vp9dec",          "webpdec"};

constexpr std::string_view kSoundDecoders[] = {
    "adpcmdec",       "alawdec",         "amrnbdec",       "amrwbdec",
    "avdec_aac",      "avdec_aac_latm",  "avdec_ac3",      "avdec_adpcm_ima_wav",
    "avdec_adpcm_ms", "avdec_adpcm_swf", "avdec_alac",     "avdec_amrnb",
    "avdec_amrwb",    "avdec_ape",       "avdec_cook",     "avdec_dca",
    "avdec_eac3",     "avdec_flac",      "avdec_g722",     "avdec_g723_1",
    "avdec_g726",     "avdec_g729",      "avdec_gsm",      "avdec_mp1float",
    "avdec_mp2float", "avdec_mp3",       "avdec_mp3float", "avdec_nellymoser",
    "avdec_opus",     "avdec_qdm2",      "avdec_ra_144",   "avdec_ra_288",
    "avdec_truehd",   "avdec_tta",       "avdec_vorbis",   "avdec_wavpack",
    "avdec_wmapro",   "avdec_wmav1",     "avdec_wmav2",    "avdec_wmavoice",
    "flacdec",        "mpg123audiodec",  "mulawdec",       "opusdec",
    "sbcdec",         "speexdec",        "vorbisdec",      "wavpackdec"};

// Those of graphics cards and boards have a name for each of them.
constexpr std::string_view kHardware[] = {"va", "nv", "v4l2", "vulkan", "qsv", "msdk", "d3d"};
// Depayloaders of RTP.
constexpr std::string_view kRtp = "rtp";
constexpr std::string_view kDepayloader = "depay";

static_assert(std::ranges::is_sorted(kParsers) && std::ranges::is_sorted(kDecoders) &&
              std::ranges::is_sorted(kSoundDecoders));

}  // namespace

bool may_parse(std::string_view factory) {
  return std::ranges::binary_search(kParsers, factory) ||
         (factory.starts_with(kRtp) && (factory.ends_with(kDepayloader) || factory.ends_with("depay2")));
}

bool may_decode_sound(std::string_view factory) { return std::ranges::binary_search(kSoundDecoders, factory); }

bool may_decode(std::string_view factory) {
  const auto is_of = [factory](std::string_view make) { return factory.starts_with(make) && factory.ends_with("dec"); };
  return std::ranges::binary_search(kDecoders, factory) || std::ranges::any_of(kHardware, is_of);
}

}  // namespace np
