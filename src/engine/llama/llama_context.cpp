#include "engine/llama/llama_context.hpp"

#include <llama.h>

#include <algorithm>
#include <limits>
#include <ranges>
#include <utility>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/freed.hpp"
#include "engine/llama/model_failure.hpp"
#include "engine/messages.hpp"

namespace np {
namespace {

constexpr llama_seq_id kSequence = 0;
constexpr int kPenaltyWindow = 64;
constexpr int kBatch = 512;

bool abort_requested(void* stop) { return stop && static_cast<const std::atomic<bool>*>(stop)->load(); }

}  // namespace

struct LlamaContext::Impl {
  std::unique_ptr<llama_context, Freed<llama_free>> context;
  std::unique_ptr<llama_batch_ext, Freed<llama_batch_ext_free>> batch;
  std::unique_ptr<llama_sampler, Freed<llama_sampler_free>> sampler;
  std::vector<bool> never;  // by token
  std::size_t choice = 0;   // how many of the likeliest tokens the sampler chooses from
  std::vector<llama_token_data> likeliest;
  int capacity = 0;
  int n_embd = 0;
  bool movable = false;       // positions can be changed afterwards
  bool forward_only = false;  // the end of a sequence cannot be taken off
  // Of a memory that only goes forward, by place; the first is behind the first block.
  struct State {
    Mark at;
    std::vector<std::uint8_t> bytes;
  };
  std::vector<State> states;
  bool rows_see_each_other = false;  // see LlamaEyes

