package dev.octet.lowering.device;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The programs of one context, each built once however many threads ask for it. */
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

  DeviceProgram build(String source) {
    Entry entry;
    synchronized (entries) {
      entry = entries.computeIfAbsent(source, _ -> new Entry());
    }
    return entry.get(source);
  }

  void close() {
    synchronized (entries) {
      entries.values().forEach(Entry::release);
      entries.clear();
    }
  }
}
