package dev.octet.lowering.opencl.step;

import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.device.DeviceException;
import dev.octet.lowering.device.DeviceProgram;
import dev.octet.tensor.InternalException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The kernels of one compiled program. They are built together, when all of a plan are known: a
 * driver's compiler reads its own headers once for each program, which takes longer than a kernel.
 * Thread-safe.
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
    private volatile @Nullable DeviceProgram program;

    private Entry(KernelText text) {
      this.text = text;
    }

    String source() {
      return text.text();
    }

    DeviceProgram program() {
      DeviceProgram built = program;
      if (built == null) {
        throw new InternalException(text.function() + " is used before it is built");
      }
      return built;
    }

    String function() {
      return text.jointName();
    }
  }

  synchronized Entry add(String source, String function) {
    return entries.computeIfAbsent(
        new KernelText(source, function),
        text -> {
          Entry entry = new Entry(text);
          waiting.add(entry);
          return entry;
        });
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
    try {
      DeviceProgram all =
          context.build(
              waiting.stream().map(e -> e.text.joint()).collect(Collectors.joining("\n")));
      waiting.forEach(entry -> entry.program = all);
    } catch (DeviceException e) {
      // One by one, for the text and the log of the culprit alone.
      waiting.forEach(entry -> context.build(entry.source()));
      throw e;
    } finally {
      entries.values().removeIf(entry -> entry.program == null);
      waiting.clear();
    }
  }
}
