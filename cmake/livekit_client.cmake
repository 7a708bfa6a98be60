# The page's LiveKit library is nobody's package in Debian: it is fetched, or is the file that NP_LIVEKIT_CLIENT names.
set(NP_LIVEKIT_CLIENT "$ENV{NP_LIVEKIT_CLIENT}" CACHE FILEPATH "dist/livekit-client.umd.js of livekit-client, instead of fetching it")
set(livekit_client ${CMAKE_BINARY_DIR}/embed/livekit-client.js)
if(NOT NP_LIVEKIT_CLIENT)
  set(lock ${CMAKE_SOURCE_DIR}/third_party/livekit-client/package-lock.json)
  add_custom_command(OUTPUT ${livekit_client}
    COMMAND ${CMAKE_SOURCE_DIR}/tools/fetch-livekit-client ${livekit_client}
    DEPENDS ${lock} ${CMAKE_SOURCE_DIR}/tools/fetch-livekit-client ${CMAKE_SOURCE_DIR}/tools/npm_package.py VERBATIM)
elseif(EXISTS ${NP_LIVEKIT_CLIENT})
  add_custom_command(OUTPUT ${livekit_client}
    COMMAND ${CMAKE_COMMAND} -E copy ${NP_LIVEKIT_CLIENT} ${livekit_client} DEPENDS ${NP_LIVEKIT_CLIENT} VERBATIM)
else()
  message(FATAL_ERROR "NP_LIVEKIT_CLIENT names no file: give livekit-client's dist/livekit-client.umd.js, or leave it out to fetch it")
endif()
