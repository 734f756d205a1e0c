package dev.octet.lowering.kernel;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What several leases share: made for the first that asks, in its memory, and forgotten when that
 * is freed. Thread-safe.
 */
public final class SharedValues<K, V> {
  private record Made<V>(V value, Lease owner) {}

  private final Map<K, Made<V>> known = new HashMap<>();

  /**
   * The value of a key, which lives as long as the lease does.
   *
   * @param maker is given where to allocate it
   */
  public synchronized V get(Lease lease, K key, Function<Arena, V> maker) {
    Made<V> made = known.get(key);
    if (made != null && lease.keep(made.owner)) {
      return made.value;
    }
    Made<V> fresh = new Made<>(maker.apply(lease.arena()), lease);
    known.put(key, fresh);
    lease.afterwards(() -> forget(key, fresh));
    return fresh.value;
  }

  private synchronized void forget(K key, Made<V> made) {
    known.remove(key, made);
  }
}
