package dev.octet.export.capture;

import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Node;
import dev.octet.op.Argument;
import dev.octet.op.Op;
import dev.octet.op.TensorType;
import java.util.Optional;

/** Which operators give views of their first operand, and of what kind. */
final class Views {
  private static final ImmutableMap<String, View.Kind> KINDS =
      ImmutableMap.<String, View.Kind>builder()
          .put("alias", View.Kind.SAME)
          .put("detach", View.Kind.SAME)
          .put("detach_", View.Kind.SAME)
          .put("lift_fresh", View.Kind.SAME)
          .put("view_as", View.Kind.RESHAPE)
          .put("_unsafe_view", View.Kind.RESHAPE)
          .put("unflatten", View.Kind.RESHAPE)
          .put("squeeze", View.Kind.RESHAPE)
          .put("unsqueeze", View.Kind.RESHAPE)
          .put("transpose", View.Kind.PERMUTE)
          .put("swapaxes", View.Kind.PERMUTE)
          .put("swapdims", View.Kind.PERMUTE)
          .put("t", View.Kind.PERMUTE)
          .put("numpy_T", View.Kind.PERMUTE)
          .put("mT", View.Kind.PERMUTE)
          .put("permute", View.Kind.PERMUTE)
          .put("movedim", View.Kind.ONE_WAY)
          .put("moveaxis", View.Kind.ONE_WAY)
          .put("select", View.Kind.PART)
          .put("slice", View.Kind.PART)
          .put("narrow", View.Kind.PART)
          .put("diagonal", View.Kind.PART)
          .put("split", View.Kind.PART)
          .put("split_with_sizes", View.Kind.PART)
          .put("chunk", View.Kind.PART)
          .put("tensor_split", View.Kind.ONE_WAY)
          .put("hsplit", View.Kind.ONE_WAY)
          .put("vsplit", View.Kind.ONE_WAY)
          .put("dsplit", View.Kind.ONE_WAY)
          .put("unbind", View.Kind.PART)
          .put("expand", View.Kind.ONE_WAY)
          .put("expand_as", View.Kind.ONE_WAY)
          .put("broadcast_to", View.Kind.ONE_WAY)
          .put("unfold", View.Kind.ONE_WAY)
          .put("as_strided", View.Kind.ONE_WAY)
          .put("real", View.Kind.ONE_WAY)
          .put("imag", View.Kind.ONE_WAY)
          .buildOrThrow();

  private Views() {}

  /** The view that a result is; empty if it has memory of its own. */
  static Optional<View> of(Node node, int result) {
    if (node.operands().isEmpty()
        || !node.op().name().namespace().equals("aten")
        || !(node.operand(0).type() instanceof TensorType base)) {
      return Optional.empty();
    }
    View.Kind fixed = KINDS.get(node.op().name().base());
    if (fixed != null) {
      return Optional.of(new View(node, result, fixed));
    }
    Op op = node.op();
    boolean rowMajor = base.strides().isEmpty();
    return switch (op.name().base()) {
      case "view" ->
          Optional.of(
              new View(
                  node,
                  result,
                  op.name().overload().equals("dtype") ? View.Kind.ONE_WAY : View.Kind.RESHAPE));
      case "reshape", "reshape_as", "flatten", "ravel" ->
          Optional.of(new View(node, result, rowMajor ? View.Kind.RESHAPE : View.Kind.UNCERTAIN));
      case "contiguous" ->
          Optional.of(
              new View(node, result, rowMajor && plain(op) ? View.Kind.SAME : View.Kind.UNCERTAIN));
      case "to", "type_as" -> converted(node, result, base);
      case "dropout", "feature_dropout", "alpha_dropout", "feature_alpha_dropout" ->
          op.argument("train").equals(Argument.of(false))
                  || op.argument("p").equals(Argument.of(0.0))
              ? Optional.of(new View(node, result, View.Kind.SAME))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** The default format of contiguous is row-major. */
  private static boolean plain(Op op) {
    return op.argument("memory_format") instanceof Argument.Format(var format)
        && format == dev.octet.op.MemoryFormat.CONTIGUOUS;
  }

  /**
   * A conversion to the type that the tensor has already returns the tensor itself, unless a copy
   * is asked for.
   */
  private static Optional<View> converted(Node node, int result, TensorType base) {
    boolean same =
        node.results().get(result).type() instanceof TensorType type
            && type.dtype() == base.dtype();
    boolean copy = node.op().argument("copy").equals(Argument.of(true));
    return same && !copy ? Optional.of(new View(node, result, View.Kind.SAME)) : Optional.empty();
  }
}
