package dev.octet.export.capture;

import dev.octet.graph.Node;
import dev.octet.op.Argument;
import dev.octet.op.Op;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.OpSchema;
import dev.octet.op.Ops;
import dev.octet.op.Parameter;
import dev.octet.program.FormatException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * In-place operators and the operators that compute the same without writing: {@code relu_} and
 * {@code relu}.
 */
final class FunctionalTwins {
  /** These give their operand other sizes and strides, and the memory stays as it is. */
  private static final Set<String> TURNING =
      Set.of("t_", "transpose_", "swapaxes_", "swapdims_", "squeeze_", "unsqueeze_");

  /** These give their operand other memory, or other places in it. */
  private static final Set<String> MOVING = Set.of("resize_", "resize_as_", "set_", "as_strided_");

  private static final OpName TRANSPOSE = OpName.aten("transpose_", "default");

  private FunctionalTwins() {}

  /** True if the operator writes into its first operand. {@code detach_} writes nothing. */
  static boolean isInPlace(Op op) {
    OpName name = op.name();
    boolean marked =
        op.schema().known()
            ? op.schema().isInPlace()
            : name.namespace().equals("aten") && endsInPlace(name.base());
    return marked && !isDetach(op);
  }

  /** True for {@code detach_}, which has the name and the schema of a write and is none. */
  static boolean isDetach(Op op) {
    return op.name().base().equals("detach_");
  }

  /**
   * True if the operator writes nothing, but changes how its operand looks into its memory: what it
   * gives is a view, as long as nobody reads the operand afterwards.
   */
  static boolean isTurning(Op op) {
    return op.name().namespace().equals("aten") && TURNING.contains(op.name().base());
  }

  /** Names of the parameters behind the first, which is now {@code self}, now {@code input}. */
  private static List<String> names(OpSchema schema) {
    return schema.parameters().stream().skip(1).map(Parameter::name).toList();
  }

  /** The operator that returns its operand as it is. */
  static Op alias() {
    return Ops.of(
        OpCatalog.standard().get(OpName.aten("alias", "default")),
        List.of(new Argument.Operand(0)));
  }

  /** For an operator that changes its arguments in a way that no other operator gives. */
  static FormatException refused(Node node) {
    return new FormatException(
        node
            + " writes into its arguments in a way that has no functional form here; export with"
            + " run_decompositions(), which removes it");
  }

  private static OpName functional(OpName name) {
    String base = name.base().substring(0, name.base().length() - 1);
    // Of all these pairs only this one has different overloads.
    return name.equals(TRANSPOSE)
        ? OpName.aten("transpose", "int")
        : new OpName(name.namespace(), base, name.overload());
  }

  private static boolean endsInPlace(String base) {
    return base.endsWith("_") && !base.endsWith("__");
  }

  /**
   * The operator that computes what the node stores. One that the catalogue lacks becomes unknown
   * under the name PyTorch gives it.
   *
   * @throws FormatException if the operator writes elsewhere than into its first operand, or gives
   *     that other memory
   */
  static Op of(Node node) {
    Op op = node.op();
    OpName name = op.name();
    List<Parameter> parameters = op.schema().parameters();
    if (!endsInPlace(name.base())
        || MOVING.contains(name.base())
        || parameters.isEmpty()
        || !op.arguments().get(0).equals(new Argument.Operand(0))
        || node.results().size() != 1
        || parameters.stream().skip(1).anyMatch(Parameter::mutated)) {
      throw refused(node);
    }
    OpName functional = functional(name);
    List<String> names = parameters.stream().map(Parameter::name).toList();
    Optional<OpSchema> known = OpCatalog.standard().find(functional);
    if (known.isPresent() && names(known.get()).equals(names.subList(1, names.size()))) {
      return Ops.of(known.get(), op.arguments());
    }
    return Ops.of(OpSchema.unknown(functional, names), op.arguments());
  }
}
