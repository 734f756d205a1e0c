package dev.octet.lowering.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.freeze.FrozenGraph;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.lowering.kernel.Strides;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.InternalException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes a plan of regions: asks backends in order, places values, moves them between layouts. */
final class Planner implements Emitter {
  private final FrozenGraph frozen;
  private final List<Backend> backends;
  private final SharedConstants shared;
  private final Arena arena;
  private final LayoutPreference preference;
  private final TurnedPreference turned;

  /** Where each value lies, the first place first. */
  private final Map<Value, List<Buffer>> places = new HashMap<>();

  private final Map<Value, Integer> outputs = new HashMap<>();
  private final Set<Integer> written = new HashSet<>();
  private final List<Buffer> inputBuffers = new ArrayList<>();
  private final List<Buffer> outputBuffers = new ArrayList<>();
  private final List<Buffer> frameBuffers = new ArrayList<>();
  private final List<MemorySegment> constants = new ArrayList<>();
  private final List<Plan.Step> steps = new ArrayList<>();
  private final List<Kernel> emitted = new ArrayList<>();

  private Planner(
      FrozenGraph frozen,
      List<Region> regions,
      List<Backend> backends,
      SharedConstants shared,
      Arena arena) {
    this.frozen = frozen;
    this.backends = backends;
    this.shared = shared;
    this.arena = arena;
    this.preference = new LayoutPreference(regions);
    this.turned = new TurnedPreference(regions);
  }

  /**
   * Makes a plan.
   *
   * @param backends in order of preference; the last one must take every region
   * @param shared constants that plans of one program share
   * @param arena owns the plan's native objects
   */
  static Plan plan(
      FrozenGraph frozen,
      List<Region> regions,
      List<Backend> backends,
      SharedConstants shared,
      Arena arena) {
    Planner planner = new Planner(frozen, regions, backends, shared, arena);
    planner.placeCallersTensors();
    regions.forEach(planner::lower);
    planner.deliver();
    FrameLayout layout =
        FrameLayout.of(
            planner.steps.stream().map(Plan.Step::kernel).toList(), planner.frameBuffers);
    return new Plan(
        planner.steps,
        planner.inputBuffers,
        planner.outputBuffers,
        planner.constants,
        layout,
        frozen);
  }

  private void placeCallersTensors() {
    for (Value input : frozen.graph().inputs()) {
      Shape shape = input.tensorType().shape();
      Buffer buffer =
          Buffer.of(
              Buffer.Owner.INPUT,
              inputBuffers.size(),
              input.tensorType().dtype(),
              shape,
              Strides.rowMajor(shape));
      inputBuffers.add(buffer);
      alias(input, buffer);
    }
    for (GraphOutput output : frozen.graph().outputs()) {
      if (!(output instanceof GraphOutput.Of(Value value))) {
        throw new InputException(
            "the program returns " + output + ", which is no tensor; only tensors can be returned");
      }
      Shape shape = value.tensorType().shape();
      outputs.putIfAbsent(value, outputBuffers.size());
      outputBuffers.add(
          Buffer.of(
              Buffer.Owner.OUTPUT,
              outputBuffers.size(),
              value.tensorType().dtype(),
              shape,
              Strides.rowMajor(shape)));
    }
  }

  private void lower(Region region) {
    List<String> declined = new ArrayList<>();
    for (Backend backend : backends) {
      emitted.clear();
      Optional<String> reason = backend.lower(region, this);
      if (reason.isEmpty()) {
        ImmutableList<String> reasons = ImmutableList.copyOf(declined);
        emitted.forEach(kernel ->
            steps.add(new Plan.Step(kernel, Optional.of(region), backend.name(), reasons)));
        emitted.clear();
        return;
      }
      if (!emitted.isEmpty()) {
        throw new InternalException(
            backend.name() + " declined " + region.label() + " after it had emitted kernels");
      }
      if (!(backend instanceof ViewBackend || backend instanceof ObserveBackend)) {
        declined.add(backend.name() + ": " + reason.get());
      }
    }
    throw new InternalException("no backend takes " + region.label() + ": " + declined);
  }

