// What is not ours and leaks: GStreamer's base class of decoders, a frame where a damaged picture fails in a certain
// way. To know whose a leak is, stacks must be unwound through libraries that keep no frame pointers.
#if defined(__SANITIZE_ADDRESS__)
extern "C" const char* __asan_default_options() { return "fast_unwind_on_malloc=0:malloc_context_size=10"; }
extern "C" const char* __lsan_default_suppressions() { return "leak:libgstvideo-1.0.so\n"; }
#endif
