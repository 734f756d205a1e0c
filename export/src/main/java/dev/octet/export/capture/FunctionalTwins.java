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
  /** These change how a tensor looks into its memory, not the memory. */
  private static final Set<String> RESHAPING =
      Set.of(
          "t_",
          "transpose_",
          "swapaxes_",
          "swapdims_",
          "squeeze_",
          "unsqueeze_",
          "resize_",
          "resize_as_",
          "set_",
          "as_strided_");

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

  private static boolean endsInPlace(String base) {
    return base.endsWith("_") && !base.endsWith("__");
  }

  /**
   * The operator that computes what the node stores. One that the catalogue lacks becomes unknown
   * under the name PyTorch gives it.
   *
   * @throws FormatException if the operator writes elsewhere than into its first operand, or
   *     changes strides
   */
  static Op of(Node node) {
    Op op = node.op();
    OpName name = op.name();
    List<Parameter> parameters = op.schema().parameters();
    if (!endsInPlace(name.base())
        || RESHAPING.contains(name.base())
        || parameters.isEmpty()
        || !op.arguments().get(0).equals(new Argument.Operand(0))
        || node.results().size() != 1
        || parameters.stream().skip(1).anyMatch(Parameter::mutated)) {
      throw new FormatException(
          node
              + " writes into its arguments in a way that has no functional form here; export with"
              + " run_decompositions(), which removes it");
    }
    OpName functional =
        new OpName(
            name.namespace(), name.base().substring(0, name.base().length() - 1), name.overload());
    List<String> names = parameters.stream().map(Parameter::name).toList();
    Optional<OpSchema> known = OpCatalog.standard().find(functional);
    if (known.isPresent() && names(known.get()).equals(names.subList(1, names.size()))) {
      return Ops.of(known.get(), op.arguments());
    }
    return Ops.of(OpSchema.unknown(functional, names), op.arguments());
  }
}
