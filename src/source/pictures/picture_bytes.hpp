// The bytes of one picture. Those of a large one go back to the system when they are let go, where the heap would keep
// them: of what a hostile sender made us take, nothing stays.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

namespace np {

template <typename T>
struct PageAllocator {
  using value_type = T;
  static constexpr std::size_t kLarge = 1u << 20;  // bytes

  PageAllocator() = default;
  template <typename U>
  PageAllocator(const PageAllocator<U>&) {}

  T* allocate(std::size_t n) {
    const std::size_t bytes = n * sizeof(T);
    if (bytes < kLarge) return static_cast<T*>(::operator new(bytes));
    void* pages = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) throw std::bad_alloc();
    return static_cast<T*>(pages);
  }
  void deallocate(T* p, std::size_t n) {
    if (n * sizeof(T) < kLarge)
      ::operator delete(p);
    else
      munmap(p, n * sizeof(T));
  }
  bool operator==(const PageAllocator&) const { return true; }
};

using PictureBytes = std::vector<std::uint8_t, PageAllocator<std::uint8_t>>;

}  // namespace np