  llama_memory_t memory() const { return llama_get_memory(context.get()); }
};

LlamaContext::LlamaContext(LlamaModel& model, const Sampling& sampling, bool sliding)
    : model_(model), impl_(std::make_unique<Impl>()), sampling_(sampling), sliding_(sliding) {
  model.check_room_for_context();
  const LlamaOptions& options = model.options();
  llama_context_params p = llama_context_default_params();
  p.n_ctx = options.context;
  p.n_batch = kBatch;
  p.n_ubatch = kBatch;
  p.n_seq_max = 1;
  p.n_threads = p.n_threads_batch = model.threads();
  if (options.plain_math) {
    p.type_k = p.type_v = GGML_TYPE_F32;
    p.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
  }
  impl_->context.reset(llama_init_from_model(model.raw(), p));
  if (!impl_->context)
    throw ModelFailure(ModelFailure::Of::kMemory,
                       "There is not enough memory for the model's context for this channel: stop another channel, or "
                       "set a smaller MAX_INP_LENGTH.");
  impl_->batch.reset(llama_batch_ext_init(impl_->context.get()));
  impl_->capacity = static_cast<int>(llama_n_ctx_seq(impl_->context.get()));
  impl_->n_embd = llama_model_n_embd_inp(model.raw());
  impl_->forward_only = llama_model_is_recurrent(model.raw()) || llama_model_is_hybrid(model.raw());
  impl_->movable = !impl_->forward_only && llama_memory_can_shift(impl_->memory());
  impl_->rows_see_each_other = model.eyes().rows_see_each_other();

  const int n_vocab = llama_vocab_n_tokens(model.vocabulary());
  impl_->never.resize(n_vocab);
  for (const ModelToken t : model.unspeakable()) impl_->never[t] = true;
  if (sampling.endless)
    for (ModelToken t = 0; t < n_vocab; ++t)
      if (model.ends_answer(t)) impl_->never[t] = true;
  make_sampler();
}

void LlamaContext::make_sampler() {
  const int n_vocab = llama_vocab_n_tokens(model_.vocabulary());
  const double temperature = sampling_.temperature + warmth_;
  impl_->sampler.reset(llama_sampler_chain_init(llama_sampler_chain_default_params()));
  const auto add = [this](llama_sampler* s) { llama_sampler_chain_add(impl_->sampler.get(), s); };
  impl_->choice = sampling_.top_k > 0 ? sampling_.top_k : n_vocab;
  // Among one more than can be made less likely is the likeliest of those that are not.
  if (temperature <= 0) impl_->choice = kPenaltyWindow + 1;
  if (sampling_.repeat_penalty != 1)
    add(llama_sampler_init_penalties(n_vocab, kPenaltyWindow, static_cast<float>(sampling_.repeat_penalty), 0, 0));
  if (temperature <= 0) {
    add(llama_sampler_init_greedy());
  } else {
    add(llama_sampler_init_top_p(static_cast<float>(sampling_.top_p), 1));
    add(llama_sampler_init_temp(static_cast<float>(temperature)));
    add(llama_sampler_init_dist(sampling_.seed));
  }
}

void LlamaContext::warm(double more) {
  if (warmth_ == more) return;
  warmth_ = more;
  make_sampler();
}

LlamaContext::~LlamaContext() = default;

int LlamaContext::capacity() const { return impl_->capacity; }

std::vector<float> LlamaContext::logits() const {
  const float* last = llama_get_logits_ith(impl_->context.get(), -1);
  return {last, last + llama_vocab_n_tokens(model_.vocabulary())};
}

void LlamaContext::forget() {
  llama_memory_clear(impl_->memory(), false);
  impl_->states.clear();
  kept_.clear();
  end_ = {};
  slides_ = 0;
  pending_.reset();
}

// Takes off what follows, and more of it where the memory was not kept there.
void LlamaContext::cut(Mark from) {
  if (from.cells >= end_.cells) return;
  if (impl_->forward_only) from = restore_state(from);
  llama_memory_seq_rm(impl_->memory(), kSequence, from.position, -1);
  end_ = from;
  while (!kept_.empty() && kept_.back().to.cells > end_.cells) kept_.pop_back();
}

void LlamaContext::keep_state() {
  constexpr std::size_t kMost = 2;
  if (impl_->states.size() == kMost) impl_->states.pop_back();
  llama_context* const context = impl_->context.get();
  std::vector<std::uint8_t> bytes(llama_state_seq_get_size_ext(context, kSequence, LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY));
  const auto written =
      llama_state_seq_get_data_ext(context, bytes.data(), bytes.size(), kSequence, LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY);
  if (written == bytes.size()) impl_->states.push_back({end_, std::move(bytes)});
}

LlamaContext::Mark LlamaContext::restore_state(Mark at_most) {
  std::vector<Impl::State>& states = impl_->states;
  while (!states.empty() && states.back().at.cells > at_most.cells) states.pop_back();
  if (!states.empty() &&
      llama_state_seq_set_data_ext(impl_->context.get(), states.back().bytes.data(), states.back().bytes.size(),
                                   kSequence, LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY) > 0)
    return states.back().at;
  states.clear();
  llama_memory_clear(impl_->memory(), false);
  return {};
}

// Takes `count` blocks out of the cache, and moves up what follows them.
void LlamaContext::slide(std::size_t first, std::size_t count) {
  const Mark from = kept_[first].from;
  const Mark to = kept_[first + count - 1].to;
  const int by = from.position - to.position;
  llama_memory_seq_rm(impl_->memory(), kSequence, from.position, to.position);
  llama_memory_seq_add(impl_->memory(), kSequence, to.position, -1, by);
  kept_.erase(kept_.begin() + static_cast<std::ptrdiff_t>(first),
              kept_.begin() + static_cast<std::ptrdiff_t>(first + count));
  const auto move_up = [by](Mark& mark) { mark = {mark.cells + by, mark.position + by}; };
  for (std::size_t i = first; i < kept_.size(); ++i) {
    move_up(kept_[i].from);
    move_up(kept_[i].to);
  }
  move_up(end_);
  ++slides_;
  ++counts_.slides;
}

// In as few batches as hold it: on a device each one costs about the same.
bool LlamaContext::read(const std::vector<Piece>& pieces, const PromptBlock* question, const std::atomic<bool>& stop) {
  int size = question ? question->size : 0;
  for (const Piece& piece : pieces) size += piece.block->size;
  if (size >= impl_->capacity)
    throw Error(ErrorKind::kInvalid,
                "The prompt is longer than the model's context: shorten the profile or the instruction, or set a "
                "larger MAX_INP_LENGTH.");
  pending_.reset();
  cut(kept_.empty() ? Mark{} : kept_.back().to);

  std::size_t same = 0;
  while (same < pieces.size() && same < kept_.size()) {
    if (kept_[same].key == pieces[same].key) {
      ++same;
      continue;
    }
    const auto later =
        std::ranges::find(kept_.begin() + static_cast<std::ptrdiff_t>(same), kept_.end(), pieces[same].key, &Kept::key);
    if (!sliding_ || !impl_->movable || slides_ >= kMostSlides || later == kept_.end() || same == 0) break;
    slide(same, static_cast<std::size_t>(later - kept_.begin()) - same);
  }
  if (same < kept_.size()) {
    cut(kept_[same].from);
    same = std::min(same, kept_.size());
    kept_.resize(same);
    // With no frame left, all that follows is read as if for the first time.
    if (std::ranges::all_of(kept_, &Kept::fixed)) slides_ = 0;
  }
  counts_.tokens_kept += end_.cells;
  std::vector<const PromptBlock*> missing;
  for (std::size_t i = same; i < pieces.size(); ++i) missing.push_back(pieces[i].block.get());
  Mark from = end_;
  const bool all = feed(same == 0, std::move(missing), question, stop);
  for (std::size_t i = same; i < pieces.size(); ++i) {
    const Mark to = from.after(*pieces[i].block);
    if (to.cells > end_.cells) break;
    kept_.push_back({pieces[i].key, from, to, pieces[i].fixed});
    from = to;
  }
  if (!all) cut(from);
  return all;
}

bool LlamaContext::read(const std::vector<Piece>& pieces, const std::atomic<bool>& stop) {
  return read(pieces, nullptr, stop);
}

bool LlamaContext::begin_answer(const std::vector<Piece>& pieces, const PromptBlock& question,
                                const std::atomic<bool>& stop) {
  llama_sampler_reset(impl_->sampler.get());
  return read(pieces, &question, stop);
}

std::optional<ModelToken> LlamaContext::next(const std::atomic<bool>& stop) {
  if (stop || end_.cells >= impl_->capacity) return std::nullopt;
  if (pending_) {
    PromptBlock one;
    one.add({*pending_});
    if (!feed({&one}, true, stop)) return std::nullopt;
  }
  pending_ = choose();
  if (model_.ends_answer(*pending_)) return std::nullopt;
  return pending_;
}

// The library's samplers lay out all of the vocabulary, which on a GPU takes a fifth of a token's time; here one look
// at each token finds those that they choose from.
ModelToken LlamaContext::choose() {
  const float* logits = llama_get_logits_ith(impl_->context.get(), -1);
  std::vector<llama_token_data>& heap = impl_->likeliest;
  const auto likelier = [](const llama_token_data& a, const llama_token_data& b) {
    return a.logit != b.logit ? a.logit > b.logit : a.id < b.id;
  };
  heap.clear();
  float floor = -std::numeric_limits<float>::infinity();
  for (ModelToken t = 0; t < std::ssize(impl_->never); ++t) {
    if (!(logits[t] > floor) || impl_->never[t]) continue;
    heap.push_back({t, logits[t], 0});
    std::ranges::push_heap(heap, likelier);
    if (heap.size() > impl_->choice) {
      std::ranges::pop_heap(heap, likelier);
      heap.pop_back();
    }
    if (heap.size() == impl_->choice) floor = heap.front().logit;
  }
  if (heap.empty()) {
    // No numbers in the cache would spoil what is read after them, too, though it does not look at them.
    forget();
    llama_memory_clear(impl_->memory(), true);
    throw ModelFailure(ModelFailure::Of::kDevice, messages::kComputesNoNumbers);
  }
  std::ranges::sort_heap(heap, likelier);
  llama_token_data_array choice{heap.data(), heap.size(), -1, true};
  llama_sampler_apply(impl_->sampler.get(), &choice);
  const ModelToken chosen = choice.data[choice.selected].id;
  llama_sampler_accept(impl_->sampler.get(), chosen);
  return chosen;
}

// All in one go, but for a memory that only goes forward, which is kept on the way.
bool LlamaContext::feed(bool from_the_start, std::vector<const PromptBlock*> blocks, const PromptBlock* question,
                        const std::atomic<bool>& stop) {
  const auto go = [&](std::vector<const PromptBlock*> part, bool want_logits) {
    return part.empty() || feed(part, want_logits, stop);
  };
  if (impl_->forward_only) {
    const std::ptrdiff_t head = from_the_start && !blocks.empty() ? 1 : 0;
    const auto parts = {std::vector(blocks.begin(), blocks.begin() + head),
                        std::vector(blocks.begin() + head, blocks.end())};
    for (const auto& part : parts) {
      if (!go(part, false)) return false;
      if (!part.empty()) keep_state();
    }
    blocks.clear();
  }
  if (question) blocks.push_back(question);
  return go(std::move(blocks), question != nullptr);
}

// One batch at a time, tokens and rows mixed. After a failure the cache is what it was before the batch.
bool LlamaContext::feed(const std::vector<const PromptBlock*>& blocks, bool want_logits,
                        const std::atomic<bool>& stop) {
  const TimePoint began = Clock::now();
  llama_batch_ext* batch = impl_->batch.get();
  llama_set_abort_callback(impl_->context.get(), abort_requested, const_cast<std::atomic<bool>*>(&stop));
  int size = 0;
  for (const PromptBlock* block : blocks) size += block->size;
  int fed = 0;
  int in_batch = 0;
  Mark at = end_;
  bool apart = false;  // the batch holds rows that see each other, and nothing else
  const auto flush = [&] {
    if (in_batch == 0) return true;
    if (stop) return false;
    if (impl_->rows_see_each_other) llama_set_causal_attn(impl_->context.get(), !apart);
    const int status = llama_process(impl_->context.get(), LLAMA_PROCESS_TYPE_DECODE, batch);
    llama_batch_ext_clear(batch);
    if (status != 0) {
      const Mark before = std::exchange(end_, at);
      cut(before);
      if (stop) return false;
      forget();
      throw_failed_process(status);
    }
    end_ = at;
    in_batch = 0;
    return true;
  };
  llama_batch_ext_clear(batch);
  for (const PromptBlock::Run& run : blocks | std::views::transform(&PromptBlock::runs) | std::views::join) {
    if (impl_->rows_see_each_other && (apart || run.tokens.empty())) {
      if (!flush()) return false;
      apart = run.tokens.empty();
      if (apart && run.count > kBatch) throw Error(ErrorKind::kInternal, "The model's batch is full.");
    }
    for (int i = 0; i < run.count; ++i) {
      std::int32_t index;
      if (run.tokens.empty())
        index = llama_batch_ext_add_embd(batch, kSequence,
                                         {run.rows.data() + static_cast<std::size_t>(i) * impl_->n_embd, 1,
                                          static_cast<std::size_t>(impl_->n_embd)});
      else
        index = llama_batch_ext_add_token(batch, kSequence, run.tokens[i]);
      if (index < 0) throw Error(ErrorKind::kInternal, "The model's batch is full.");
      llama_pos position[4] = {at.position, at.position, at.position, 0};
      if (!run.places.empty())
        for (int side = 0; side < 4; ++side) position[side] += run.places[i * 4 + side];
      llama_batch_ext_set_pos(batch, index, position);
      // All rows of a picture count as its first position, until it is whole.
      if (run.places.empty())
        ++at.position;
      else if (i + 1 == run.count)
        at.position += run.positions;
      ++at.cells;
      ++in_batch;
      ++fed;
      llama_batch_ext_set_output_logits(batch, index, want_logits && fed == size);
      if (in_batch == kBatch && !flush()) return false;
    }
  }
  if (!flush()) return false;
  counts_.tokens_read += fed;
  counts_.read_s += to_seconds(Clock::now() - began);
  return true;
}

}  // namespace np
