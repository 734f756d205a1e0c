package dev.octet.lowering.device;

import dev.octet.lowering.kernel.ArenaEnd;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The programs of one context, each built once however many threads ask for it, and kept until the
 * last arena for which it was asked is closed.
 */
final class ProgramCache {
  private final Device device;
  private final ProgramBuilder builder;
  private final Map<String, Entry> entries = new HashMap<>();

  ProgramCache(Device device, ProgramBuilder builder) {
    this.device = device;
    this.builder = builder;
  }

  /** One source, which only one thread at a time builds. A failure is not kept. */
  private final class Entry {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable DeviceProgram program;

    /** Arenas that are open; guarded by the entries. */
    private int users;

    DeviceProgram get(String source) {
      lock.lock();
      try {
        if (program == null) {
          program = new DeviceProgram(device, builder.build(source));
        }
        return program;
      } finally {
        lock.unlock();
      }
    }

    void release() {
      lock.lock();
      try {
        if (program != null) {
          program.release();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  DeviceProgram build(String source, Arena arena) {
    Entry entry;
    synchronized (entries) {
      entry = entries.computeIfAbsent(source, _ -> new Entry());
      entry.users++;
    }
    DeviceProgram program;
    try {
      program = entry.get(source);
    } catch (RuntimeException | Error e) {
      letGo(source, entry);
      throw e;
    }
    ArenaEnd.of(arena, () -> letGo(source, entry));
    return program;
  }

  private void letGo(String source, Entry entry) {
    synchronized (entries) {
      if (--entry.users > 0) {
        return;
      }
      entries.remove(source);
    }
    entry.release();
  }

  /** How many programs there are. */
  int size() {
    synchronized (entries) {
      return entries.size();
    }
  }
}
