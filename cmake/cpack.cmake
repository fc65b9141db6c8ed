# ./dev package: a Debian package of the program. Its dependencies are found out from the binary.
install(TARGETS svodka RUNTIME DESTINATION bin)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME svodka)
set(CPACK_PACKAGE_CONTACT "Svodka developers <svodka@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Official reports, spreadsheets and meeting sheets from YAML records")
set(CPACK_DEBIAN_PACKAGE_SECTION text)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Loaded at need, so the binary does not tell.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "librsvg2-2, libqpdf29, libfontconfig1, libcairo2")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libreoffice-writer-nogui, libreoffice-calc-nogui, fonts-liberation, poppler-utils")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_STRIP_FILES ON)
include(CPack)
