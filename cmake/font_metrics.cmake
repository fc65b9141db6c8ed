# svodka_font_metrics(TARGET): compiles the advance widths of Liberation Serif into TARGET. It is made to the metrics of
# Times New Roman, the font of sheets, and is read when Svodka is built, so that a document does not depend on the fonts
# of the machine that makes it.
function(svodka_font_metrics target)
  pkg_check_modules(FREETYPE REQUIRED IMPORTED_TARGET freetype2)
  set(fonts)
  foreach(face Regular Bold Italic BoldItalic)
    find_file(SVODKA_FONT_${face} LiberationSerif-${face}.ttf REQUIRED
      PATHS /usr/share/fonts/truetype/liberation /usr/share/fonts/truetype/liberation2 /usr/share/fonts/liberation-serif
      NO_DEFAULT_PATH)
    list(APPEND fonts ${SVODKA_FONT_${face}})
  endforeach()
  add_executable(font_metrics ${PROJECT_SOURCE_DIR}/cmake/font_metrics.cc)
  target_link_libraries(font_metrics PRIVATE PkgConfig::FREETYPE)
  set(out ${PROJECT_BINARY_DIR}/embedded/font_metrics.cc)
  add_custom_command(OUTPUT ${out} COMMAND sh -c "$<TARGET_FILE:font_metrics> \"$@\" > ${out}" sh ${fonts}
    DEPENDS font_metrics ${fonts} VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()
