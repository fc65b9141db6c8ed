# Writes a .cc with the bytes of the file or folder IN as `svodka::NAME()`.
function(bytes_of file out)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  set(${out} "${bytes}0" PARENT_SCOPE)
endfunction()

if(IS_DIRECTORY ${IN})
  file(GLOB_RECURSE files RELATIVE ${IN} ${IN}/*)
  list(SORT files)
  set(arrays "")
  set(entries "")
  set(number 0)
  foreach(name IN LISTS files)
    bytes_of(${IN}/${name} bytes)
    string(APPEND arrays "static constexpr unsigned char kFile${number}[] = {${bytes}};\n")
    string(APPEND entries
           "      {\"${name}\", {reinterpret_cast<const char*>(kFile${number}), sizeof(kFile${number}) - 1}},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  set(text "#include \"base/embedded.h\"
namespace svodka {
namespace {
${arrays}}  // namespace
std::vector<EmbeddedFile> ${NAME}() {
  return {
${entries}  };
}
}  // namespace svodka
")
else()
  bytes_of(${IN} bytes)
  set(text "#include \"base/embedded.h\"
namespace svodka {
std::string_view ${NAME}() {
  static constexpr unsigned char kBytes[] = {${bytes}};
  return {reinterpret_cast<const char*>(kBytes), sizeof(kBytes) - 1};
}
}  // namespace svodka
")
endif()
file(WRITE ${OUT} "${text}")
