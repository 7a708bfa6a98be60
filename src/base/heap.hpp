// glibc keeps freed memory in arenas, one for each thread. A program whose threads come and go ends up with many arenas
// that are mostly empty, which a show that runs for weeks cannot afford. With other C libraries both functions do
// nothing.
#pragma once

namespace np {

// Once, before there are threads: few arenas for all of them.
void share_heap_among_threads();
// Any thread: gives the pages that nobody uses back to the system. Takes some milliseconds.
void return_free_memory();

}  // namespace np
