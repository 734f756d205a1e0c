package dev.octet.lowering.codegen;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.lowering.codegen.bytecode.NestClass;
import dev.octet.lowering.codegen.loop.Nest;
import dev.octet.lowering.codegen.loop.NestForm;
import dev.octet.lowering.codegen.opencl.OpenClLoops;
import dev.octet.lowering.codegen.opencl.SourceFeatures;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Compiles a body, runs it on random tensors, and holds it to the reference evaluator. */
public final class KernelCheck {
  private static final double SUMS = 1e-5;

  /** Between neighbours in bfloat16, relative to them at most. */
  private static final double ROUNDING = 0x1p-7;

  /** Fewer elements do not show much. */
  private static final int SMALL = 8;

  /** Whether every body runs on a device. */
  private static final boolean ALL = Boolean.getBoolean("octet.test.allKernels");

  private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

  /** Added to every seed, for other layouts. */
  private static final long SEEDS = Long.getLong("octet.test.seed", 0);

  private final Graph body;
  private final long seed;
  private final Random random;
  private final List<Tensor> inputs = new ArrayList<>();
  private final Map<Value, Tensor> constants = new HashMap<>();
  private double relative;
  private double absolute;
  private boolean shuffled = true;
  private boolean device = true;
  private boolean eitherZero;

  private KernelCheck(Graph body, long seed) {
    this.body = body;
    this.seed = seed;
    this.random = new Random(seed);
    for (Value input : body.inputs()) {
      inputs.add(random(input.tensorType().dtype(), input.tensorType().shape(), random));
    }
  }

  public static KernelCheck of(Graph body, long seed) {
    return new KernelCheck(body, seed);
  }

  /**
   * Floats that are no sums may differ by this much; without it every bit counts, those of zeros
   * too.
   */
  public KernelCheck within(double newRelative, double newAbsolute) {
    relative = newRelative;
    absolute = newAbsolute;
    return this;
  }

  /** Zeros may have either sign, as of maxima, of which PyTorch does not define it. */
  public KernelCheck withEitherZero() {
    eitherZero = true;
    return this;
  }

  /** Leaves the device out, where another check has compiled the same moves for it. */
  public KernelCheck onProcessorOnly() {
    device = false;
    return this;
  }

  public KernelCheck rowMajor() {
    shuffled = false;
    return this;
  }

  public KernelCheck input(int index, Tensor tensor) {
    inputs.set(index, tensor);
    return this;
  }

  /** Gives an input to the compiler instead of to the kernel. */
  public KernelCheck constant(int index) {
    constants.put(body.inputs().get(index), inputs.get(index));
    return this;
  }

  public static Tensor random(DType type, Shape shape, Random random) {
    Tensor tensor = Tensor.allocate(type, shape);
    for (long i = 0; i < tensor.elements(); i++) {
      switch (type) {
        case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> tensor.setDouble(i, random.nextGaussian() * 3);
        case BOOL -> tensor.setLong(i, random.nextInt(2));
        case UINT8 -> tensor.setLong(i, random.nextInt(256));
        case INT8 -> tensor.setLong(i, random.nextInt(256) - 128);
        case INT16, INT32, INT64 -> tensor.setLong(i, random.nextInt(2001) - 1000);
      }
    }
    return tensor;
  }

  /** Row-major strides, or those of a random order of the dimensions, sometimes with gaps. */
  private long[] strides(Shape shape, boolean gaps) {
    long[] strides = new long[shape.rank()];
    List<Integer> order = new ArrayList<>();
    for (int d = 0; d < strides.length; d++) {
      order.add(d);
    }
    int kind = shuffled ? random.nextInt(4) : 0;
    if (kind == 1 && strides.length > 1) { // channels last
      order.remove(Integer.valueOf(1));
      order.add(1);
    } else if (kind == 2) {
      java.util.Collections.shuffle(order, random);
    }
    long step = gaps && kind == 3 ? 2 : 1;
    for (int i = order.size() - 1; i >= 0; i--) {
      strides[order.get(i)] = step;
      step *= shape.size(order.get(i)) + (gaps && kind == 3 ? 1 : 0);
    }
    return strides;
  }

  private static long extent(Shape shape, long[] strides) {
    long last = 0;
    for (int d = 0; d < strides.length; d++) {
      last += (shape.size(d) - 1) * strides[d];
    }
    return last + 1;
  }

