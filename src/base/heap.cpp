#include "base/heap.hpp"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace np {

void share_heap_among_threads() {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, 2);
#endif
}

void return_free_memory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

}  // namespace np
