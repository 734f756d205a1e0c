package dev.octet.lowering.opencl.step;

import dev.octet.lowering.device.CommandQueue;
import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Frame;
import dev.octet.lowering.kernel.WorkQueue;
import dev.octet.tensor.InternalException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a frame has on the device: a queue, and one piece of memory of which buffers are parts.
 * Where the device reaches the caller's memory, that is wrapped for the time of a run.
 */
public final class DeviceFrame implements WorkQueue {
  private final DeviceContext context;
  private final Frame frame;
  private final Arena arena;
  private final CommandQueue queue;
  private final MemorySegment memory;
  private final Map<Integer, MemorySegment> parts = new HashMap<>();
  private final Map<View, MemorySegment> views = new HashMap<>();
  private final Map<Buffer.Owner, Map<Integer, MemorySegment>> wrapped = new HashMap<>();
  private final List<Wrapped> outputs = new ArrayList<>();
  private final Map<Notes, Written> notes = new LinkedHashMap<>();
  private @Nullable Arena run;

  /**
   * Words that tell of mistakes.
   *
   * @param host where they are read
   */
  private record Written(MemorySegment memory, MemorySegment host) {}

  /** A place in the memory of another buffer of the frame. */
  private record View(int index, long displacement) {}

  /** Memory of the caller that the device writes. */
  private record Wrapped(MemorySegment handle, long bytes) {}

  private DeviceFrame(DeviceContext context, Frame frame, Arena arena) {
    this.context = context;
    this.frame = frame;
    this.arena = arena;
    this.queue = context.queue(arena, false);
    this.memory = context.allocate(frame.deviceBytes(), arena);
    frame.setQueue(this);
  }

  /**
   * That of a frame, made when first asked for.
   *
   * @param arena lives as long as the frame
   */
  public static DeviceFrame of(DeviceContext context, Frame frame, Arena arena) {
    return frame.attachment(DeviceFrame.class, () -> new DeviceFrame(context, frame, arena));
  }

  /** Does the work of the frame's kernels in the order in which it comes. */
  public CommandQueue queue() {
    return queue;
  }

  /** The memory that a buffer looks into; its first element may lie behind the beginning. */
  MemorySegment memory(Buffer buffer) {
    return switch (buffer.owner()) {
      case CONSTANT -> frame.handle(buffer);
      case FRAME -> parts.computeIfAbsent(buffer.index(), _ -> part(buffer.base()));
      case INPUT, OUTPUT ->
          wrapped
              .computeIfAbsent(buffer.owner(), _ -> new HashMap<>())
              .computeIfAbsent(buffer.index(), _ -> wrap(buffer));
    };
  }

  /**
   * Whether {@link #beginning} can give a buffer: one that has memory of its own, or one of the
   * frame that lies where a part may begin.
   */
  public static boolean canBegin(DeviceContext context, Buffer buffer) {
    return buffer.displacement() == 0
        || (buffer.owner() == Buffer.Owner.FRAME
            && buffer.displacement() % context.description().baseAlignment() == 0);
  }

  /**
   * The memory of a buffer from its first element on, for those who can be told no offset. That of
   * a buffer of the caller is valid until the run ends, others as long as the frame.
   */
  public MemorySegment beginning(Buffer buffer) {
    if (buffer.displacement() == 0) {
      return memory(buffer);
    }
    if (!canBegin(context, buffer)) {
      throw new InternalException(buffer + " begins where no part of the device's memory can");
    }
    return views.computeIfAbsent(
        new View(buffer.index(), buffer.displacement()), view -> view(buffer, view.displacement));
  }

  private MemorySegment view(Buffer buffer, long displacement) {
    Buffer whole = buffer.base();
    return context.part(
        memory, frame.offset(whole) + displacement, whole.byteSize() - displacement, arena);
  }

  /** The memory of words that tell of mistakes; they are read at the end of each run. */
  MemorySegment notes(Notes kept) {
    return notes
        .computeIfAbsent(
            kept,
            _ -> {
              long bytes = (long) kept.words() * Integer.BYTES;
              Written made = new Written(context.allocate(bytes, arena), arena.allocate(bytes, 8));
              reset(made);
              return made;
            })
        .memory();
  }

  private void reset(Written written) {
    queue.fillWords(written.memory, 0, written.host.byteSize(), Notes.NOTHING);
  }

  private MemorySegment part(Buffer whole) {
    return context.part(memory, frame.offset(whole), Math.max(1, whole.byteSize()), arena);
  }

  private MemorySegment wrap(Buffer buffer) {
    Arena owner = run;
    if (owner == null) {
      owner = Arena.ofShared(); // a run may end on another thread
      run = owner;
    }
    MemorySegment caller = frame.caller(buffer);
    boolean writable = buffer.owner() == Buffer.Owner.OUTPUT;
    MemorySegment handle = context.wrap(caller, writable, owner);
    if (writable) {
      outputs.add(new Wrapped(handle, caller.byteSize()));
    }
    return handle;
  }

  @Override
  public void finish() {
    try {
      for (Wrapped output : outputs) {
        // What a driver keeps elsewhere meanwhile comes to the caller's memory when it is mapped.
        queue.unmap(output.handle, queue.map(output.handle, 0, output.bytes, false));
      }
      notes.values().forEach(each -> queue.read(each.memory, 0, each.host, false));
      queue.finish();
    } finally {
      outputs.clear();
      wrapped.clear();
      Arena owner = run;
      run = null;
      if (owner != null) {
        owner.close();
      }
    }
    check();
  }

  /** Reports the first mistake of the run. */
  private void check() {
    RuntimeException first = null;
    for (Map.Entry<Notes, Written> each : notes.entrySet()) {
      int[] words = each.getValue().host.toArray(ValueLayout.JAVA_INT);
      if (Arrays.stream(words).allMatch(word -> word == Notes.NOTHING)) {
        continue;
      }
      reset(each.getValue());
      first = first == null ? each.getKey().mistake(words) : first;
    }
    if (first != null) {
      throw first;
    }
  }

  @Override
  public CompletableFuture<@Nullable Void> completion(Executor executor) {
    return queue.completion(executor).whenComplete((_, _) -> finish());
  }
}
