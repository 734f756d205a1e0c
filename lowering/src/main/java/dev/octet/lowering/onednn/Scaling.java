package dev.octet.lowering.onednn;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.fuse.Affine;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.fuse.DynamicAffine;
import dev.octet.lowering.fuse.PostOperation;
import dev.octet.lowering.fuse.Stored;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.op.Activation;
import dev.octet.op.Clamp;
import dev.octet.op.Relu;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Scales, zero points, bias and post-operations of a product.
 *
 * <p>The product's number is {@code acc · s_x · s_w[c] + bias[c]}, which is computed in a {@link
 * Unit}: scales and bias are divided by it. A summand that nobody else needs is added where it
 * lies, and the result written over it.
 */
final class Scaling {
  private final Engine engine;
  private final Contraction product;
  private final Attributes attributes;
  private final Emitter emitter;
  private final Parameters parameters;
  private final long groups;
  private final Optional<Buffer> overwritten;
  private final Unit unit;
  private float[] bias = {};

  Scaling(Engine engine, Contraction product, Attributes attributes, Emitter emitter, long groups) {
    this.engine = engine;
    this.product = product;
    this.attributes = attributes;
    this.emitter = emitter;
    this.groups = groups;
    this.parameters = new Parameters(engine, emitter);
    this.overwritten = engine == CpuEngine.INSTANCE ? expendableSummand() : Optional.empty();
    this.unit = Unit.of(product, overwritten.isPresent());
  }

  /** A summand whose buffer is looked up when all is decided. */
  private record Summand(int operand, Descriptor descriptor, Value value) {}

  private final List<Summand> pending = new ArrayList<>();

  /** Why the library has no tensors like the operands and the result; empty if it has. */
  static Optional<String> declinesTypes(Contraction product) {
    return Stream.of(
            Stream.of(product.input().value(), product.weight().value(), product.result()),
            product.summand().map(Stored::value).stream())
        .flatMap(values -> values)
        .map(value -> value.tensorType().dtype())
        .filter(dtype -> !Descriptor.supports(dtype))
        .findFirst()
        .map(dtype -> "a product with " + dtype);
  }

  /** Sets the attributes; tells why not, if the product cannot be expressed. */
  Optional<String> prepare() {
    if (product.isInt8()) {
      attributes.scales(Operand.SRC, 0);
      product.input().affine().ifPresent(this::inputScale);
      if (product.input().dynamic().isPresent()) {
        attributes.zeroPoint(Operand.SRC);
      }
      weightScales();
    }
    Optional<String> biasDeclined = makeBias();
    if (biasDeclined.isPresent()) {
      return biasDeclined;
    }
    for (PostOperation operation : Saturation.needed(product)) {
      switch (operation) {
        case PostOperation.Function function -> append(function);
        case PostOperation.Rounding(var _, Affine affine) -> round(affine);
        case PostOperation.Sum(var _, Stored other) -> append(other);
      }
    }
    product.quantization().ifPresentOrElse(this::quantize, this::leaveUnit);
    return Optional.empty();
  }

  private Optional<Buffer> expendableSummand() {
    return product
        .summand()
        .flatMap(other -> emitter.expendable(other.value(), layout(), product.result()));
  }

  private void inputScale(Affine input) {
    parameters.scales(Operand.SRC, (float) (input.scaleAsFloat() / unit.size()));
    if (input.zeroPoint() != 0) {
      attributes.zeroPoint(Operand.SRC);
      parameters.zeroPoint(Operand.SRC, (int) input.zeroPoint());
    }
  }

  /** Scale and zero point that this run computes, in the types that the library reads. */
  private void bindDynamic(DynamicAffine input, List<PrimitiveKernel.Binding> operands) {
    Shape one = Shape.of(1);
    Buffer scale = emitter.temporary(DType.FLOAT32, one, Layout.ROW_MAJOR);
    Buffer zeroPoint = emitter.temporary(DType.INT32, one, Layout.ROW_MAJOR);
    emitter.emit(
        new DynamicParametersKernel(
            emitter.read(input.scale()),
            emitter.read(input.zeroPoint()),
            unit.size(),
            scale,
            zeroPoint));
    operands.add(
        new PrimitiveKernel.Binding(
            Operand.scales(Operand.SRC),
            Descriptor.vector(emitter.arena(), DType.FLOAT32, 1),
            scale));
    operands.add(
        new PrimitiveKernel.Binding(
            Operand.zeroPoints(Operand.SRC),
            Descriptor.vector(emitter.arena(), DType.INT32, 1),
            zeroPoint));
  }

