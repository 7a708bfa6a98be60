# What `./dev package` puts into the .deb, for the release of Debian that it is made on.
install(FILES README.md CHANGELOG.md DESTINATION share/doc/nerdpudding COMPONENT package EXCLUDE_FROM_ALL)
install(DIRECTORY docs DESTINATION share/doc/nerdpudding COMPONENT package EXCLUDE_FROM_ALL
        PATTERN decisions EXCLUDE)
install(FILES LICENSE DESTINATION share/doc/nerdpudding RENAME copyright COMPONENT package EXCLUDE_FROM_ALL)
install(FILES third_party/livekit-client/LICENSES DESTINATION share/doc/nerdpudding RENAME livekit-client.copyright
        COMPONENT package EXCLUDE_FROM_ALL)
install(FILES third_party/detector/LICENSE DESTINATION share/doc/nerdpudding RENAME detector.copyright
        COMPONENT package EXCLUDE_FROM_ALL)
install(FILES third_party/voice/LICENSE DESTINATION share/doc/nerdpudding RENAME voice.copyright
        COMPONENT package EXCLUDE_FROM_ALL)
install(FILES third_party/hearing/LICENSE DESTINATION share/doc/nerdpudding RENAME hearing.copyright
        COMPONENT package EXCLUDE_FROM_ALL)
install(FILES deb/nerdpudding.service DESTINATION lib/systemd/system COMPONENT package EXCLUDE_FROM_ALL)
install(FILES .env.example DESTINATION /etc/nerdpudding RENAME nerdpudding.env
        PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ COMPONENT package EXCLUDE_FROM_ALL)
install(CODE "file(CREATE_LINK nerdpudding.env \$ENV{DESTDIR}/etc/nerdpudding/.env SYMBOLIC)"
        COMPONENT package EXCLUDE_FROM_ALL)

# The manual page and the shells' completions, as the program itself writes them.
install(CODE "
  set(program \"${CMAKE_BINARY_DIR}/nerdpudding\")
  set(share \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/share\")
  foreach(words IN ITEMS \"man-page:man/man1/nerdpudding.1\"
                         \"completion bash:bash-completion/completions/nerdpudding\"
                         \"completion zsh:zsh/vendor-completions/_nerdpudding\"
                         \"completion fish:fish/vendor_completions.d/nerdpudding.fish\")
    string(REGEX MATCH \"^([^:]+):(.+)$\" found \"\${words}\")
    set(file \"\${share}/\${CMAKE_MATCH_2}\")
    separate_arguments(arguments UNIX_COMMAND \"\${CMAKE_MATCH_1}\")
    get_filename_component(folder \"\${file}\" DIRECTORY)
    file(MAKE_DIRECTORY \"\${folder}\")
    execute_process(COMMAND \"\${program}\" \${arguments} OUTPUT_FILE \"\${file}\" COMMAND_ERROR_IS_FATAL ANY)
    list(APPEND CMAKE_INSTALL_MANIFEST_FILES \"\${file}\")
  endforeach()
  # Debian wants manual pages compressed, and the same bytes each time.
  execute_process(COMMAND gzip -9nf \"\${share}/man/man1/nerdpudding.1\" COMMAND_ERROR_IS_FATAL ANY)
" COMPONENT package EXCLUDE_FROM_ALL)

# What is found at run time; what it is linked with is found by dpkg-shlibdeps.
file(STRINGS packages/run.txt needed REGEX "^[a-z]")
set(graphics ${needed})
list(FILTER needed EXCLUDE REGEX vulkan)
list(FILTER graphics INCLUDE REGEX vulkan)
list(JOIN needed ", " needed)
list(JOIN graphics ", " graphics)

set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "live commentator for any video")
set(CPACK_PACKAGE_DESCRIPTION "NerdPudding watches a video file, an RTSP or HTTP stream or a camera,
writes what happens as it happens, speaks it, and can be steered at any moment.")
set(CPACK_PACKAGE_CONTACT "The NerdPudding developers")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_CMAKE_PROJECTS "${CMAKE_BINARY_DIR};nerdpudding;ALL;/;${CMAKE_BINARY_DIR};nerdpudding;package;/")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION video)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "${needed}, passwd")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "${graphics}")
foreach(file IN ITEMS conffiles postinst prerm postrm)
  list(APPEND CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/deb/${file})
endforeach()
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