  /** Outputs that no kernel wrote in place: inputs, constants, views, and values returned twice. */
  private void deliver() {
    for (int i = 0; i < outputBuffers.size(); i++) {
      if (!written.contains(i)
          && frozen.graph().outputs().get(i) instanceof GraphOutput.Of(Value value)) {
        Buffer from = read(value);
        emitted.clear();
        move(from, outputBuffers.get(i));
        for (Kernel kernel : emitted) {
          steps.add(new Plan.Step(kernel, Optional.empty(), "output", ImmutableList.of()));
        }
      }
    }
    emitted.clear();
  }

  @Override
  public Buffer read(Value value) {
    List<Buffer> known = places.get(value);
    if (known != null) {
      return known.getFirst();
    }
    Tensor tensor =
        frozen
            .constant(value)
            .orElseThrow(() -> new InternalException(value + " is read before it is computed"));
    Tensor plain = shared.contiguous(tensor);
    Buffer buffer = constant(plain.segment(), plain.dtype(), plain.shape());
    alias(value, buffer);
    return buffer;
  }

  @Override
  public Buffer read(Value value, Layout layout) {
    Buffer first = read(value);
    ImmutableLongArray strides = layout.strides(first.shape());
    for (Buffer buffer : places.getOrDefault(value, List.of())) {
      if (Strides.same(buffer.shape(), buffer.strides(), strides)) {
        return buffer;
      }
    }
    Buffer moved = frameBuffer(first.dtype(), first.shape(), strides);
    move(first, moved);
    alias(value, moved);
    return moved;
  }

  private void move(Buffer from, Buffer to) {
    for (Backend backend : backends) {
      Optional<Kernel> kernel = backend.move(from, to, arena);
      if (kernel.isPresent()) {
        emitted.add(kernel.get());
        return;
      }
    }
    throw new InternalException("no backend moves " + from + " to " + to);
  }

  @Override
  public Optional<Tensor> constant(Value value) {
    return frozen.constant(value);
  }

  @Override
  public Buffer constant(MemorySegment memory, DType dtype, Shape shape) {
    constants.add(memory);
    return Buffer.of(
        Buffer.Owner.CONSTANT, constants.size() - 1, dtype, shape, Strides.rowMajor(shape));
  }

  @Override
  public MemorySegment shared(Object key, Function<Arena, MemorySegment> maker) {
    return shared.get(key, maker);
  }

  @Override
  public Buffer write(Value value, ImmutableLongArray strides) {
    Shape shape = value.tensorType().shape();
    Integer output = outputs.get(value);
    Buffer buffer;
    if (output != null && Strides.same(shape, strides, Strides.rowMajor(shape))) {
      written.add(output);
      buffer = outputBuffers.get(output);
    } else {
      buffer = frameBuffer(value.tensorType().dtype(), shape, strides);
    }
    alias(value, buffer);
    return buffer;
  }

  @Override
  public Buffer temporary(DType dtype, Shape shape, Layout layout) {
    return frameBuffer(dtype, shape, layout.strides(shape));
  }

  private Buffer frameBuffer(DType dtype, Shape shape, ImmutableLongArray strides) {
    Buffer buffer = Buffer.of(Buffer.Owner.FRAME, frameBuffers.size(), dtype, shape, strides);
    frameBuffers.add(buffer);
    return buffer;
  }

  @Override
  public void alias(Value value, Buffer buffer) {
    places.computeIfAbsent(value, _ -> new ArrayList<>()).add(buffer);
  }

  @Override
  public void emit(Kernel kernel) {
    emitted.add(kernel);
  }

  @Override
  public Layout preferred(Value value) {
    return preference.of(value);
  }

  @Override
  public Optional<ImmutableLongArray> preferredStrides(Value value) {
    return turned.of(value);
  }

  @Override
  public Arena arena() {
    return arena;
  }
}
