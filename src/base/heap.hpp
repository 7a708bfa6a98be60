// glibc keeps what is freed: each thread in an arena of its own, of which a program whose threads come and go ends up
// with many that are mostly empty. A show that runs for weeks cannot afford that. Elsewhere both do nothing.
#pragma once

namespace np {

// Once, before there are threads: few arenas for all of them.
void share_heap_among_threads();
// Any thread: gives the pages that nobody uses back to the system. Takes some milliseconds.
void return_free_memory();

}  // namespace np
