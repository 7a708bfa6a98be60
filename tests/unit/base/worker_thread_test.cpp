#include "base/worker_thread.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <optional>
#include <semaphore>
#include <stdexcept>
#include <vector>

#include "base/newest_task.hpp"

namespace np {
namespace {

// Keeps the worker busy until let go.
class Gate {
 public:
  explicit Gate(WorkerThread& worker) {
    EXPECT_TRUE(worker.post([this] {
      entered_.release();
      open_.acquire();
    }));
    entered_.acquire();
  }
  void open() { open_.release(); }

 private:
  std::binary_semaphore entered_{0};
  std::binary_semaphore open_{0};
};

TEST(WorkerThread, RunsTasksInOrderOnOneThreadOfItsOwn) {
  std::vector<std::thread::id> threads;
  std::vector<int> order;
  std::counting_semaphore<> done(0);
  WorkerThread worker("test", 8);
  for (int i = 0; i < 3; ++i)
    ASSERT_TRUE(worker.post([&, i] {
      threads.push_back(std::this_thread::get_id());
      order.push_back(i);
      done.release();
    }));
  for (int i = 0; i < 3; ++i) done.acquire();
  EXPECT_EQ(order, (std::vector{0, 1, 2}));
  EXPECT_EQ(threads[0], threads[2]);
  EXPECT_NE(threads[0], std::this_thread::get_id());
}

TEST(WorkerThread, RefusesWhatGoesOverItsBoundAndTakesAgainLater) {
  std::atomic<int> ran = 0;
  std::counting_semaphore<> done(0);
  WorkerThread worker("test", 2);
  Gate gate(worker);
  const auto task = [&] {
    ++ran;
    done.release();
  };
  EXPECT_TRUE(worker.post(task));
  EXPECT_TRUE(worker.post(task));
  EXPECT_FALSE(worker.post(task));
  EXPECT_EQ(worker.queued(), 2u);
  gate.open();
  for (int i = 0; i < 2; ++i) done.acquire();
  EXPECT_EQ(ran, 2);
  std::binary_semaphore again(0);
  EXPECT_TRUE(worker.post([&] { again.release(); }));
  again.acquire();
}

TEST(WorkerThread, ClearDropsWhatHasNotBegun) {
  auto token = std::make_shared<int>(0);
  WorkerThread worker("test", 8);
  Gate gate(worker);
  EXPECT_TRUE(worker.post([token] { FAIL() << "dropped, yet run"; }));
  EXPECT_EQ(token.use_count(), 2);
  worker.clear();
  EXPECT_EQ(token.use_count(), 1);
  EXPECT_EQ(worker.queued(), 0u);
  gate.open();
}

TEST(WorkerThread, AFailedTaskDoesNotEndIt) {
  std::binary_semaphore after(0);
  WorkerThread worker("test", 8);
  EXPECT_TRUE(worker.post([] { throw std::runtime_error("on purpose, by a test"); }));
  EXPECT_TRUE(worker.post([&] { after.release(); }));
  after.acquire();
}

TEST(WorkerThread, DestructionWaitsForTheRunningTaskAndDropsTheRest) {
  std::atomic<bool> finished = false;
  std::atomic<bool> queued_ran = false;
  std::binary_semaphore entered(0), go_on(0);
  std::jthread opener;
  {
    WorkerThread worker("test", 8);
    EXPECT_TRUE(worker.post([&] {
      entered.release();
      go_on.acquire();
      finished = true;
    }));
    EXPECT_TRUE(worker.post([&] { queued_ran = true; }));
    entered.acquire();
    // Lets the task end only when the destructor has dropped the queue.
    opener = std::jthread([&] {
      while (worker.queued() > 0) std::this_thread::yield();
      go_on.release();
    });
  }
  EXPECT_TRUE(finished);
  EXPECT_FALSE(queued_ran);
}

TEST(NewestTask, TakesOnePlaceHoweverManyComeAndRunsTheLast) {
  std::vector<int> ran;
  std::counting_semaphore<> done(0);
  std::optional<WorkerThread> worker;
  worker.emplace("test", 1);
  NewestTask newest(*worker);
  const auto held = std::make_shared<int>();
  const auto task = [&](int i) {
    return [&, i, held] {
      ran.push_back(i);
      done.release();
    };
  };
  {
    Gate gate(*worker);
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(newest.post(task(i)));
    EXPECT_EQ(held.use_count(), 2) << "what a dropped task holds is let go";
    gate.open();
    done.acquire();
  }
  {
    Gate gate(*worker);
    ASSERT_TRUE(worker->post([] {}));
    EXPECT_FALSE(newest.post(task(50))) << "the queue is full";
    EXPECT_EQ(held.use_count(), 1);
    gate.open();
    while (!newest.post(task(51))) std::this_thread::yield();
    done.acquire();
  }
  worker.reset();
  EXPECT_EQ(ran, (std::vector{49, 51}));
}

}  // namespace
}  // namespace np