  private void weightScales() {
    Optional<Tensor> channels = product.weight().channelScales();
    if (channels.isPresent()) {
      attributes.scales(Operand.WEIGHTS, weightMask());
      parameters.scales(Operand.WEIGHTS, channels.get().toFloatArray());
    } else {
      Affine weight = product.weight().affine().orElseThrow();
      attributes.scales(Operand.WEIGHTS, 0);
      parameters.scales(Operand.WEIGHTS, weight.scaleAsFloat());
      if (weight.zeroPoint() != 0) {
        attributes.zeroPoint(Operand.WEIGHTS);
        parameters.zeroPoint(Operand.WEIGHTS, (int) weight.zeroPoint());
      }
    }
  }

  /** Output channels are the first dimension, or the first two of a grouped weight. */
  private int weightMask() {
    if (product.anchor().op() instanceof dev.octet.op.Convolution) {
      return groups > 1 ? 3 : 1;
    }
    return 1 << (product.weight().value().tensorType().rank() - 1);
  }

  private Optional<String> makeBias() {
    if (product.bias().isEmpty() && unit.shift() == 0) {
      return Optional.empty();
    }
    int channels = channels();
    float[] values = new float[channels];
    if (product.bias().isPresent()) {
      Optional<Tensor> tensor = emitter.constant(product.bias().get());
      if (tensor.isEmpty() || !Contraction.isRow(tensor.get().shape(), channels)) {
        return Optional.of("the bias is no constant row");
      }
      values = tensor.get().toFloatArray();
    }
    for (int i = 0; i < channels; i++) {
      values[i] = (float) (values[i] / unit.size() + unit.shift());
    }
    bias = values;
    return Optional.empty();
  }

  private int channels() {
    Shape shape = product.result().tensorType().shape();
    return Math.toIntExact(
        product.anchor().op() instanceof dev.octet.op.Convolution
                || product.anchor().op() instanceof dev.octet.op.TransposedConvolution
            ? shape.size(1)
            : shape.size(-1));
  }

  private void append(Stored other) {
    if (overwritten.isPresent()) {
      attributes.sum(unit.factor(), other.dtype());
    } else {
      appendTensor(other);
    }
    if (unit.shiftBehind() != 0) {
      attributes.eltwise(Eltwise.LINEAR, 1, unit.shiftBehind());
    }
  }

  private void appendTensor(Stored other) {
    Shape shape = other.value().tensorType().shape();
    Shape seen = isMatrix() ? ProductLowering.matrix(shape) : shape;
    Descriptor descriptor =
        Descriptor.strided(emitter.arena(), other.dtype(), seen, layout().strides(seen).toArray());
    int operand = attributes.binary(Binary.ADD, descriptor);
    pending.add(new Summand(operand, descriptor, other.value()));
  }

  /** True if the library is given all but the last dimension as one. */
  private boolean isMatrix() {
    return layout() == Layout.ROW_MAJOR && ProductLowering.hasConstantMatrix(product);
  }

  private Layout layout() {
    return product.anchor().op() instanceof dev.octet.op.Convolution
            || product.anchor().op() instanceof dev.octet.op.TransposedConvolution
        ? Layout.CHANNELS_LAST
        : Layout.ROW_MAJOR;
  }

