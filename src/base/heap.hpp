// glibc keeps freed memory in arenas, one for each thread. A program whose threads come and go ends up with many arenas
// that are mostly empty, which a show that runs for weeks cannot afford. With other C libraries both functions do
// nothing.
#pragma once

namespace np {

// Call it once, before there are threads: they all share a few arenas.
void share_heap_among_threads();
// Gives unused pages back to the system. Any thread. Takes some milliseconds.
void return_free_memory();

}  // namespace np
