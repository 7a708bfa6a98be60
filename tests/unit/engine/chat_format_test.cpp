#include "engine/llama/chat_format.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "engine/messages.hpp"
#include "messages.hpp"

namespace np {
namespace {

using testing::HasSubstr;

TEST(ChatFormat, IsTheTemplatesOwn) {
  const ChatFormat chatml = chat_format("{% for m in messages %}<|im_start|>{{ m.role }}…<|im_end|>{% endfor %}");
  EXPECT_EQ(chatml.before_profile, "<|im_start|>system\n");
  EXPECT_EQ(chatml.after_profile, "<|im_end|>\n<|im_start|>user\n");
  EXPECT_EQ(chatml.without_profile, "<|im_start|>user\n");
  EXPECT_EQ(chatml.answer, "<|im_end|>\n<|im_start|>assistant\n");

  const ChatFormat gemma = chat_format("{{ bos_token }}<start_of_turn>user…<end_of_turn>");
  EXPECT_EQ(gemma.before_profile, "<start_of_turn>user\n");
  EXPECT_EQ(gemma.after_profile, "\n\n");
  EXPECT_EQ(gemma.without_profile, "<start_of_turn>user\n");
  EXPECT_EQ(gemma.answer, "<end_of_turn>\n<start_of_turn>model\n");

  const ChatFormat smolvlm = chat_format("<|im_start|>{% for m in messages %}…<end_of_utterance>\n{% endfor %}");
  EXPECT_EQ(smolvlm.before_profile, "<|im_start|>System: ");
  EXPECT_EQ(smolvlm.after_profile, "<end_of_utterance>\nUser:");
  EXPECT_EQ(smolvlm.without_profile, "<|im_start|>User:");
  EXPECT_EQ(smolvlm.answer, "<end_of_utterance>\nAssistant:");

  const ChatFormat gemma4 = chat_format("{{ bos_token }}<|turn>{{ m.role }}…<turn|>");
  EXPECT_EQ(gemma4.before_profile, "<|turn>system\n");
  EXPECT_EQ(gemma4.after_profile, "<turn|>\n<|turn>user\n");
  EXPECT_EQ(gemma4.without_profile, "<|turn>user\n");
  EXPECT_EQ(gemma4.answer, "<turn|>\n<|turn>model\n");
}

TEST(ChatFormat, AModelThatThinksHasThought) {
  const std::string plain = "<|im_start|>{{ m.role }}<|im_end|>";
  EXPECT_THAT(chat_format(plain + "{% if enable_thinking %}").answer, HasSubstr("<think>\n\n</think>\n\n"));
  EXPECT_THAT(chat_format("").answer, HasSubstr("<think>\n\n</think>\n\n")) << "a file without a template is MiniCPM's";
  EXPECT_THAT(chat_format(plain).answer, Not(HasSubstr("<think>")));
  for (const char* newline : {"\n", "\\n"})  // as a template writes it in a text of its own
    EXPECT_THAT(chat_format(std::string("<|turn>{{ '<|channel>thought") + newline + "<channel|>' }}").answer,
                HasSubstr("<|turn>model\n<|channel>thought\n<channel|>"));
}

TEST(ChatFormat, RefusesATemplateThatIsNotKnown) {
  for (const char* hostile : {"{{ messages }}", "x", "\x01profile\x01", "{% raise %}"}) try {
      chat_format(hostile);
      ADD_FAILURE() << hostile;
    } catch (const Error& e) {
      EXPECT_THAT(e.message(), test::says(messages::kChatFormatNotKnown));
    }
}

}  // namespace
}  // namespace np
