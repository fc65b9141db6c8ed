# svodka_embed(TARGET FILE NAME): makes `svodka::NAME()` (declared in base/embedded.h) return the
# bytes of FILE, compiled into TARGET as a raw string in pieces (a compiler's literal is bounded).
function(svodka_embed target file name)
  if(NOT TARGET ${target} OR NOT EXISTS ${PROJECT_SOURCE_DIR}/${file})
    return()
  endif()
  set(out ${PROJECT_BINARY_DIR}/embedded/${name}.cc)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DIN=${PROJECT_SOURCE_DIR}/${file} -DOUT=${out} -DNAME=${name}
            -P ${PROJECT_SOURCE_DIR}/cmake/embed_file.cmake
    DEPENDS ${PROJECT_SOURCE_DIR}/${file} ${PROJECT_SOURCE_DIR}/cmake/embed_file.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()

# svodka_embed_folder(TARGET FOLDER NAME): the same for every file below FOLDER, as a list of names and bytes.
function(svodka_embed_folder target folder name)
  set(out ${PROJECT_BINARY_DIR}/embedded/${name}.cc)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DIN=${PROJECT_SOURCE_DIR}/${folder} -DOUT=${out} -DNAME=${name}
            -P ${PROJECT_SOURCE_DIR}/cmake/embed_file.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/embed_file.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()
