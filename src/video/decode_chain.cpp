#include "video/decode_chain.hpp"

namespace np {

H264PicturePtr DecodeChain::next(const H264Picture& target, const H264Buffer& pictures) {
  if (sent_ && sent_->id == target.id) return nullptr;
  auto next = sent_ ? pictures.after(sent_->captured_at) : nullptr;
  if (next && (next->id != sent_->id + 1 || next->captured_at > target.captured_at)) next = nullptr;
  if (!next || next->id != target.id) {
    const auto key = pictures.key_at(target.captured_at);
    if (key && (!sent_ || key->captured_at > sent_->captured_at || chain_of(*key) != chain_of(*sent_))) next = key;
  }
  if (next) sent_ = next;
  return next;
}

}  // namespace np
