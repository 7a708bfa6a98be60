// NP_VECTOR_LOOP in front of a function makes the compiler vectorise its loops, on x86-64 a second time for processors
// with AVX2. The loader chooses between the two. A sanitizer's runtime is not up by then, so its build has only the
// first.
#pragma once

#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define NP_VECTOR_LOOP [[gnu::optimize("O3"), gnu::target_clones("default", "arch=x86-64-v3")]]
#else
#define NP_VECTOR_LOOP [[gnu::optimize("O3")]]
#endif