  private void append(PostOperation.Function function) {
    switch (function.node().op()) {
      case Relu _ -> attributes.eltwise(Eltwise.RELU, 0, 0);
      case Clamp op ->
          attributes.eltwise(
              Eltwise.CLIP,
              op.min().orElse(Double.NEGATIVE_INFINITY) / unit.size(),
              op.max().orElse(Double.POSITIVE_INFINITY) / unit.size());
      case Activation op -> {
        switch (op.kind()) {
          case SILU -> attributes.eltwise(Eltwise.SWISH, 1, 0);
          case GELU ->
              attributes.eltwise(
                  op.isTanhApproximation() ? Eltwise.GELU_TANH : Eltwise.GELU_ERF, 0, 0);
          case HARDSWISH -> attributes.eltwise(Eltwise.HARDSWISH, 1.0 / 6, 0.5);
          case SIGMOID -> attributes.eltwise(Eltwise.LOGISTIC, 0, 0);
          case TANH -> attributes.eltwise(Eltwise.TANH, 0, 0);
          case LEAKY_RELU -> attributes.eltwise(Eltwise.RELU, op.negativeSlope(), 0);
          default -> throw new IllegalStateException(function.node() + " is no post-operation");
        }
      }
      default -> throw new IllegalStateException(function.node() + " is no post-operation");
    }
  }

  /** The operators' own arithmetic: times the inverse, to even, clamped, times the scale. */
  private void round(Affine affine) {
    attributes.eltwise(Eltwise.LINEAR, 1 / affine.scaleAsFloat(), 0);
    attributes.eltwise(Eltwise.ROUND, 0, 0);
    attributes.eltwise(
        Eltwise.CLIP,
        (double) affine.min() - affine.zeroPoint(),
        (double) affine.max() - affine.zeroPoint());
    attributes.eltwise(Eltwise.LINEAR, affine.scaleAsFloat(), 0);
  }

  private void quantize(Affine result) {
    double step = result.scaleAsFloat() / unit.size();
    if (!result.isFullRange()) {
      attributes.eltwise(
          Eltwise.CLIP,
          (result.min() - result.zeroPoint()) * step,
          (result.max() - result.zeroPoint()) * step);
    }
    if (step != 1) {
      attributes.scales(Operand.DST, 0);
      parameters.scales(Operand.DST, (float) step);
    }
    if (result.zeroPoint() != 0) {
      attributes.zeroPoint(Operand.DST);
      parameters.zeroPoint(Operand.DST, (int) result.zeroPoint());
    }
  }

  /** A floating-point result is in units of 1. */
  private void leaveUnit() {
    if (unit.size() != 1) {
      attributes.eltwise(Eltwise.LINEAR, unit.size(), 0);
    }
  }

  boolean hasBias() {
    return bias.length > 0;
  }

  /** The destination, written over the summand if that can be. */
  PrimitiveKernel.Binding destination(Descriptor descriptor, ImmutableLongArray strides) {
    overwritten.ifPresent(buffer -> emitter.alias(product.result(), buffer));
    return new PrimitiveKernel.Binding(
        Operand.DST,
        descriptor,
        overwritten.orElseGet(() -> emitter.write(product.result(), strides)));
  }

  /** All operands that are read, but source and weights. */
  List<PrimitiveKernel.Binding> operands(Descriptor biasDescriptor, Descriptor destination) {
    List<PrimitiveKernel.Binding> operands = new ArrayList<>();
    overwritten.ifPresent(
        buffer -> operands.add(new PrimitiveKernel.Binding(Operand.DST, destination, buffer)));
    for (Summand summand : pending) {
      Buffer buffer = engine.read(emitter, summand.value, layout());
      operands.add(new PrimitiveKernel.Binding(summand.operand, summand.descriptor, buffer));
    }
    if (hasBias()) {
      Buffer buffer =
          emitter.constant(
              engine.resident(
                  emitter.arena().allocateFrom(java.lang.foreign.ValueLayout.JAVA_FLOAT, bias),
                  emitter.arena()),
              DType.FLOAT32,
              Shape.of(bias.length));
      operands.add(new PrimitiveKernel.Binding(Operand.BIAS, biasDescriptor, buffer));
    }
    operands.addAll(parameters.bindings());
    product.input().dynamic().ifPresent(input -> bindDynamic(input, operands));
    return operands;
  }
}
