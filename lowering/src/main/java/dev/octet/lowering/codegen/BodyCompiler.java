package dev.octet.lowering.codegen;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import dev.octet.graph.Graph;
import dev.octet.graph.Value;
import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.Nest;
import dev.octet.lowering.codegen.loop.NestShaper;
import dev.octet.lowering.codegen.loop.Storage;
import dev.octet.lowering.codegen.loop.Store;
import dev.octet.lowering.codegen.reader.BodyReader;
import dev.octet.lowering.codegen.reader.Conversions;
import dev.octet.lowering.codegen.reader.Domain;
import dev.octet.lowering.codegen.reader.Requests;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns the outputs of one body into loop nests. */
final class BodyCompiler {
  /** So often loops are split or cut before indices are computed the slow way. */
  private static final int ATTEMPTS = 24;

  /** An output: a value and where it is stored. */
  private record Output(Value value, ImmutableLongArray strides, Buffer buffer) {
    /** The sizes that are not 1. */
    long[] sizes() {
      return Arrays.stream(BodyReader.shape(value)).filter(size -> size != 1).toArray();
    }
  }

  private final String name;
  private final int lanes;
  private final ExprPool pool = new ExprPool();
  private final Map<Value, BodyReader.Source> sources = new HashMap<>();
  private final BodyReader reader;
  private final List<Output> outputs = new ArrayList<>();
  private final List<MemorySegment> constants = new ArrayList<>();
  private final List<Nest> nests = new ArrayList<>();
  private int inputs;

  /**
   * Starts with a body.
   *
   * @param lanes of a vector; 0 for no vectors
   */
  BodyCompiler(String name, Graph body, int lanes) {
    this.name = name;
    this.lanes = lanes;
    this.reader = new BodyReader(pool, body, sources);
  }

  void input(Value value, long[] strides) {
    requireRank(value, strides);
    DType type = BodyReader.dtype(value);
    Buffer buffer = new Buffer(Buffer.Kind.INPUT, inputs++, Storage.of(type));
    sources.put(
        value,
        index ->
            reader
                .conversions()
                .decode(pool.load(buffer, LoopCompiler.linear(index, strides)), type));
  }

  void output(Value value, long[] strides) {
    requireRank(value, strides);
    Storage storage = Storage.of(BodyReader.dtype(value));
    outputs.add(
        new Output(
            value,
            ImmutableLongArray.copyOf(strides),
            new Buffer(Buffer.Kind.OUTPUT, outputs.size(), storage)));
  }

