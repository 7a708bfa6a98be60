#include "engine/llama/llama_eyes.hpp"

#include <ggml-backend.h>
#include <llama.h>
#include <mtmd.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/format.hpp"
#include "base/freed.hpp"
#include "engine/llama/model_failure.hpp"
#include "engine/messages.hpp"
#include "video/area_scaler.hpp"

namespace np {
namespace {

using Bitmap = std::unique_ptr<mtmd_bitmap, Freed<mtmd_bitmap_free>>;
using Chunks = std::unique_ptr<mtmd_input_chunks, Freed<mtmd_input_chunks_free>>;

// The frame's markup and pictures in their order; `rgb` may be nullptr if only their number matters.
Chunks chunks_of(const mtmd_context* eyes, PictureSize size, const std::uint8_t* rgb) {
  const Bitmap bitmap(mtmd_bitmap_init(size.width, size.height, rgb));
  Chunks chunks(mtmd_input_chunks_init());
  const std::string_view marker = mtmd_get_marker(eyes);
  const mtmd_input_text text{marker.data(), marker.size(), false, true};
  const mtmd_bitmap* bitmaps[] = {bitmap.get()};
  if (mtmd_tokenize(eyes, chunks.get(), &text, bitmaps, 1) != 0)
    throw Error(ErrorKind::kInternal, "A frame cannot be prepared for the model.");
  return chunks;
}

std::vector<const mtmd_input_chunk*> listed(const mtmd_input_chunks* chunks) {
  std::vector<const mtmd_input_chunk*> all(mtmd_input_chunks_size(chunks));
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = mtmd_input_chunks_get(chunks, i);
  return all;
}

bool is_picture(const mtmd_input_chunk* chunk) {
  return mtmd_input_chunk_get_type(chunk) == MTMD_INPUT_CHUNK_TYPE_IMAGE;
}

std::vector<ModelToken> tokens_of(const mtmd_input_chunk* chunk) {
  std::size_t n = 0;
  const llama_token* first = mtmd_input_chunk_get_tokens_text(chunk, &n);
  return {first, first + n};
}

// What stands around the number of a picture where a family numbers them.
constexpr char kNumberBegins[] = "<image_id>";
constexpr char kNumberEnds[] = "</image_id>";

std::vector<ModelToken> tokens_of(const llama_model* language, std::string_view text) {
  std::vector<llama_token> tokens(text.size() + 1);
  const int n = llama_tokenize(llama_model_get_vocab(language), text.data(), static_cast<int>(text.size()),
                               tokens.data(), static_cast<int>(tokens.size()), false, true);
  tokens.resize(static_cast<std::size_t>(std::max(0, n)));
  return tokens;
}

}  // namespace

struct LlamaEyes::Impl {
  EyesOptions options;
  const llama_model* language = nullptr;
  std::unique_ptr<mtmd_context, Freed<mtmd_free>> context;
  std::size_t row_width = 0;
  bool places = false;                    // positions have dimensions
  std::vector<ModelToken> before, after;  // an overview that stands alone
  std::vector<ModelToken> new_line;
  std::vector<ModelToken> number_begins, number_ends;
  bool numbers = false;
  AreaScaler scaler;

  bool overview_alone() const { return options.detail <= options.frames.overview_alone_up_to; }

  const mtmd_input_chunk* overview_in(const std::vector<const mtmd_input_chunk*>& chunks) const {
    const bool first = options.frames.overview == FrameDetail::Overview::kFirst;
    const auto it =
        first ? std::ranges::find_if(chunks, is_picture) : std::ranges::find_last_if(chunks, is_picture).begin();
    if (it == chunks.end()) throw Error(ErrorKind::kInternal, "A frame cannot be prepared for the model.");
    return *it;
  }

  // A small picture tells what stands around an overview: nothing is cut out of it, or what is cut comes before.
  void learn_markup() {
    constexpr PictureSize kSmall{64, 64};
    const Chunks chunks = chunks_of(context.get(), kSmall, nullptr);
    const auto all = listed(chunks.get());
    const auto at = std::ranges::find(all, overview_in(all));
    if (at != all.begin() && !is_picture(at[-1])) before = markup_in(at[-1]);
    if (at + 1 != all.end() && !is_picture(at[1])) after = markup_in(at[1]);
  }

  void learn_numbers() {
    number_begins = tokens_of(language, kNumberBegins);
    number_ends = tokens_of(language, kNumberEnds);
    const Chunks chunks = chunks_of(context.get(), {64, 64}, nullptr);
    for (const mtmd_input_chunk* chunk : listed(chunks.get())) {
      if (is_picture(chunk)) continue;
      const auto tokens = tokens_of(chunk);
      numbers |= std::ranges::search(tokens, number_begins).begin() != tokens.end();
    }
  }

  // The library numbers the pictures of one prompt, and sees one frame at a time here: its number is left out.
  std::vector<ModelToken> markup_in(const mtmd_input_chunk* chunk) const {
    std::vector<ModelToken> tokens = tokens_of(chunk);
    if (!numbers) return tokens;
    const auto begin = std::ranges::search(tokens, number_begins).begin();
    const auto end = std::ranges::search(begin, tokens.end(), number_ends.begin(), number_ends.end()).end();
    tokens.erase(begin, end);
    return tokens;
  }

