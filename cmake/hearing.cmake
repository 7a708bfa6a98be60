# The network that hears speech is fetched, or is the file that NP_HEARING names. The program finds it in share/nerdpudding, beside
# itself or one folder up, and runs without it.
set(NP_HEARING "$ENV{NP_HEARING}" CACHE FILEPATH "a silero_vad_16k_sequence.onnx fetched before, instead of fetching it")
set(hearing ${CMAKE_BINARY_DIR}/share/nerdpudding/silero_vad.onnx)
if(NOT NP_HEARING)
  file(GLOB locked ${CMAKE_SOURCE_DIR}/third_party/hearing/*)
  set(tools ${CMAKE_SOURCE_DIR}/tools)
  add_custom_command(OUTPUT ${hearing} COMMAND ${tools}/fetch-hearing ${hearing}
    DEPENDS ${locked} ${tools}/fetch-hearing ${tools}/pypi_package.py ${tools}/npm_package.py VERBATIM)
elseif(EXISTS ${NP_HEARING})
  add_custom_command(OUTPUT ${hearing} COMMAND ${CMAKE_COMMAND} -E copy ${NP_HEARING} ${hearing} DEPENDS ${NP_HEARING} VERBATIM)
else()
  message(WARNING "NP_HEARING names no file: TALK=gaps has no effect; leave it out to fetch one")
  set(hearing)
endif()
add_custom_target(hearing ALL DEPENDS ${hearing})
