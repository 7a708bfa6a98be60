// Preloaded into a server: as long as the file that NP_STUCK names is there, no pipeline of GStreamer's lets itself be closed.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

enum { kNull = 1 };  // GST_STATE_NULL

int gst_element_set_state(void* element, int state) {
  static int (*theirs)(void*, int);
  if (!theirs) theirs = (int (*)(void*, int))dlsym(RTLD_NEXT, "gst_element_set_state");
  const char* stuck = getenv("NP_STUCK");
  while (state == kNull && stuck && access(stuck, F_OK) == 0) usleep(10000);
  return theirs(element, state);
}
