// `fill_record FOLDER LINES [chinese]` makes a record as a year of commentary would: for benchmarks.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/format.hpp"
#include "record/line_store.hpp"
#include "record/record_writer.hpp"

namespace {

// From the commonest on, with the weights 1, 1/2, 1/3, ...
class Words {
 public:
  explicit Words(std::vector<std::string> words) : words_(std::move(words)) {
    std::vector<double> weights;
    for (std::size_t i = 0; i < words_.size(); ++i) weights.push_back(1.0 / static_cast<double>(i + 1));
    chance_ = {weights.begin(), weights.end()};
  }
  const std::string& any(std::mt19937& random) { return words_[static_cast<std::size_t>(chance_(random))]; }

 private:
  std::vector<std::string> words_;
  std::discrete_distribution<> chance_;
};

Words who({"person", "man", "woman",          "child", "dog",     "car",          "cyclist",
           "cat",    "van", "pair of people", "bird",  "runner",  "delivery man", "postwoman",
           "girl",   "boy", "horse",          "lorry", "tractor", "fox"});
Words what({"walks",          "comes in",  "stands still", "leaves",   "turns round", "sits down",  "runs",
            "waves",          "stops",     "crosses",      "gets up",  "looks up",    "bends down", "carries a bag",
            "opens the gate", "passes by", "waits",        "reverses", "falls over",  "jumps"});
Words where({"on the left", "on the right", "by the gate", "at the far end of the yard", "across the street",
             "near the bench", "behind the parked van", "in the foreground", "under the trees", "beside the wall",
             "at the crossing", "towards the camera", "away from the camera", "around the corner", "on the roof",
             "between the houses"});
Words colour({"dark", "red", "white", "blue", "grey", "green", "yellow", "brown", "orange", "striped", "violet",
              "turquoise"});

std::string sentence(std::mt19937& random) {
  std::string text =
      np::format("A {} in a {} coat {} {}", who.any(random), colour.any(random), what.any(random), where.any(random));
  if (random() % 2) text += np::format(", and a {} {} {}", who.any(random), what.any(random), where.any(random));
  // Names, numbers and typing errors: a vocabulary never ends.
  if (random() % 10 == 0) text += np::format(" with number {}", random() % 100'000);
  return text + '.';
}

Words chinese_who({"行人", "男人",     "女人",   "孩子",   "狗",   "汽车", "骑自行车的人", "猫",   "面包车", "两个人",
                   "鸟",   "跑步的人", "快递员", "邮递员", "女孩", "男孩", "马",           "卡车", "拖拉机", "狐狸"});
Words chinese_what({"走过",     "进来了", "站着不动", "离开了", "转过身来", "坐下了", "跑过去",
                    "挥手",     "停下来", "过马路",   "站起来", "抬头看",   "弯下腰", "提着包",
                    "打开大门", "经过",   "在等待",   "倒车",   "摔倒了",   "跳起来"});
Words chinese_where({"从左边", "从右边", "在大门旁", "在院子的尽头", "在街对面", "在长椅旁边", "在停着的面包车后面",
                     "在前面", "在树下", "在墙边", "在路口", "朝着镜头", "背对镜头", "在拐角处", "在屋顶上",
                     "在房子之间"});
Words chinese_colour({"深色", "红色", "白色", "蓝色", "灰色", "绿色", "黄色", "棕色", "橙色", "条纹", "紫色", "青色"});

std::string chinese_sentence(std::mt19937& random) {
  std::string text = np::format("一个穿{}外套的{}{}{}", chinese_colour.any(random), chinese_who.any(random),
                                chinese_where.any(random), chinese_what.any(random));
  if (random() % 2)
    text += np::format("，一个{}{}{}", chinese_who.any(random), chinese_where.any(random), chinese_what.any(random));
  if (random() % 10 == 0) text += np::format("，号码是{}", random() % 100'000);
  return text + "。";
}

}  // namespace

int main(int argc, char** argv) {
  const bool chinese = argc == 4 && std::string_view(argv[3]) == "chinese";
  if (argc != 3 && !chinese) {
    std::fprintf(stderr, "usage: fill_record FOLDER LINES [chinese]\n");
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  const long count = std::atol(argv[2]);
  std::filesystem::create_directories(folder);
  np::LineStore store(folder / np::kRecordFile, np::Database::Use::kWrite);
  std::mt19937 random(1);
  const double now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  const std::string sources[] = {"rtsp://front.lan/stream", "rtsp://yard.lan/stream", "/home/me/match.mp4", "0"};
  std::vector<np::LineStore::NewEntry> batch;
  for (long i = 0; i < count; ++i) {
    np::RecordEntry e;
    e.at = now - 2.0 * static_cast<double>(count - i);
    e.ended_at = e.at + 0.8;
    e.latency = 0.8;
    e.id = static_cast<std::uint64_t>(e.at * 1e6);
    e.source = sources[i / 5000 % 4];
    e.source_kind = i / 5000 % 4 == 2 ? "file" : "rtsp";
    if (e.source_kind == "file") e.media_time = static_cast<double>(i % 5000);
    e.instruction = "Tell me what happens.";
    e.text = chinese ? chinese_sentence(random) : sentence(random);
    batch.push_back({std::move(e), {}});
    if (batch.size() < 5000 && i + 1 < count) continue;
    store.add(batch);
    batch.clear();
  }
}
