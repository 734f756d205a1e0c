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
import dev.octet.lowering.kernel.Lease;
import dev.octet.lowering.kernel.Space;
import dev.octet.lowering.kernel.Strides;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
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
import org.jspecify.annotations.Nullable;

/** Makes a plan of regions: asks backends in order, places values, moves them between layouts. */
final class Planner implements Emitter {
  private final FrozenGraph frozen;
  private final List<Backend> backends;
  private final SharedConstants shared;
  private final Lease lease;
  private final LayoutPreference preference;
  private final TurnedPreference turned;

  private final Places places;
  private final Map<Value, Integer> outputs = new HashMap<>();
  private final Set<Integer> written = new HashSet<>();
  private final List<Buffer> inputBuffers = new ArrayList<>();
  private final List<Buffer> outputBuffers = new ArrayList<>();
  private final List<Buffer> frameBuffers = new ArrayList<>();
  private final List<MemorySegment> constants = new ArrayList<>();
  private final List<Plan.Step> steps = new ArrayList<>();
  private final List<Kernel> emitted = new ArrayList<>();

  /** The one that is asked now; none while results are handed over. */
  private @Nullable Backend current;

  private Planner(
      FrozenGraph frozen,
      List<Region> regions,
      List<Backend> backends,
      SharedConstants shared,
      Lease lease) {
    this.frozen = frozen;
    this.backends = backends;
    this.shared = shared;
    this.lease = lease;
    this.preference = new LayoutPreference(regions);
    this.turned = new TurnedPreference(regions);
    this.places = new Places(regions, frozen.graph().outputs());
  }

