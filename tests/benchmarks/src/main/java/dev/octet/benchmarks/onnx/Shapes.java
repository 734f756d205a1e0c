package dev.octet.benchmarks.onnx;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.Concat;
import dev.octet.op.Embedding;
import dev.octet.op.Flatten;
import dev.octet.op.Permute;
import dev.octet.op.Reshape;
import dev.octet.op.Transpose;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Changes of shape and order, parts, concatenations and look-ups. */
final class Shapes {
  private Shapes() {}

  static boolean write(Node node, Names names) {
    return switch (node.op()) {
      case Flatten _, Reshape _ -> reshape(node, names);
      case Permute op -> transpose(node, op.dimensions(), names);
      case Transpose op -> {
        int rank = node.operand(0).tensorType().rank();
        List<Long> order = new ArrayList<>(LongStream.range(0, rank).boxed().toList());
        Collections.swap(order, Math.floorMod(op.first(), rank), Math.floorMod(op.second(), rank));
        yield transpose(node, order, names);
      }
      case Concat op -> names.same(node, "Concat", new Attribute.Int("axis", op.dimension()));
      case Embedding op ->
          names.node(
              node,
              "Gather",
              List.of(
                  names.of(node.operand(op.weightOperand())),
                  names.of(node.operand(op.inputOperand()))));
      default -> named(node, names);
    };
  }

  private static boolean named(Node node, Names names) {
    return switch (node.op().name().base()) {
      case "unsqueeze", "squeeze", "unflatten" -> reshape(node, names);
      case "contiguous", "clone", "alias", "detach", "dropout" ->
          names.rename(node, names.of(node.operand(0)));
      case "select" -> select(node, names);
      case "slice" -> slice(node, names);
      case "index" -> index(node, names);
      case "expand" ->
          names.node(
              node,
              "Expand",
              List.of(names.of(node.operand(0)), names.out().row(sizes(node.result()))));
      default -> false;
    };
  }

  static List<Long> sizes(Value value) {
    Shape shape = value.tensorType().shape();
    return LongStream.of(shape.toArray()).boxed().toList();
  }

  private static boolean reshape(Node node, Names names) {
    return names.node(
        node, "Reshape", List.of(names.of(node.operand(0)), names.out().row(sizes(node.result()))));
  }

  private static boolean transpose(Node node, List<Long> order, Names names) {
    int rank = order.size();
    return names.node(
        node,
        "Transpose",
        List.of(names.of(node.operand(0))),
        new Attribute.Ints(
            "perm", order.stream().map(d -> Math.floorMod(d, (long) rank)).toList()));
  }

  private static long integer(Node node, String parameter, long otherwise) {
    return switch (node.op().argument(parameter)) {
      case Argument.Int(long value) -> value;
      case Argument.None _ -> otherwise;
      default -> throw new InputException("%" + node.name() + ": " + parameter + " varies");
    };
  }

  private static boolean select(Node node, Names names) {
    long dimension = integer(node, "dim", 0);
    long index = integer(node, "index", 0);
    String part = cut(node, dimension, index, index + 1, 1, names);
    return names.node(node, "Reshape", List.of(part, names.out().row(sizes(node.result()))));
  }

  /** Elements or rows at constant places, one tensor of places for each leading dimension. */
  private static boolean index(Node node, Names names) {
    List<Tensor> places = new ArrayList<>();
    for (Value place : node.operands().subList(1, node.operands().size())) {
      Optional<Tensor> constant = names.frozen().constant(place);
      if (constant.isEmpty() || place.tensorType().dtype() != DType.INT64) {
        return false;
      }
      places.add(constant.get());
    }
    boolean leading =
        node.op().argument("indices") instanceof Argument.ListOf(var elements)
            && elements.stream().noneMatch(Argument.None.class::isInstance);
    if (!leading) {
      return false;
    }
    Shape shape = places.getFirst().shape();
    for (Tensor place : places) {
      shape = Shape.broadcast(shape, place.shape());
    }
    long[] sizes = Arrays.copyOf(shape.toArray(), shape.rank() + 1);
    sizes[shape.rank()] = places.size();
    Tensor tuples = Tensor.allocate(DType.INT64, Shape.of(sizes));
    for (int i = 0; i < places.size(); i++) {
      long[] strides = broadcastStrides(places.get(i).shape(), shape);
      for (long n = 0; n < shape.elements(); n++) {
        tuples.setLong(n * places.size() + i, places.get(i).getLong(offset(n, shape, strides)));
      }
    }
    return names.node(
        node, "GatherND", List.of(names.of(node.operand(0)), names.out().constant(tuples)));
  }

  /** Steps through a row-major tensor that is read as a larger one. */
  private static long[] broadcastStrides(Shape from, Shape to) {
    long[] own = from.contiguousStrides();
    long[] strides = new long[to.rank()];
    int missing = to.rank() - from.rank();
    for (int d = 0; d < from.rank(); d++) {
      strides[missing + d] = from.size(d) == 1 ? 0 : own[d];
    }
    return strides;
  }

  private static long offset(long index, Shape shape, long[] strides) {
    long rest = index;
    long offset = 0;
    for (int d = shape.rank() - 1; d >= 0; d--) {
      offset += rest % shape.size(d) * strides[d];
      rest /= shape.size(d);
    }
    return offset;
  }

  private static boolean slice(Node node, Names names) {
    return names.rename(
        node,
        cut(
            node,
            integer(node, "dim", 0),
            integer(node, "start", 0),
            integer(node, "end", Long.MAX_VALUE),
            integer(node, "step", 1),
            names));
  }

  private static String cut(
      Node node, long dimension, long start, long end, long step, Names names) {
    return names
        .out()
        .node(
            "Slice",
            List.of(
                names.of(node.operand(0)),
                names.out().row(List.of(start)),
                // -1 as a start goes with the end of the dimension, not with index 0.
                names.out().row(List.of(start < 0 && end == 0 ? Long.MAX_VALUE : end)),
                names.out().row(List.of(dimension)),
                names.out().row(List.of(step))));
  }
}
