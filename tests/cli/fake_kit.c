// Stands in for LibreOffice's library: makes an empty PDF of any document, but crashes on, hangs on or refuses those
// whose numbers FAKE_CRASH, FAKE_HANG and FAKE_REFUSE give.
#include <LibreOfficeKit/LibreOfficeKit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static LibreOfficeKitDocumentClass document_class;
static LibreOfficeKitDocument document;
static LibreOfficeKitClass office_class;
static LibreOfficeKit office;

static char* no_error(LibreOfficeKit* self) {
  (void)self;
  return strdup("fake");
}

static void free_error(char* error) { free(error); }

static int is(const char* name, const char* url) {
  const char* number = getenv(name);
  const char* file = strrchr(url, '/') + 1;
  return number != NULL && strncmp(file, number, strlen(number)) == 0 && file[strlen(number)] == '.';
}

static LibreOfficeKitDocument* load(LibreOfficeKit* self, const char* url) {
  (void)self;
  if (is("FAKE_CRASH", url)) abort();
  if (is("FAKE_HANG", url)) pause();
  return is("FAKE_REFUSE", url) ? NULL : &document;
}

static LibreOfficeKitDocument* load_with(LibreOfficeKit* self, const char* url, const char* options) {
  (void)options;
  return load(self, url);
}

static int save(LibreOfficeKitDocument* self, const char* url, const char* format, const char* options) {
  (void)self, (void)format, (void)options;
  FILE* file = fopen(url + strlen("file://"), "w");
  if (file == NULL) return 0;
  const char* objects[] = {"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                           "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"};
  long places[3];
  fputs("%PDF-1.6\n", file);
  for (int i = 0; i < 3; ++i) {
    places[i] = ftell(file);
    fprintf(file, "%d 0 obj %s endobj\n", i + 1, objects[i]);
  }
  const long table = ftell(file);
  fputs("xref\n0 4\n0000000000 65535 f \n", file);
  for (int i = 0; i < 3; ++i) fprintf(file, "%010ld 00000 n \n", places[i]);
  fprintf(file, "trailer << /Size 4 /Root 1 0 R >>\nstartxref\n%ld\n%%%%EOF\n", table);
  return fclose(file) == 0;
}

static void nothing(LibreOfficeKitDocument* self) { (void)self; }

LibreOfficeKit* libreofficekit_hook_2(const char* install, const char* profile) {
  (void)install, (void)profile;
  document_class.nSize = sizeof document_class;
  document_class.saveAs = save;
  document_class.destroy = nothing;
  document.pClass = &document_class;
  office_class.nSize = sizeof office_class;
  office_class.documentLoad = load;
  office_class.documentLoadWithOptions = load_with;
  office_class.getError = no_error;
  office_class.freeError = free_error;
  office.pClass = &office_class;
  return &office;
}
