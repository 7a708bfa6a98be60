// Deleter for objects of a C library: std::unique_ptr<llama_model, Freed<llama_model_free>>.
#pragma once

namespace np {

template <auto free>
struct Freed {
  void operator()(auto* object) const { free(object); }
};

}  // namespace np