  private static long place(Shape shape, long[] strides, long index) {
    long at = 0;
    for (int d = strides.length - 1; d >= 0; d--) {
      at += index % shape.size(d) * strides[d];
      index /= shape.size(d);
    }
    return at;
  }

  private static void move(Tensor from, long i, Tensor to, long j) {
    if (from.dtype().isFloatingPoint()) {
      to.setDouble(j, from.getDouble(i));
    } else {
      to.setLong(j, from.getLong(i));
    }
  }

  /** Runs a kernel in the layouts that it is compiled for. */
  private interface Runner {
    void run(
        List<long[]> inputStrides,
        List<long[]> outputStrides,
        List<MemorySegment> inputs,
        List<MemorySegment> outputs);
  }

  /** What the kernel computes, with vectors or without. */
  public List<Tensor> run(boolean vectors) {
    return run((inputStrides, outputStrides, inputMemory, outputMemory) -> {
      int lanes = LoopOptions.lanes();
      LoopBody loops =
          LoopCompiler.loops("test", body, constants, inputStrides, outputStrides, lanes);
      tryOut(loops, lanes, vectors);
      LoopKernel kernel = new CompiledLoops(loops, vectors ? Start.VECTORS : Start.SCALAR);
      assertWithMessage("scratch").that(kernel.scratchBytes()).isAtLeast(0L);
      long parts = kernel.parallelism();
      try (Arena scratch = Arena.ofConfined()) {
        for (long p = 0; p < parts; p++) {
          kernel.run(
              inputMemory.toArray(new MemorySegment[0]),
              outputMemory.toArray(new MemorySegment[0]),
              scratch.allocate(Math.max(1, kernel.scratchBytes()), 64),
              p,
              p + 1);
        }
      }
    });
  }

  /**
   * As a trial does, on its memory: a JVM that tracks native memory ends when a block is freed that
   * was written beyond its end.
   */
  private static void tryOut(LoopBody loops, int lanes, boolean vectors) {
    for (Nest nest : CompiledLoops.quickened(loops)) {
      NestForm form = NestForm.of(nest);
      try (TrialMemory memory = TrialMemory.allocate(form, lanes)) {
        memory.call(NestClass.compile(form, lanes, vectors && !nest.vectors().isEmpty()));
      }
    }
  }

  /** What the printed kernels, which are given back, compute on a device. */
  private List<Tensor> runOn(TestDevice device, SourceFeatures features, OpenClLoops[] loops) {
    return run((inputStrides, outputStrides, inputMemory, outputMemory) -> {
      loops[0] =
          OpenClCompiler.compile("test", body, constants, inputStrides, outputStrides, features);
      device.run(
          loops[0],
          inputMemory,
          bytes(body.inputs().stream().filter(input -> !constants.containsKey(input)).toList()),
          outputMemory,
          bytes(body.outputs().stream().map(o -> ((GraphOutput.Of) o).value()).toList()));
    });
  }

  private static List<Integer> bytes(List<Value> values) {
    return values.stream().map(value -> value.tensorType().dtype().bytes()).toList();
  }

  private List<Tensor> run(Runner runner) {
    List<long[]> inputStrides = new ArrayList<>();
    List<MemorySegment> inputMemory = new ArrayList<>();
    Arena arena = Arena.ofAuto();
    random.setSeed(seed + SEEDS); // the same layouts for every form of the kernel
    for (int i = 0; i < inputs.size(); i++) {
      if (!constants.containsKey(body.inputs().get(i))) {
        Tensor tensor = inputs.get(i);
        long[] strides = strides(tensor.shape(), true);
        Shape flat = Shape.of(extent(tensor.shape(), strides));
        MemorySegment memory = arena.allocate(flat.elements() * tensor.dtype().bytes(), 64);
        Tensor laid = Tensor.view(memory, tensor.dtype(), flat);
        for (long e = 0; e < tensor.elements(); e++) {
          move(tensor, e, laid, place(tensor.shape(), strides, e));
        }
        inputStrides.add(strides);
        inputMemory.add(memory);
      }
    }
    List<long[]> outputStrides = new ArrayList<>();
    List<MemorySegment> outputMemory = new ArrayList<>();
    List<Value> outputs = new ArrayList<>();
    for (GraphOutput output : body.outputs()) {
      Value value = ((GraphOutput.Of) output).value();
      Shape shape = value.tensorType().shape();
      long[] strides = strides(shape, false);
      outputs.add(value);
      outputStrides.add(strides);
      outputMemory.add(
          arena.allocate(extent(shape, strides) * value.tensorType().dtype().bytes(), 64));
    }
    runner.run(inputStrides, outputStrides, inputMemory, outputMemory);
    List<Tensor> results = new ArrayList<>();
    for (int o = 0; o < outputs.size(); o++) {
      Shape shape = outputs.get(o).tensorType().shape();
      DType type = outputs.get(o).tensorType().dtype();
      Tensor laid =
          Tensor.view(outputMemory.get(o), type, Shape.of(extent(shape, outputStrides.get(o))));
      Tensor result = Tensor.allocate(type, shape);
      for (long e = 0; e < result.elements(); e++) {
        move(laid, place(shape, outputStrides.get(o), e), result, e);
      }
      results.add(result);
    }
    return results;
  }

