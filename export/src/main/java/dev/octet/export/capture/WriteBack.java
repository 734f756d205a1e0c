package dev.octet.export.capture;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.Binding;
import dev.octet.op.Op;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.OpSchema;
import dev.octet.op.Ops;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.program.FormatException;
import dev.octet.symbol.SymInt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes the base of a view anew, once the view has been written into. */
final class WriteBack {
  private final GraphBuilder builder;

  WriteBack(GraphBuilder builder) {
    this.builder = builder;
  }

  /**
   * The base with the view's new elements in their places.
   *
   * @param base its value before the write
   * @param written the view's new value
   * @param writer the node that wrote, for the message if there is no inverse
   */
  Value apply(View view, Value base, Value written, Node writer) {
    return switch (view.kind()) {
      case SAME -> written;
      case RESHAPE -> reshape(base, written);
      case PERMUTE -> permute(view, base, written, writer);
      case PART -> scatter(view, base, written, writer);
      case ONE_WAY, UNCERTAIN -> throw noInverse(view, writer);
    };
  }

  private Value reshape(Value base, Value written) {
    List<@Nullable Object> sizes = new ArrayList<>();
    for (int d = 0; d < base.tensorType().rank(); d++) {
      SymInt size = base.tensorType().size(d);
      sizes.add(size.isConstant() ? (Object) size.constant() : (Object) size(base, d, size));
    }
    return call("reshape", "default", base, args("self", written, "shape", sizes));
  }

  private Value size(Value base, int dimension, SymInt size) {
    Map<String, @Nullable Object> arguments = args("self", base, "dim", (long) dimension);
    return node(OpName.aten("sym_size", "int"), new SymbolType.Int(size), arguments);
  }

  private Value permute(View view, Value base, Value written, Node writer) {
    Op op = view.node().op();
    return switch (op.name().base()) {
      case "transpose", "swapaxes", "swapdims", "t" ->
          call(op.name().base(), op.name().overload(), base, named(op, written));
      case "mT", "numpy_T" ->
          call(op.name().base(), op.name().overload(), base, args("self", written));
      default -> {
        List<Long> dims = longs(op.argument("dims"), view, writer);
        List<@Nullable Object> inverse =
            new ArrayList<>(java.util.Collections.nCopies(dims.size(), 0L));
        for (int i = 0; i < dims.size(); i++) {
          inverse.set((int) Math.floorMod(dims.get(i), (long) dims.size()), (long) i);
        }
        yield call("permute", "default", base, args("self", written, "dims", inverse));
      }
    };
  }

  private Value scatter(View view, Value base, Value written, Node writer) {
    Node node = view.node();
    Op op = node.op();
    return switch (op.name().base()) {
      case "select" ->
          call(
              "select_scatter",
              "default",
              base,
              args(
                  "self",
                  base,
                  "src",
                  written,
                  "dim",
                  given(view, "dim"),
                  "index",
                  given(view, "index")));
      case "slice" ->
          call(
              "slice_scatter",
              "default",
              base,
              args(
                  "self",
                  base,
                  "src",
                  written,
                  "dim",
                  given(view, "dim"),
                  "start",
                  given(view, "start"),
                  "end",
                  given(view, "end"),
                  "step",
                  given(view, "step")));
      case "narrow" -> {
        if (!(op.argument("start") instanceof Argument.Int(long start))
            || !(op.argument("length") instanceof Argument.Int(long length))) {
          throw noInverse(view, writer);
        }
        yield range(base, written, given(view, "dim"), start, start + length);
      }
      case "diagonal" ->
          call(
              "diagonal_scatter",
              "default",
              base,
              args(
                  "self",
                  base,
                  "src",
                  written,
                  "offset",
                  given(view, "offset"),
                  "dim1",
                  given(view, "dim1"),
                  "dim2",
                  given(view, "dim2")));
      case "unbind" ->
          call(
              "select_scatter",
              "default",
              base,
              args(
                  "self",
                  base,
                  "src",
                  written,
                  "dim",
                  given(view, "dim"),
                  "index",
                  (long) view.result()));
      case "split", "split_with_sizes", "chunk" -> {
        if (!(op.argument("dim") instanceof Argument.Int(long dim))) {
          throw noInverse(view, writer);
        }
        int axis = (int) (dim < 0 ? dim + base.tensorType().rank() : dim);
        long start = 0;
        for (int i = 0; i < view.result(); i++) {
          start += length(node.results().get(i), axis, view, writer);
        }
        yield range(
            base,
            written,
            dim,
            start,
            start + length(node.results().get(view.result()), axis, view, writer));
      }
      default -> throw noInverse(view, writer);
    };
  }