  PictureSize fitted(PictureSize frame) const { return options.frames.fit(frame, options.detail, options.patch); }

  void add_picture(PromptBlock& block, const mtmd_input_chunk* chunk) const {
    if (mtmd_encode_chunk(context.get(), chunk) != 0)
      throw ModelFailure(ModelFailure::Of::kDevice,
                         "The model could not look at a frame; if this goes on, restart the server.");
    const std::size_t n = mtmd_input_chunk_get_n_tokens(chunk);
    const float* rows = mtmd_get_output_embd(context.get());
    std::vector<std::int32_t> at;
    if (places) {
      const mtmd_image_tokens* image = mtmd_input_chunk_get_tokens_image(chunk);
      for (std::size_t i = 0; i < n; ++i) {
        const mtmd_decoder_pos p = mtmd_image_tokens_get_decoder_pos(image, 0, i);
        for (const std::uint32_t side : {p.t, p.y, p.x, p.z}) at.push_back(static_cast<std::int32_t>(side));
      }
    }
    block.add_rows({rows, rows + n * row_width}, static_cast<int>(n), std::move(at),
                   static_cast<int>(mtmd_input_chunk_get_n_pos(chunk)));
  }
};

LlamaEyes::LlamaEyes(const llama_model* language, const EyesOptions& options,
                     const std::function<bool(double)>& progress)
    : impl_(std::make_unique<Impl>()) {
  impl_->options = options;
  mtmd_context_params p = mtmd_context_params_default();
  p.use_gpu = options.device != nullptr;
  p.device = options.device;
  p.print_timings = false;
  p.n_threads = options.threads;
  p.warmup = options.device != nullptr;  // kernels are made at the first use; on a processor it would only take time
  if (options.plain_math) p.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
  if (options.frames.most_rows > 0) p.image_max_tokens = options.frames.most_rows;
  p.progress_callback = [](float part, void* user) {
    return (*static_cast<const std::function<bool(double)>*>(user))(part);
  };
  p.progress_callback_user_data = const_cast<std::function<bool(double)>*>(&progress);
  impl_->context.reset(mtmd_init_from_file(options.projector.c_str(), language, p));
  if (!impl_->context && !progress(0)) throw Error(ErrorKind::kUnavailable, messages::kLoadingStopped);
  if (!impl_->context || !mtmd_support_vision(impl_->context.get())) throw unloadable(options.projector);
  impl_->row_width = llama_model_n_embd_inp(language);
  impl_->places = mtmd_decode_use_mrope(impl_->context.get());
  impl_->language = language;
  impl_->new_line = tokens_of(language, "\n");
  impl_->learn_numbers();
  if (impl_->overview_alone()) impl_->learn_markup();
}

LlamaEyes::~LlamaEyes() = default;

bool LlamaEyes::rows_see_each_other() const { return mtmd_decode_use_non_causal(impl_->context.get(), nullptr); }

PromptBlock LlamaEyes::number(std::size_t n) const {
  PromptBlock block;
  if (impl_->numbers) block.add(tokens_of(impl_->language, np::format("{}{}{}", kNumberBegins, n, kNumberEnds)));
  return block;
}

int LlamaEyes::frame_tokens(PictureSize frame) const {
  const Chunks chunks = chunks_of(impl_->context.get(), impl_->fitted(frame), nullptr);
  const auto all = listed(chunks.get());
  std::size_t count = impl_->new_line.size();
  if (impl_->overview_alone())
    count += impl_->before.size() + mtmd_input_chunk_get_n_tokens(impl_->overview_in(all)) + impl_->after.size();
  else
    for (const mtmd_input_chunk* chunk : all)
      count += is_picture(chunk) ? mtmd_input_chunk_get_n_tokens(chunk) : impl_->markup_in(chunk).size();
  return static_cast<int>(count);
}

std::shared_ptr<PromptBlock> LlamaEyes::encode(const VideoFrame& frame, const std::atomic<bool>& stop) {
  const PictureSize size = impl_->fitted({frame.width, frame.height});
  std::vector<std::uint8_t> scaled;
  const std::uint8_t* rgb = frame.rgb.data();
  if (size.width != frame.width || size.height != frame.height) {
    scaled.resize(static_cast<std::size_t>(size.width) * size.height * 3);
    impl_->scaler.scale({rgb, frame.width * 3, frame.width, frame.height},
                        {scaled.data(), size.width * 3, size.width, size.height}, 3);
    rgb = scaled.data();
  }
  const Chunks chunks = chunks_of(impl_->context.get(), size, rgb);
  const auto all = listed(chunks.get());
  auto block = std::make_shared<PromptBlock>();
  if (stop) return nullptr;
  if (impl_->overview_alone()) {
    block->add(impl_->before);
    impl_->add_picture(*block, impl_->overview_in(all));
    block->add(impl_->after);
  } else {
    for (const mtmd_input_chunk* chunk : all) {
      if (stop) return nullptr;
      if (is_picture(chunk))
        impl_->add_picture(*block, chunk);
      else
        block->add(impl_->markup_in(chunk));
    }
  }
  block->add(impl_->new_line);
  return block;
}

}  // namespace np
