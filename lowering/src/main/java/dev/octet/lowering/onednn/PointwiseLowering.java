package dev.octet.lowering.onednn;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.op.Activation;
import dev.octet.op.Add;
import dev.octet.op.Argument;
import dev.octet.op.Mul;
import dev.octet.op.Op;
import dev.octet.tensor.DType;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;

/**
 * Lowers functions of one number, sums and products of equal shapes, where generated code does not.
 */
final class PointwiseLowering {
  private static final int INFERENCE = 96;

  private PointwiseLowering() {}

  private record Function(Eltwise kind, double alpha, double beta) {}

  static Optional<String> lower(Node node, Emitter emitter) {
    Optional<Function> function = function(node.op());
    if (function.isPresent() && node.operands().size() == 1) {
      return eltwise(node, function.get(), emitter);
    }
    return switch (node.op()) {
      case Add op when op.isBinary() && op.alpha() == 1 -> binary(node, Binary.ADD, emitter);
      case Mul _ when node.operands().size() == 2 -> binary(node, Binary.MUL, emitter);
      default -> Optional.of("not a primitive of the library");
    };
  }

  /** Not those that limit: of a NaN the library makes a bound. */
  private static Optional<Function> function(Op op) {
    return switch (op) {
      case Activation act ->
          switch (act.kind()) {
            case SILU -> Optional.of(new Function(Eltwise.SWISH, 1, 0));
            case GELU ->
                Optional.of(
                    new Function(
                        act.isTanhApproximation() ? Eltwise.GELU_TANH : Eltwise.GELU_ERF, 0, 0));
            case HARDSWISH -> Optional.of(new Function(Eltwise.HARDSWISH, 1.0 / 6, 0.5));
            case SIGMOID -> Optional.of(new Function(Eltwise.LOGISTIC, 0, 0));
            case TANH -> Optional.of(new Function(Eltwise.TANH, 0, 0));
            case LEAKY_RELU -> Optional.of(new Function(Eltwise.RELU, act.negativeSlope(), 0));
            case MISH -> Optional.of(new Function(Eltwise.MISH, 0, 0));
            case HARDSIGMOID, ELU, SELU, CELU, SOFTPLUS -> Optional.empty();
          };
      case Mul _ when op.argument("other") instanceof Argument.Float(double factor) ->
          Optional.of(new Function(Eltwise.LINEAR, factor, 0));
      default -> Optional.empty();
    };
  }

  private static boolean isFloat(Value value) {
    DType dtype = value.tensorType().dtype();
    return (dtype == DType.FLOAT32 || dtype == DType.BFLOAT16)
        && value.tensorType().rank() > 0
        && value.tensorType().shape().elements() > 0;
  }

  private static Optional<String> eltwise(Node node, Function function, Emitter emitter) {
    if (!isFloat(node.operand(0))
        || !node.operand(0).tensorType().sameAs(node.result().tensorType())) {
      return Optional.of("a function of " + node.operand(0).tensorType());
    }
    Arena arena = emitter.arena();
    Buffer from = emitter.read(node.operand(0));
    Optional<String> declined = ReorderKernels.declines(from);
    if (declined.isPresent()) {
      return declined;
    }
    Descriptor source = ReorderKernels.describe(arena, from);
    Buffer to = emitter.write(node.result(), from.strides());
    PrimitiveDescription description =
        PrimitiveDescription.create(
                arena,
                Dnnl.ELTWISE,
                OneDnn.engine(),
                INFERENCE,
                function.kind.code,
                source.handle(),
                source.handle(),
                (float) function.alpha,
                (float) function.beta,
                new Attributes(arena).finish())
            .orElseThrow(
                () -> new dev.octet.tensor.InternalException("oneDNN has no " + function.kind));
    emitter.emit(
        new PrimitiveKernel(
            node.op().name().base(),
            description,
            List.of(new PrimitiveKernel.Binding(Operand.SRC, source, from)),
            List.of(new PrimitiveKernel.Binding(Operand.DST, source, to)),
            arena));
    return Optional.empty();
  }

  private static Optional<String> binary(Node node, Binary function, Emitter emitter) {
    Value left = node.operand(0);
    Value right = node.operand(1);
    if (!isFloat(left)
        || !isFloat(right)
        || !left.tensorType().sameAs(node.result().tensorType())
        || left.tensorType().dtype() != right.tensorType().dtype()
        || left.tensorType().rank() != right.tensorType().rank()) {
      return Optional.of("operands of different types or ranks");
    }
    Arena arena = emitter.arena();
    Buffer first = emitter.read(left);
    Buffer second = emitter.read(right);
    Optional<String> declined = ReorderKernels.declines(first, second);
    if (declined.isPresent()) {
      return declined;
    }
    Descriptor source = ReorderKernels.describe(arena, first);
    Descriptor other = ReorderKernels.describe(arena, second);
    Optional<PrimitiveDescription> found =
        PrimitiveDescription.create(
            arena,
            Dnnl.BINARY,
            OneDnn.engine(),
            function.code,
            source.handle(),
            other.handle(),
            source.handle(),
            new Attributes(arena).finish());
    if (found.isEmpty()) {
      return Optional.of("the library does not spread these shapes");
    }
    Buffer to = emitter.write(node.result(), first.strides());
    emitter.emit(
        new PrimitiveKernel(
            node.op().name().base(),
            found.get(),
            List.of(
                new PrimitiveKernel.Binding(Operand.SRC, source, first),
                new PrimitiveKernel.Binding(Operand.SRC_1, other, second)),
            List.of(new PrimitiveKernel.Binding(Operand.DST, source, to)),
            arena));
    return Optional.empty();
  }
}
