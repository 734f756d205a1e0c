package dev.octet.lowering.opencl.step;

import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.device.DeviceException;
import dev.octet.lowering.device.DeviceProgram;
import dev.octet.lowering.kernel.ArenaEnd;
import dev.octet.tensor.InternalException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The kernels of one compiled program. They are built together, when all of a plan are known: a
 * driver's compiler reads its own headers once for each program, which takes longer than a kernel.
 * A kernel is there as long as a plan has a step with it. Thread-safe.
 */
public final class Programs {
  private final DeviceContext context;
  private final Map<KernelText, Entry> entries = new HashMap<>();
  private final List<Entry> waiting = new ArrayList<>();

  public Programs(DeviceContext context) {
    this.context = context;
  }

  /** A kernel, which is built with the next {@link #build}. */
  static final class Entry {
    private final KernelText text;
    private volatile @Nullable Joint joint;

    /** Steps of plans that are there; guarded by the programs. */
    private int users;

    private Entry(KernelText text) {
      this.text = text;
    }

    String source() {
      return text.text();
    }

    DeviceProgram program() {
      Joint built = joint;
      if (built == null) {
        throw new InternalException(text.function() + " is used before it is built");
      }
      return built.program;
    }

    String function() {
      return text.jointName();
    }
  }

  /** A program of several kernels, released with the last of them. */
  private static final class Joint {
    final DeviceProgram program;
    private final Arena arena;
    private final AtomicInteger kernels;

    Joint(DeviceProgram program, Arena arena, int kernels) {
      this.program = program;
      this.arena = arena;
      this.kernels = new AtomicInteger(kernels);
    }

    void letGo() {
      if (kernels.decrementAndGet() == 0) {
        arena.close();
      }
    }
  }

  /**
   * A kernel for one more step.
   *
   * @param plan what the step belongs to; the kernel is there until it is closed
   */
  Entry add(String source, String function, Arena plan) {
    Entry entry;
    synchronized (this) {
      entry =
          entries.computeIfAbsent(
              new KernelText(source, function),
              text -> {
                Entry fresh = new Entry(text);
                waiting.add(fresh);
                return fresh;
              });
      entry.users++;
    }
    ArenaEnd.of(plan, () -> letGo(entry));
    return entry;
  }

  private void letGo(Entry entry) {
    Joint joint;
    synchronized (this) {
      if (--entry.users > 0) {
        return;
      }
      entries.remove(entry.text, entry);
      waiting.remove(entry);
      joint = entry.joint;
    }
    if (joint != null) {
      joint.letGo();
    }
  }

  /**
   * Builds what was added since the last call.
   *
   * @throws DeviceException if the driver's compiler refuses a kernel; the message is about that
   *     one
   */
  public synchronized void build() {
    if (waiting.isEmpty()) {
      return;
    }
    Arena arena = Arena.ofShared();
    try {
      DeviceProgram all =
          context.build(
              waiting.stream().map(e -> e.text.joint()).collect(Collectors.joining("\n")), arena);
      Joint joint = new Joint(all, arena, waiting.size());
      waiting.forEach(entry -> entry.joint = joint);
    } catch (DeviceException e) {
      // One by one, for the text and the log of the culprit alone.
      waiting.forEach(entry -> context.build(entry.source(), arena));
      throw e;
    } finally {
      if (waiting.getFirst().joint == null) {
        entries.values().removeAll(waiting);
        arena.close();
      }
      waiting.clear();
    }
  }
}