  /** Compares with the reference, and vectors with scalars where the machine has them. */
  public void holds() {
    List<Object> expected = Evaluator.reference().run(body, inputs, Arena.ofAuto());
    List<Tensor> scalar = run(false);
    compare("scalar", expected, scalar, relative, absolute);
    if (LoopOptions.detect().vectors()) {
      List<Tensor> vector = run(true);
      compare("vectors", expected, vector, relative, absolute);
      compare("vectors beside scalar", scalar, vector, 0, 0);
    }
    TestDevice found = device ? TestDevice.shared() : null;
    if (found != null && isDue()) {
      SourceFeatures features = found.features();
      OpenClLoops loops = onDevice(found, features, expected, scalar);
      // As on a device without doubles.
      SourceFeatures single = new SourceFeatures(false, true, features.mostItems());
      boolean possible =
          body.nodes().stream().allMatch(node -> OpenClCompiler.declines(node, single).isEmpty());
      if (possible && loops.listing().contains("double")) {
        onDevice(found, single, expected, scalar);
      }
      if (loops.listing().contains("ITEMS")) {
        // As on a device whose items are threads.
        onDevice(found, threads(features), expected, scalar);
      }
    }
  }

  private static SourceFeatures threads(SourceFeatures of) {
    return new SourceFeatures(of.doubles(), of.exactDivision(), of.mostItems(), true);
  }

  private OpenClLoops onDevice(
      TestDevice device, SourceFeatures features, List<?> expected, List<Tensor> scalar) {
    OpenClLoops[] loops = new OpenClLoops[1];
    List<Tensor> found = runOn(device, features, loops);
    compare("device", expected, found, relative, absolute);
    // Sums are added in another order there, which may round a result the other way.
    double within = relative == 0 && absolute == 0 ? 0 : roundsToBfloat16() ? ROUNDING : SUMS;
    compare("device beside scalar", scalar, found, within, Math.min(within, SUMS));
    return loops[0];
  }

  private boolean roundsToBfloat16() {
    return body.outputs().stream()
        .anyMatch(
            output -> ((GraphOutput.Of) output).value().tensorType().dtype() == DType.BFLOAT16);
  }

  /**
   * True for the first body with these operators, reading these types and ranks first: it takes
   * tenths of a second to compile a kernel for a device.
   */
  private boolean isDue() {
    StringBuilder operators = new StringBuilder();
    for (Node node : body.nodes()) {
      TensorType type = node.operands().getFirst().tensorType();
      operators.append(node.op()).append(type.dtype()).append(type.shape().rank()).append(' ');
    }
    boolean small = inputs.getFirst().elements() < SMALL;
    return ALL || (!small && SEEN.add(operators.toString()));
  }

  private void compare(
      String what, List<?> expected, List<Tensor> found, double rtol, double atol) {
    for (int o = 0; o < found.size(); o++) {
      Tensor a = (Tensor) expected.get(o);
      Tensor b = found.get(o);
      for (long i = 0; i < a.elements(); i++) {
        double x = a.getDouble(i);
        double y = b.getDouble(i);
        if (!close(x, y, rtol, atol)) {
          assertWithMessage("%s: output %s element %s of %s %s", what, o, i, a, body.nodes())
              .that(y)
              .isEqualTo(x);
        }
      }
    }
  }

  /** NaN is like NaN only, and an infinity like itself. */
  private boolean close(double expected, double found, double rtol, double atol) {
    if (Double.compare(expected, found) == 0) {
      return true;
    }
    boolean exact = rtol == 0 && atol == 0 && !eitherZero;
    return !exact
        && Double.isFinite(expected)
        && Math.abs(expected - found) <= atol + rtol * Math.abs(expected);
  }
}
