#include "engine/watcher/wish/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace np::watcher {
namespace {

// A trailing * takes any ending.
bool matches_word(std::string_view word, std::string_view pattern) {
  return pattern.ends_with('*') ? word.starts_with(pattern.substr(0, pattern.size() - 1)) : word == pattern;
}

// How many words `pattern`, words with spaces between, takes from the front of `words`; 0: it does not match.
std::size_t match_front(std::span<const std::string> words, std::string_view pattern) {
  std::size_t n = 0;
  while (!pattern.empty()) {
    const std::size_t space = std::min(pattern.find(' '), pattern.size());
    if (n == words.size() || !matches_word(words[n], pattern.substr(0, space))) return 0;
    ++n;
    pattern.remove_prefix(std::min(space + 1, pattern.size()));
  }
  return n;
}

struct TopicWords {
  Topic topic;
  std::string_view patterns;  // with commas between
};
constexpr TopicWords kTopicWords[] = {
    {Topic::kCounts, "how many,count,counts,counted,counting,number of,the number"},
    {Topic::kComingsAndGoings,
     "comes and goes,come and go,coming and going,comings and goings,comes or goes,come or go,comes in and "
     "out,arrivals and departures,in and out,comes and who goes,comes and who leaves"},
    {Topic::kGettingUp, "gets up,get up,getting up,stands up,stand up,rises"},
    {Topic::kSitting, "sit,sits,sitting,sat,seated,sits down,sit down,takes a seat"},
    {Topic::kStopping, "stop,stops,stopping,halt*,stands still,parks,park somewhere"},
    {Topic::kRunning, "run,runs,running,sprint*,hurr*,rush*,too fast"},
    {Topic::kTurning, "turns round,turns around,turn round,turn around,turns back,turning"},
    {Topic::kMeeting, "meet,meets,meeting,gather*,comes together,come together,joins"},
    {Topic::kParting, "part,parts,separate*,split*"},
    {Topic::kComing,
     "enter,enters,entering,entry,entries,entrance,arriv*,comes in,come in,coming in,appears,approach*,shows up,turns "
     "up,visits"},
    {Topic::kGoing,
     "leave,leaves,leaving,left the,who left,has left,have left,exit*,goes out,go out,goes "
     "away,departs,departure*,gone"},
    {Topic::kLeft,
     "left side,left half,left part,left hand,left hand side,on the left,to the left,from the left,at the left,left"},
    {Topic::kRight,
     "the right,right side,right half,right part,right hand,right hand side,on the right,to the right,from the "
     "right,at the "
     "right"},
    {Topic::kCuts,
     "cut,cuts,cutting,scene change*,scenes change*,scene cut*,new scene*,scene switch*,camera change*,camera "
     "switch*,camera cut*,camera move*,shot change*,angle change*,view change*"},
    {Topic::kLight,
     "light,lights,lighting,lamp*,dark*,bright*,dim,dims,dimm*,flash*,flicker*,illuminat*,sunlight,sunset,sunrise"},
    {Topic::kMovement, "move,moves,moving,movement*,motion*,activity"},
    {Topic::kEverything,
     "what happens,what is happening,what's happening,what goes on,what is going on,what's going on,what you "
     "see,everything,anything,whatever,on screen,on the screen,on my "
     "screen,monitor,describe*,commentate,comment*,narrate*,scene,what changes,report*,for somebody "
     "who,for someone who,for anybody who,for anyone who,for people who,for a person who,for listeners"},
    {Topic::kNot,
     "everything but,all but,anything but,everything except,no,not,don't,dont,do "
     "not,never,ignor*,without,except,skip,forget,leave out,nothing about,no more,apart from,other than,stop "
     "talking,stop telling,stop mentioning,stop reporting,kein*,ohne,nicht,sin"},
    {Topic::kTurn,
     "but,only,just,tell,watch,instead,say,report,bus stop*,don't forget,dont forget,do not forget,never forget,don't "
     "miss,dont miss,do not miss,never miss"},
};

struct KindWords {
  std::string_view patterns;
  std::initializer_list<Kind> kinds;
  std::string_view called;
  std::string_view one;
  bool nearest = false;  // the word is narrower than what can be told
};
constexpr KindWords kKindWords[] = {
    {"people*,person*,who,whoever,anyone,anybody,someone,somebody,everyone,everybody,nobody,human*,pedestrian*,passer*,"
     "visitor*,guest*,customer*,crowd*,player*,team*,intruder*,stranger*,man,men,woman,women,"
     "child,children,kid,kids,boy*,girl*,baby,babies,toddler*,adult*,lady,ladies,guy*,walker*,runner*,jogger*,worker*,"
     "neighbour*,neighbor*,dancer*,burglar*,thief,thieves,courier*,postman",
     {Kind::kPerson},
     "people",
     "person"},
    {"cyclist*,bicyclist*,bike*,biking,cycling,bicycle*", {Kind::kBicycle}, "bicycles", "bicycle"},
    {"motorcyclist*,motorbike*,biker*,moped*,scooter*,vespa*,motorcycle*",
     {Kind::kMotorcycle},
     "motorcycles",
     "motorcycle"},
    {"skateboarder*,skater*", {Kind::kSkateboard}, "skateboards", "skateboard"},
    {"van,vans,lorry,lorries,pickup*", {Kind::kTruck, Kind::kCar}, "cars and trucks", "car or truck"},
    {"auto,autos,taxi*,cab,cabs,automobile*,suv*,limousine*", {Kind::kCar}, "cars", "car"},
    {"coach,coaches,minibus*,tram,trams", {Kind::kBus, Kind::kTrain}, "buses and trains", "bus or train"},
    {"plane,planes,airplane*,aircraft,jet,jets,airliner*", {Kind::kAirplane}, "aeroplanes", "aeroplane"},
    {"ship,ships,ferry,ferries,yacht*,kayak*,canoe*,sail*,vessel*", {Kind::kBoat}, "boats", "boat"},
    {"vehicle*,traffic",
     {Kind::kBicycle, Kind::kCar, Kind::kMotorcycle, Kind::kAirplane, Kind::kBus, Kind::kTrain, Kind::kTruck,
      Kind::kBoat},
     "vehicles",
     "vehicle"},
    {"puppy,puppies,doggy,hound*", {Kind::kDog}, "dogs", "dog"},
    {"kitten*,kitty", {Kind::kCat}, "cats", "cat"},
    {"pet,pets", {Kind::kCat, Kind::kDog}, "cats and dogs", "cat or dog"},
    {"pony,ponies,foal*,rider*", {Kind::kHorse}, "horses", "horse"},
    {"lamb*,flock", {Kind::kSheep}, "sheep", "sheep"},
    {"cattle,calf,calves,bull,bulls,ox,oxen,herd*", {Kind::kCow}, "cows", "cow"},
    {"animal*,wildlife,creature*,beast*,critter*,livestock",
     {Kind::kBird, Kind::kCat, Kind::kDog, Kind::kHorse, Kind::kSheep, Kind::kCow, Kind::kElephant, Kind::kBear,
      Kind::kZebra, Kind::kGiraffe},
     "animals",
     "animal"},
    {"squirrel*,fox,foxes,deer,rabbit*,hare,hares,hedgehog*,raccoon*,badger*,rat,rats,wolf,wolves,lion*,tiger*,monkey*,"
     "pig,pigs,goat*,chicken*,hen,hens,frog*,snake*,fish,fishes,insect*,bee,bees,boar*,lizard*",
     {Kind::kBird, Kind::kCat, Kind::kDog, Kind::kHorse, Kind::kSheep, Kind::kCow, Kind::kElephant, Kind::kBear,
      Kind::kZebra, Kind::kGiraffe},
     "animals",
     "animal",
     true},
    {"duck*,swan*,goose,geese,pigeon*,crow,crows,robin*,sparrow*,owl,owls,eagle*,hawk*,gull*,seagull*,magpie*,"
     "blackbird*,woodpecker*,stork*,heron*,penguin*,parrot*",
     {Kind::kBird},
     "birds",
     "bird",
     true},
    {"football,footballs,soccer ball*,basketball*,tennis ball*,puck", {Kind::kBall}, "the ball", "ball"},
    {"ball,balls", {Kind::kBall}, "the ball", "ball"},
    {"match,game", {Kind::kBall, Kind::kPerson}, "people", "ball"},
    {"bag,bags,luggage,baggage", {Kind::kBackpack, Kind::kHandbag, Kind::kSuitcase}, "bags", "bag"},
    {"parcel*,package*,box,boxes", {Kind::kBackpack, Kind::kHandbag, Kind::kSuitcase}, "bags", "bag", true},
    {"sofa*", {Kind::kCouch}, "couches", "couch"},
    {"tv,tvs,screen,screens,monitors", {Kind::kTelevision}, "televisions", "television"},
    {"computer*,notebook*", {Kind::kLaptop}, "laptops", "laptop"},
    {"cell phone*,mobile*,smartphone*,telephone*", {Kind::kPhone}, "phones", "phone"},
    {"mug*,coffee,teacup*", {Kind::kCup}, "cups", "cup"},
    {"plant*,flower*", {Kind::kPottedPlant}, "potted plants", "potted plant"},
    {"fridge*", {Kind::kRefrigerator}, "refrigerators", "refrigerator"},
    {"food,meal,fruit*,snack*",
     {Kind::kBanana, Kind::kApple, Kind::kSandwich, Kind::kOrange, Kind::kBroccoli, Kind::kCarrot, Kind::kHotDog,
      Kind::kPizza, Kind::kDonut, Kind::kCake},
     "food",
     "food"},
    {"furniture", {Kind::kChair, Kind::kCouch, Kind::kBed, Kind::kTable, Kind::kBench}, "furniture", "furniture"},
};

// The gist of what takes understanding. The first that is asked for is told.
struct Reach {
  std::string_view patterns;
  std::string_view text;
};
constexpr Reach kReaches[] = {
    {"win,wins,winning,winner,who is ahead,losing,loses,the score,score,scores,result", "tell who is winning"},
    {"goal,goals,foul*,offside,penalt*,corner kick*,touchdown*,tackle*",
     "tell goals and fouls from the rest of the game"},
    {"which team,team name*,jersey number*,shirt number*", "tell one team from another"},
    {"happy,sad,angry,mood*,feel,feels,feeling*,emotion*,smil*,laugh*,cry,cries,crying,bored,nervous,frighten*,"
     "expression*",
     "tell how people feel"},
    {"read,reads,reading the,text,texts,license plate*,licence plate*,number plate*,plate "
     "number*,subtitle*,writing,written,caption*,headline*,label*,barcode*",
     "read"},
    {"by name,name,names,named,identify,identity,recognise*,recognize*,famous,celebrit*,face,faces,whose",
     "tell who somebody is"},
    {"man,men,woman,women,boy*,girl*,lady,ladies,child,children,kid,kids,baby,babies,toddler*,adult*,gender,how "
     "old,age,ages,elderly,teenager*",
     "tell men, women and children apart"},
    {"can hear,you hear,hear the,sound*,noise*,music,song*,listen*,talking about,conversation*,said,saying,speech",
     "hear"},
    {"say "
     "hello,hello,hi,sing,joke*,poem*,poetic*,poetry,rhyme*,haiku*,story,stories,funny,witty,sarcastic*,dramatic*,"
     "pirate*,shakespeare*,translate,in german,in french,in spanish,auf "
     "deutsch,whisper,answer,chat,explain*,opinion*,imagine,pretend",
     "speak in any way but my own"},
    {"why,reason*,intention*,plan,plans,thinks,suspicious*,danger*,drunk,crime*,steal*,theft,fight*,fighting,argu*,"
     "violen*,weapon*,gun,guns,kiss*,hug,hugs,wave,waves,gesture*,fall,falls,falling,fell,dance,dances,eats,eating,"
     "drinks,drinking,smok*,cook*,work,works,working,sleeps,asleep,sleeping",
     "tell what somebody means by what they do"},
    {"weather,rain,rains,raining,snow,snows,snowing,cloud*,wind,fog,temperature,fire,smoke,flames",
     "tell the weather, fire or smoke"},
    {"brand*,breed*,species,make and model,what model,how fast,speed limit,how far,how tall,how much",
     "measure, or tell breeds and brands"},
};

constexpr std::string_view kSmallTalk[] = {
    "a",       "an",        "the",     "me",        "my",        "us",        "i",       "you",     "it",
    "its",     "is",        "are",     "be",        "do",        "does",      "doing",   "please",  "what",
    "when",    "whenever",  "where",   "which",     "that",      "this",      "there",   "these",   "those",
    "and",     "or",        "of",      "in",        "on",        "at",        "to",      "for",     "from",
    "with",    "by",        "as",      "if",        "about",     "all",       "some",    "any",     "more",
    "most",    "also",      "too",     "now",       "then",      "here",      "have",    "has",     "see",
    "look",    "looks",     "let",     "know",      "want",      "like",      "can",     "could",   "would",
    "should",  "will",      "happens", "happen",    "happening", "goes",      "go",      "going",   "come",
    "comes",   "coming",    "tells",   "live",      "keep",      "give",      "show",    "talk",    "speak",
    "focus",   "attention", "pay",     "mention",   "big",       "moments",   "moment",  "unusual", "new",
    "video",   "picture",   "camera",  "cannot",    "else",      "listeners", "so",      "up",      "out",
    "way",     "watching",  "follow",  "something", "thing",     "things",    "long",    "short",   "brief",
    "briefly", "detail",    "details", "time",      "every",     "each",      "one",     "walk",    "walks",
    "walking", "stand",     "stands",  "standing",  "drive",     "drives",    "driving", "play",    "plays",
    "fly",     "flies",     "through", "past",      "over",      "around",    "near",    "place",   "view",
    "ride",    "rides"};

template <typename Entry>
std::size_t longest_match(std::span<const std::string> words, const Entry& entry) {
  std::size_t longest = 0;
  for (std::string_view rest = entry.patterns; !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    longest = std::max(longest, match_front(words, rest.substr(0, comma)));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return longest;
}

void read_kind_names(std::span<const std::string> words, std::optional<Meaning>& best) {
  for (std::size_t i = 0; i < kKinds; ++i) {
    const auto kind = static_cast<Kind>(i);
    const KindName called = name(kind);
    for (const std::string_view word : {called.one, called.many}) {
      if (word == "orange") continue;  // mostly a colour
      const std::size_t n = match_front(words, word);
      if (n > (best ? best->words : 0))
        best = Meaning{.kinds = {kind}, .called = called.many, .one = called.one, .words = n};
    }
  }
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) words.push_back(std::exchange(word, {}));
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (std::isalnum(c) || c == '\'' || c >= 0x80) {
      // The typographic apostrophe of "don't".
      if (text.substr(i).starts_with("\xE2\x80\x99")) {
        word += '\'';
        i += 2;
        continue;
      }
      word += static_cast<char>(std::tolower(c));
      continue;
    }
    flush();
    if (std::string_view(".;:!?").contains(text[i])) words.emplace_back(".");
  }
  flush();
  return words;
}

std::optional<Meaning> meaning_of(std::span<const std::string> words) {
  std::optional<Meaning> best;
  read_kind_names(words, best);
  for (const KindWords& entry : kKindWords) {
    const std::size_t n = longest_match(words, entry);
    if (n == 0 || n < (best ? best->words : 0)) continue;
    best = Meaning{.kinds = entry.kinds, .called = entry.called, .one = entry.one, .words = n};
    if (entry.nearest) best->unlike = words.front();
    if (entry.kinds.size() == 2 && entry.one == "ball") best->also_called = "the ball";
  }
  for (const TopicWords& entry : kTopicWords) {
    const std::size_t n = longest_match(words, entry);
    if (n > (best ? best->words : 0)) best = Meaning{.topic = entry.topic, .words = n};
  }
  return best;
}

bool is_small_talk(std::string_view word) { return word == "." || std::ranges::contains(kSmallTalk, word); }

std::string beyond_reach(std::span<const std::string> words) {
  for (const Reach& reach : kReaches) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (longest_match(words.subspan(i), reach) > 0) return std::string(reach.text);
    }
  }
  return {};
}

}  // namespace np::watcher
