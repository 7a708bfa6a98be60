# np_module(<folder> USES <folders it may include> LIBS <third-party targets>): the library np_<folder> of src/<folder>, its folders included.
# Third-party headers stay inside the folder; the include rule itself is checked by tools/check-includes.
add_library(np_options INTERFACE)
target_include_directories(np_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
# GCC takes a coroutine frame's own operator delete, once it is inlined, for the wrong one.
target_compile_options(np_options INTERFACE -Wall -Wextra -Wno-missing-field-initializers -Wno-mismatched-new-delete)
target_compile_definitions(np_options INTERFACE NP_VERSION="${PROJECT_VERSION}")
if(NP_SANITIZE)
  target_compile_options(np_options INTERFACE -fsanitize=${NP_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(np_options INTERFACE -fsanitize=${NP_SANITIZE})
endif()

# What Debian's own packages are built with. Not for tests, which are not optimised, nor under a sanitizer, which finds more.
add_library(np_hardening INTERFACE)
if(NP_HARDEN AND NOT NP_SANITIZE)
  include(CheckCXXCompilerFlag)
  foreach(flag -fstack-protector-strong -fstack-clash-protection -fcf-protection -mbranch-protection=standard)
    string(MAKE_C_IDENTIFIER "NP_HAS${flag}" known)
    check_cxx_compiler_flag(${flag} ${known})
    if(${known})
      target_compile_options(np_hardening INTERFACE ${flag})
    endif()
  endforeach()
  target_compile_options(np_hardening INTERFACE "$<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=3>")
  target_compile_definitions(np_hardening INTERFACE _GLIBCXX_ASSERTIONS)
  target_link_options(np_hardening INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
  if(NP_HAS_fcf_protection)
    # Debian's crt1.o has no such note, and one file without it takes it from all.
    target_link_options(np_hardening INTERFACE -Wl,-z,ibt,-z,shstk)
  endif()
endif()

function(np_module name)
  cmake_parse_arguments(arg "" "" "USES;LIBS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  add_library(np_${name} STATIC ${sources})
  list(TRANSFORM arg_USES PREPEND np_)
  target_link_libraries(np_${name} PUBLIC np_options ${arg_USES} PRIVATE np_hardening ${arg_LIBS})
endfunction()

# np_embed(<folder> <name> [PACK] GLOB <pattern> | FILES <files>): the files' bytes as `std::span<const np::Asset> np::<name>_assets()`,
# which the folder declares for itself.
function(np_embed module name)
  cmake_parse_arguments(arg "PACK" "GLOB" "FILES" ${ARGN})
  set(files ${arg_FILES})
  if(arg_GLOB)
    file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${arg_GLOB})
  endif()
  set(out ${CMAKE_BINARY_DIR}/embed/${name}_assets.cpp)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DNAME=${name} -DPACK=${arg_PACK} "-DFILES=${files}" -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
  target_sources(np_${module} PRIVATE ${out})
  set_source_files_properties(${out} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()
