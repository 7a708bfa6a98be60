# Everything comes from the distribution's packages; CONTRIBUTING.md says how to build against others.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(CURL REQUIRED)
find_package(Boost 1.88 REQUIRED CONFIG COMPONENTS headers json url)
find_package(prometheus-cpp REQUIRED)
find_package(pugixml REQUIRED)
pkg_check_modules(GSTREAMER REQUIRED IMPORTED_TARGET gstreamer-1.0>=1.24 gstreamer-app-1.0 gstreamer-audio-1.0 gstreamer-video-1.0
                  gstreamer-pbutils-1.0 gstreamer-sdp-1.0)
pkg_check_modules(GSTREAMER_WEBRTC REQUIRED IMPORTED_TARGET gstreamer-webrtc-1.0>=1.24)
target_compile_definitions(PkgConfig::GSTREAMER_WEBRTC INTERFACE GST_USE_UNSTABLE_API)  # or its headers warn
pkg_check_modules(QRCODEGEN REQUIRED IMPORTED_TARGET qrcodegencpp)
pkg_check_modules(GIO REQUIRED IMPORTED_TARGET gio-2.0)
pkg_check_modules(TURBOJPEG REQUIRED IMPORTED_TARGET libturbojpeg)
pkg_check_modules(SOXR REQUIRED IMPORTED_TARGET soxr)
pkg_check_modules(EBUR128 REQUIRED IMPORTED_TARGET libebur128)
pkg_check_modules(SQLITE3 REQUIRED IMPORTED_TARGET sqlite3>=3.40)
pkg_check_modules(ONNXRUNTIME REQUIRED IMPORTED_TARGET libonnxruntime>=1.20)

# flite ships no .pc and no CMake file.
find_path(FLITE_INCLUDE_DIR flite/flite.h REQUIRED)
add_library(flite INTERFACE)
target_include_directories(flite SYSTEM INTERFACE ${FLITE_INCLUDE_DIR})
foreach(lib flite_cmu_us_rms flite_usenglish flite_cmulex flite)
  find_library(NP_${lib} ${lib} REQUIRED)
  target_link_libraries(flite INTERFACE ${NP_${lib}})
endforeach()
target_link_libraries(flite INTERFACE m)

# Debian's OpenCVConfig.cmake comes only with all of OpenCV's modules; two are enough here.
find_path(OPENCV_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
add_library(opencv INTERFACE)
target_include_directories(opencv SYSTEM INTERFACE ${OPENCV_INCLUDE_DIR})
foreach(lib opencv_imgproc opencv_core)
  find_library(NP_${lib} ${lib} REQUIRED)
  target_link_libraries(opencv INTERFACE ${NP_${lib}})
endforeach()

# llama.pc names neither libmtmd nor its headers' folder.
find_path(LLAMA_INCLUDE_DIR mtmd.h REQUIRED)
add_library(llama INTERFACE)
target_include_directories(llama SYSTEM INTERFACE ${LLAMA_INCLUDE_DIR})
foreach(lib mtmd llama ggml ggml-base)
  find_library(NP_${lib} ${lib} REQUIRED)
  target_link_libraries(llama INTERFACE ${NP_${lib}})
endforeach()
