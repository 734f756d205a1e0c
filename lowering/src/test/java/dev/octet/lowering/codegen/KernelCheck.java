package dev.octet.lowering.codegen;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
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

/** Compiles a body, runs it on random tensors, and holds it to the reference evaluator. */
final class KernelCheck {
  private final Graph body;
  private final Random random;
  private final List<Tensor> inputs = new ArrayList<>();
  private final Map<Value, Tensor> constants = new HashMap<>();
  private double relative;
  private double absolute;
  private boolean shuffled = true;

  private KernelCheck(Graph body, long seed) {
    this.body = body;
    this.random = new Random(seed);
    for (Value input : body.inputs()) {
      inputs.add(random(input.tensorType().dtype(), input.tensorType().shape(), random));
    }
  }

  static KernelCheck of(Graph body, long seed) {
    return new KernelCheck(body, seed);
  }

  /** Floats that are no sums may differ by this much; without it every bit counts. */
  KernelCheck within(double newRelative, double newAbsolute) {
    relative = newRelative;
    absolute = newAbsolute;
    return this;
  }

  KernelCheck rowMajor() {
    shuffled = false;
    return this;
  }

  KernelCheck input(int index, Tensor tensor) {
    inputs.set(index, tensor);
    return this;
  }

  /** Gives an input to the compiler instead of to the kernel. */
  KernelCheck constant(int index) {
    constants.put(body.inputs().get(index), inputs.get(index));
    return this;
  }

  static Tensor random(DType type, Shape shape, Random random) {
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

  /** What the kernel computes, with vectors or without. */
  List<Tensor> run(boolean vectors) {
    List<long[]> inputStrides = new ArrayList<>();
    List<MemorySegment> inputMemory = new ArrayList<>();
    Arena arena = Arena.ofAuto();
    random.setSeed(7);
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
    LoopKernel kernel =
        LoopCompiler.compile(
            "test",
            body,
            constants,
            inputStrides,
            outputStrides,
            vectors ? Start.VECTORS : Start.SCALAR);
    assertWithMessage("scratch").that(kernel.scratchBytes()).isAtLeast(0L);
    long parts = kernel.parallelism();
    for (long p = 0; p < parts; p++) {
      kernel.run(
          inputMemory.toArray(new MemorySegment[0]),
          outputMemory.toArray(new MemorySegment[0]),
          arena.allocate(Math.max(1, kernel.scratchBytes()), 64),
          p,
          p + 1);
    }
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
  void holds() {
    List<Object> expected = Evaluator.reference().run(body, inputs, Arena.ofAuto());
    List<Tensor> scalar = run(false);
    compare("scalar", expected, scalar, relative, absolute);
    if (LoopOptions.detect().vectors()) {
      List<Tensor> vector = run(true);
      compare("vectors", expected, vector, relative, absolute);
      compare("vectors beside scalar", scalar, vector, 0, 0);
    }
  }

  private void compare(
      String what, List<?> expected, List<Tensor> found, double rtol, double atol) {
    for (int o = 0; o < found.size(); o++) {
      Tensor a = (Tensor) expected.get(o);
      Tensor b = found.get(o);
      for (long i = 0; i < a.elements(); i++) {
        double x = a.getDouble(i);
        double y = b.getDouble(i);
        boolean close =
            Double.compare(x, y) == 0 || x == y || Math.abs(x - y) <= atol + rtol * Math.abs(x);
        if (!close) {
          assertWithMessage("%s: output %s element %s of %s %s", what, o, i, a, body.nodes())
              .that(y)
              .isEqualTo(x);
        }
      }
    }
  }
}
