package dev.octet.lowering.kernel;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Leases, and values that they share. */
final class LeaseTest {
  private final SharedValues<String, List<String>> values = new SharedValues<>();
  private final AtomicInteger made = new AtomicInteger();

  private List<String> ask(Lease lease, String key) {
    return values.get(
        lease,
        key,
        arena -> {
          made.incrementAndGet();
          arena.allocate(16);
          return List.of(key);
        });
  }

  private static boolean isAlive(Lease lease) {
    return lease.arena().scope().isAlive();
  }

  @Test
  void memoryLivesAsLongAsSomebodyKeepsIt() {
    Lease program = new Lease();
    Lease plan = new Lease();
    Lease other = new Lease();
    List<String> freed = new ArrayList<>();
    program.afterwards(() -> freed.add("program " + isAlive(program)));
    assertThat(plan.keep(program)).isTrue();
    assertThat(plan.keep(program)).isTrue();
    assertThat(other.keep(program)).isTrue();
    assertThat(plan.keep(plan)).isTrue();
    program.close();
    program.close();
    plan.close();
    assertThat(isAlive(plan)).isFalse();
    assertThat(isAlive(program)).isTrue();
    assertThat(freed).isEmpty();
    other.close();
    assertThat(isAlive(program)).isFalse();
    assertThat(freed).containsExactly("program false");
    try (Lease late = new Lease()) {
      assertThat(late.keep(program)).isFalse();
    }
  }

  @Test
  void whoIsClosedKeepsNothing() {
    Lease program = new Lease();
    Lease plan = new Lease();
    plan.close();
    assertThat(plan.keep(program)).isTrue();
    program.close();
    assertThat(isAlive(program)).isFalse();
  }

  @Test
  void theArenaOfAnotherStaysOpen() {
    try (Arena arena = Arena.ofShared()) {
      Lease lease = Lease.of(arena);
      assertThat(lease.arena()).isSameInstanceAs(arena);
      lease.close();
      assertThat(arena.scope().isAlive()).isTrue();
    }
  }

  @Test
  void allIsDoneAfterwardsThoughSomethingFails() {
    Lease lease = new Lease();
    AtomicInteger done = new AtomicInteger();
    lease.afterwards(() -> {
      throw new IllegalStateException("first");
    });
    lease.afterwards(done::incrementAndGet);
    assertThat(assertThrows(IllegalStateException.class, lease::close))
        .hasMessageThat()
        .isEqualTo("first");
    assertThat(done.get()).isEqualTo(1);
  }

  @Test
  void valuesAreMadeOnceWhileAnybodyHasThem() {
    Lease first = new Lease();
    Lease second = new Lease();
    List<String> value = ask(first, "a");
    assertThat(ask(second, "a")).isSameInstanceAs(value);
    assertThat(ask(first, "a")).isSameInstanceAs(value);
    first.close(); // the second keeps what the first has made
    assertThat(isAlive(first)).isTrue();
    assertThat(ask(second, "a")).isSameInstanceAs(value);
    assertThat(made.get()).isEqualTo(1);
    second.close();
    assertThat(isAlive(first)).isFalse();
    try (Lease third = new Lease()) {
      ask(third, "a");
      assertThat(made.get()).isEqualTo(2);
    }
  }

  @Test
  void whatCouldNotBeMadeIsTriedAgain() {
    try (Lease lease = new Lease()) {
      assertThrows(
          IllegalStateException.class,
          () ->
              values.get(
                  lease,
                  "a",
                  _ -> {
                    throw new IllegalStateException("no memory");
                  }));
      assertThat(ask(lease, "a")).containsExactly("a");
    }
  }

  @Test
  void aValueThatWasMadeAnewIsNotForgottenWithTheOldOne() {
    Lease first = new Lease();
    try (Lease second = new Lease()) {
      first.afterwards(() -> ask(second, "a"));
      ask(first, "a");
      first.close(); // the second makes its own before the first one's is forgotten
      ask(second, "a");
      assertThat(made.get()).isEqualTo(2);
    }
  }

  /** Threads that come and go with a few keys never get a value whose memory is freed. */
  @Test
  void manyThreads() throws InterruptedException {
    SharedValues<Integer, Arena> arenas = new SharedValues<>();
    AtomicInteger wrong = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int start = t;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 500; i++) {
                  try (Lease lease = new Lease()) {
                    for (int key = 0; key < 3; key++) {
                      Arena arena = arenas.get(lease, (start + i + key) % 4, own -> own);
                      if (!arena.scope().isAlive()) {
                        wrong.incrementAndGet();
                      }
                    }
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong.get()).isEqualTo(0);
  }
}