  private void requireRank(Value value, long[] strides) {
    if (strides.length != BodyReader.shape(value).length) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "kernel %s: %s has %d strides, its type is %s",
              name,
              value,
              strides.length,
              value.type()));
    }
  }

  /** Equal elements become a number in the code; others are kept in memory of the kernel. */
  void constant(Value value, Tensor tensor) {
    DType type = tensor.dtype();
    long[] strides = tensor.shape().contiguousStrides();
    if (uniform(tensor)) {
      Expr literal = pool.given(literal(tensor));
      sources.put(value, index -> literal);
      return;
    }
    // Zero points come as 64-bit integers, of which there are no vectors.
    DType kept = type == DType.INT64 && fitsInt32(tensor) ? DType.INT32 : type;
    MemorySegment memory = Arena.ofAuto().allocate(tensor.elements() * kept.bytes(), 64);
    Tensor copy = Tensor.view(memory, kept, tensor.shape());
    for (long i = 0; i < tensor.elements(); i++) {
      if (type.isFloatingPoint()) {
        copy.setDouble(i, tensor.getDouble(i));
      } else {
        copy.setLong(i, tensor.getLong(i));
      }
    }
    Buffer buffer = new Buffer(Buffer.Kind.CONSTANT, constants.size(), Storage.of(kept));
    constants.add(memory);
    sources.put(
        value,
        index ->
            reader
                .conversions()
                .convert(
                    reader
                        .conversions()
                        .decode(pool.load(buffer, LoopCompiler.linear(index, strides)), kept),
                    kept,
                    type));
  }

  private static boolean uniform(Tensor tensor) {
    if (Arrays.stream(tensor.strides()).allMatch(step -> step == 0)) {
      return true; // one element, perhaps repeated
    }
    for (long i = 1; i < tensor.elements(); i++) {
      boolean same =
          tensor.dtype().isFloatingPoint()
              ? Double.doubleToRawLongBits(tensor.getDouble(i))
                  == Double.doubleToRawLongBits(tensor.getDouble(0))
              : tensor.getLong(i) == tensor.getLong(0);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static boolean fitsInt32(Tensor tensor) {
    for (long i = 0; i < tensor.elements(); i++) {
      if (tensor.getLong(i) != (int) tensor.getLong(i)) {
        return false;
      }
    }
    return true;
  }

  private Expr literal(Tensor tensor) {
    LaneType lane = Conversions.lane(tensor.dtype());
    return tensor.dtype().isFloatingPoint()
        ? pool.real(lane, tensor.getDouble(0))
        : pool.whole(lane, tensor.getLong(0));
  }

  LoopBody compile() {
    List<Output> left = new ArrayList<>(outputs);
    // Largest rank first, so that outputs over fewer of the loops find them there.
    left.sort((a, b) -> Integer.compare(b.sizes().length, a.sizes().length));
    while (!left.isEmpty()) {
      long[] sizes = left.getFirst().sizes();
      List<Output> group = new ArrayList<>();
      for (Output output : left) {
        if (isPrefix(output.sizes(), sizes)) {
          group.add(output);
        }
      }
      left.removeAll(group);
      nest(group, Domain.over(pool, sizes), 0);
    }
    return new LoopBody(name, pool, ImmutableList.copyOf(nests), ImmutableList.copyOf(constants));
  }

  private static boolean isPrefix(long[] some, long[] all) {
    return some.length <= all.length && Arrays.equals(some, 0, some.length, all, 0, some.length);
  }

  private void nest(List<Output> group, Domain domain, int attempt) {
    reader.exchange(new Requests());
    List<Store> stores = new ArrayList<>();
    for (Output output : group) {
      List<Affine> index = new ArrayList<>();
      int next = 0;
      for (long size : BodyReader.shape(output.value)) {
        index.add(size == 1 ? Affine.ZERO : domain.index().get(next++));
      }
      Expr value = reader.read(output.value, index);
      stores.add(
          new Store(
              output.buffer,
              LoopCompiler.linear(index, output.strides.toArray()),
              reader.conversions().encode(value, BodyReader.dtype(output.value))));
    }
    Requests wanted = reader.exchange(new Requests());
    if (attempt < ATTEMPTS) {
      for (Map.Entry<LoopVariable, Long> split : wanted.splits().entrySet()) {
        if (domain.loops().contains(split.getKey())) {
          reader.forget();
          nest(group, domain.split(pool, split.getKey(), split.getValue()), attempt + 1);
          return;
        }
      }
      for (Map.Entry<LoopVariable, Long> cut : wanted.cuts().entrySet()) {
        LoopVariable loop = cut.getKey();
        if (domain.loops().contains(loop) && everywhere(stores, loop)) {
          reader.forget();
          nest(group, domain.part(pool, loop, 0, cut.getValue()), attempt + 1);
          reader.forget();
          nest(group, domain.part(pool, loop, cut.getValue(), loop.extent()), attempt + 1);
          return;
        }
      }
    }
    nests.add(NestShaper.shape(pool, lanes, domain.loops(), stores));
  }

  /** Outputs that do not depend on a loop must not be computed once for each of its parts. */
  private static boolean everywhere(List<Store> stores, LoopVariable loop) {
    return stores.stream().allMatch(store -> store.index().loops().contains(loop));
  }
}