  /**
   * Makes a plan.
   *
   * @param backends in order of preference; the last one must take every region
   * @param shared constants that plans of one program share
   * @param lease owns the plan's native objects, and what others may share later
   */
  static Plan plan(
      FrozenGraph frozen,
      List<Region> regions,
      List<Backend> backends,
      SharedConstants shared,
      Lease lease) {
    Planner planner = new Planner(frozen, regions, backends, shared, lease);
    try {
      planner.placeCallersTensors();
      regions.forEach(planner::lower);
      planner.deliver();
      backends.forEach(Backend::finish);
    } finally {
      shared.pending().finish();
    }
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
              Space.HOST,
              inputBuffers.size(),
              input.tensorType().dtype(),
              shape,
              Strides.rowMajor(shape));
      inputBuffers.add(buffer);
      alias(input, buffer);
    }
    for (GraphOutput output : frozen.graph().outputs()) {
      if (!(output instanceof GraphOutput.Of(Value value))) {
        throw new InternalException(
            "the frozen graph returns "
                + output
                + ", expected tensors: BindState leaves others out");
      }
      Shape shape = value.tensorType().shape();
      outputs.putIfAbsent(value, outputBuffers.size());
      outputBuffers.add(
          Buffer.of(
              Buffer.Owner.OUTPUT,
              Space.HOST,
              outputBuffers.size(),
              value.tensorType().dtype(),
              shape,
              Strides.rowMajor(shape)));
    }
  }

  private void lower(Region region) {
    places.advance();
    List<String> declined = new ArrayList<>();
    for (Backend backend : backends) {
      emitted.clear();
      current = backend;
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
    current = null;
    for (int i = 0; i < outputBuffers.size(); i++) {
      if (!written.contains(i)
          && frozen.graph().outputs().get(i) instanceof GraphOutput.Of(Value value)) {
        emitted.clear();
        Buffer from = read(value);
        boolean inPlace = from.space() == Space.DEVICE && deviceReachesCaller();
        carry(from, inPlace ? output(i, Space.DEVICE) : outputBuffers.get(i));
        for (Kernel kernel : emitted) {
          steps.add(new Plan.Step(kernel, Optional.empty(), "output", ImmutableList.of()));
        }
      }
    }
    emitted.clear();
  }

  private boolean deviceReachesCaller() {
    return backends.stream()
        .anyMatch(each -> each.reachesCaller() && each.space().equals(Optional.of(Space.DEVICE)));
  }

  @Override
  public Buffer read(Value value) {
    List<Buffer> known = places.of(value);
    for (Buffer buffer : known) {
      if (isAtHand(buffer)) {
        return buffer;
      }
    }
    Buffer brought = frozen.constant(value).map(this::place).orElseGet(() -> bring(value, known));
    alias(value, brought);
    return brought;
  }

  /** True if the backend that is asked now reads it where it lies. */
  private boolean isAtHand(Buffer buffer) {
    return current == null || current.space().map(buffer.space()::equals).orElse(true);
  }

  /** A constant where the backend that is asked now reads it. */
  private Buffer place(Tensor tensor) {
    Tensor plain = shared.contiguous(lease, tensor);
    Backend reader = current;
    MemorySegment memory =
        reader == null || space() == Space.HOST
            ? plain.segment()
            : shared(
                new SharedConstants.Resident(plain),
                owner -> reader.resident(plain.segment(), owner));
    return constant(memory, plain.dtype(), plain.shape());
  }

  /** A value of the other space. */
  private Buffer bring(Value value, List<Buffer> known) {
    if (known.isEmpty()) {
      throw new InternalException(value + " is read before it is computed");
    }
    Buffer from = known.getFirst();
    if (from.owner() == Buffer.Owner.INPUT && reachesCaller()) {
      return from.in(Space.DEVICE);
    }
    ImmutableLongArray strides =
        Strides.isDense(from.shape(), from.strides())
            ? from.strides()
            : Strides.rowMajor(from.shape());
    Buffer to = frameBuffer(space(), from.dtype(), from.shape(), strides);
    carry(from, to);
    return to;
  }

  @Override
  public Buffer read(Value value, Layout layout) {
    Buffer first = read(value);
    ImmutableLongArray strides = layout.strides(first.shape());
    for (Buffer buffer : places.of(value)) {
      if (buffer.space() == first.space()
          && Strides.same(buffer.shape(), buffer.strides(), strides)) {
        return buffer;
      }
    }
    Buffer moved = frameBuffer(first.space(), first.dtype(), first.shape(), strides);
    move(first, moved);
    alias(value, moved);
    return moved;
  }

  /** Moves elements in their own space first if they lie otherwise than in the other one. */
  private void carry(Buffer from, Buffer to) {
    boolean alike = Strides.same(from.shape(), from.strides(), to.strides());
    if (from.space() == to.space() || alike) {
      move(from, to);
      return;
    }
    Buffer turned = frameBuffer(from.space(), from.dtype(), from.shape(), to.strides());
    move(from, turned);
    move(turned, to);
  }

  private void move(Buffer from, Buffer to) {
    boolean local = from.space() == Space.HOST && to.space() == Space.HOST;
    Space mover = local ? Space.HOST : Space.DEVICE;
    for (Backend backend : backends) {
      if (!backend.space().equals(Optional.of(mover))) {
        continue;
      }
      Optional<Kernel> kernel = backend.move(from, to, arena());
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
        Buffer.Owner.CONSTANT,
        space(),
        constants.size() - 1,
        dtype,
        shape,
        Strides.rowMajor(shape));
  }

  @Override
  public MemorySegment shared(Object key, Function<Arena, MemorySegment> maker) {
    return shared.get(lease, key, maker);
  }

  @Override
  public void beforeFirstRun(Runnable work) {
    shared.pending().add(work);
  }

  @Override
  public Buffer write(Value value, ImmutableLongArray strides) {
    TensorType type = value.tensorType();
    Optional<Integer> output = outputInPlace(value, strides);
    output.ifPresent(written::add);
    Buffer buffer =
        output
            .map(index -> output(index, space()))
            .orElseGet(() -> frameBuffer(space(), type.dtype(), type.shape(), strides));
    alias(value, buffer);
    return buffer;
  }

  /** The output as which the backend that is asked now writes a value where the caller wants it. */
  private Optional<Integer> outputInPlace(Value value, ImmutableLongArray strides) {
    Shape shape = value.tensorType().shape();
    return Optional.ofNullable(outputs.get(value))
        .filter(_ ->
            (space() == Space.HOST || reachesCaller())
                && Strides.same(shape, strides, Strides.rowMajor(shape)));
  }

  /** An output of the caller, to be written by the backend that is asked now. */
  private Buffer output(int index, Space where) {
    Buffer buffer = outputBuffers.get(index);
    return where == Space.HOST
        ? buffer
        : Buffer.of(
            Buffer.Owner.OUTPUT, where, index, buffer.dtype(), buffer.shape(), buffer.strides());
  }

  private boolean reachesCaller() {
    return current != null && space() == Space.DEVICE && current.reachesCaller();
  }

  @Override
  public Buffer temporary(DType dtype, Shape shape, Layout layout) {
    return frameBuffer(space(), dtype, shape, layout.strides(shape));
  }

  /** Where the backend that is asked now reads and writes. */
  private Space space() {
    return current == null ? Space.HOST : current.space().orElse(Space.HOST);
  }

  private Buffer frameBuffer(Space where, DType dtype, Shape shape, ImmutableLongArray strides) {
    Buffer buffer =
        Buffer.of(Buffer.Owner.FRAME, where, frameBuffers.size(), dtype, shape, strides);
    frameBuffers.add(buffer);
    return buffer;
  }

  @Override
  public Optional<Buffer> expendable(Value value, Layout layout, Value result) {
    TensorType type = result.tensorType();
    ImmutableLongArray strides = layout.strides(type.shape());
    return outputInPlace(result, strides).isPresent()
        ? Optional.empty()
        : places.expendable(value, type, strides).filter(this::isAtHand).findFirst();
  }

  @Override
  public void alias(Value value, Buffer buffer) {
    places.add(value, buffer);
  }

  @Override
  public void same(Value value, Value other) {
    places.of(other).forEach(buffer -> alias(value, buffer));
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
    return lease.arena();
  }
}
