// Built and run while Svodka is built: writes the advance widths of the fonts that sheets are printed in as a
// C++ table (render/sheet/font_metrics.h).
//
//     font_metrics REGULAR.ttf BOLD.ttf ITALIC.ttf BOLD-ITALIC.ttf > table.cc

#include <ft2build.h>
#include FT_FREETYPE_H

#include <cstdio>

namespace {

struct Range {
  unsigned first, last;
};
constexpr Range kRanges[] = {{0x20, 0x17F},    {0x2B0, 0x52F},   {0x2000, 0x206F}, {0x20A0, 0x20BF},
                             {0x2100, 0x214F}, {0x2190, 0x22FF}, {0x25A0, 0x25FF}};

// The advance of a character in font units; that of the font's own sign for a missing one where it has none.
unsigned advance(FT_Face face, unsigned character) {
  if (FT_Load_Glyph(face, FT_Get_Char_Index(face, character), FT_LOAD_NO_SCALE) != 0) return 0;
  return static_cast<unsigned>(face->glyph->metrics.horiAdvance);
}

bool print_font(FT_Library library, const char* path) {
  FT_Face face = nullptr;
  if (FT_New_Face(library, path, 0, &face) != 0 || face->units_per_EM != 2048) {
    std::fprintf(stderr, "font_metrics: cannot read %s\n", path);
    return false;
  }
  std::printf("    {");
  int column = 0;
  for (const auto& range : kRanges) {
    for (unsigned c = range.first; c <= range.last; ++c)
      std::printf("%u,%s", advance(face, c), ++column % 24 == 0 ? "\n     " : "");
  }
  std::printf("},\n");
  FT_Done_Face(face);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  FT_Library library = nullptr;
  if (argc != 5 || FT_Init_FreeType(&library) != 0) return 2;
  unsigned count = 0;
  for (const auto& range : kRanges) count += range.last - range.first + 1;
  std::printf("#include \"render/sheet/font_metrics.h\"\n\nnamespace svodka::render {\n\n");
  std::printf("namespace {\n\nconstexpr FontRange kRanges[]{");
  for (const auto& range : kRanges) std::printf("{0x%X, 0x%X}, ", range.first, range.last);
  std::printf("};\n\nconstexpr std::uint16_t kAdvances[4][%u]{\n", count);
  for (int i = 1; i < argc; ++i) {
    if (!print_font(library, argv[i])) return 1;
  }
  std::printf("};\n\n}  // namespace\n\n");
  std::printf("std::span<const FontRange> font_ranges() { return kRanges; }\n\n");
  std::printf("const std::uint16_t* font_advances(int face) { return kAdvances[face]; }\n\n");
  std::printf("}  // namespace svodka::render\n");
  FT_Done_FreeType(library);
  return 0;
}