  private static long length(Value part, int axis, View view, Node writer) {
    SymInt size = part.tensorType().size(axis);
    if (!size.isConstant()) {
      throw noInverse(view, writer);
    }
    return size.constant();
  }

  private Value range(Value base, Value written, @Nullable Object dim, long start, long end) {
    return call(
        "slice_scatter",
        "default",
        base,
        args("self", base, "src", written, "dim", dim, "start", start, "end", end, "step", 1L));
  }

  /** An argument of the view, an operand or a literal. */
  private static Object given(View view, String parameter) {
    Argument argument = view.node().op().argument(parameter);
    return argument instanceof Argument.Operand(int index)
        ? (Object) view.node().operand(index)
        : argument;
  }

  /** All arguments of the view, with another tensor in place of its base. */
  private static Map<String, @Nullable Object> named(Op op, Value first) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put(op.schema().parameters().get(0).name(), first);
    for (int i = 1; i < op.arguments().size(); i++) {
      arguments.put(op.schema().parameters().get(i).name(), op.arguments().get(i));
    }
    return arguments;
  }

  private static List<Long> longs(Argument argument, View view, Node writer) {
    List<Long> values = new ArrayList<>();
    if (argument instanceof Argument.ListOf(var elements)) {
      for (Argument element : elements) {
        if (element instanceof Argument.Int(long value)) {
          values.add(value);
        }
      }
      if (values.size() == elements.size()) {
        return values;
      }
    }
    throw noInverse(view, writer);
  }

  private static Map<String, @Nullable Object> args(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      arguments.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return arguments;
  }

  /** A call that gives a tensor of the type of {@code like}, in row-major order. */
  private Value call(
      String base, String overload, Value like, Map<String, @Nullable Object> arguments) {
    TensorType type = like.tensorType();
    return node(OpName.aten(base, overload), new TensorType(type.dtype(), type.sizes()), arguments);
  }

  private Value node(
      OpName name, dev.octet.op.ValueType type, Map<String, @Nullable Object> arguments) {
    OpSchema schema = OpCatalog.standard().get(name);
    List<Value> operands = new ArrayList<>();
    Map<String, Argument> bound = new LinkedHashMap<>();
    arguments.forEach((key, value) -> bound.put(key, argument(value, operands)));
    Op op = Ops.of(schema, Binding.bind(schema, List.of(), bound));
    return builder.node(op, operands, List.of(type)).result();
  }

  private static Argument argument(@Nullable Object value, List<Value> operands) {
    return switch (value) {
      case null -> Argument.NONE;
      case Argument literal -> literal;
      case Long number -> Argument.of(number);
      case Value operand -> {
        operands.add(operand);
        yield new Argument.Operand(operands.size() - 1);
      }
      case List<?> list -> {
        List<Argument> elements = new ArrayList<>();
        list.forEach(element -> elements.add(argument(element, operands)));
        yield new Argument.ListOf(elements);
      }
      default -> throw new IllegalArgumentException("not an argument: " + value);
    };
  }

  private static FormatException noInverse(View view, Node writer) {
    return new FormatException(
        writer
            + " writes into a view that "
            + view.node()
            + " made, and what the viewed tensor then is has no functional form here; export with"
            + " run_decompositions(), or write to the tensor itself");
  }
}
