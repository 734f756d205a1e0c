package dev.octet.lowering.opencl.template;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.fuse.Affine;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.opencl.step.StepMaker;
import dev.octet.op.MatMul;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers a convolution, linear layer or product with a constant matrix to one kernel. */
public final class ProductLowering {
  private static final int LARGEST_WEIGHT = 128;

  private final Contraction product;
  private final Emitter emitter;
  private final StepMaker steps;
  private final Tiling tiling;
  private final Constants constants;

  public ProductLowering(Contraction product, Emitter emitter, StepMaker steps, Tiling tiling) {
    this.product = product;
    this.emitter = emitter;
    this.steps = steps;
    this.tiling = tiling;
    this.constants = new Constants(emitter, steps.context());
  }

  /** Why it cannot; nothing was emitted then. */
  public Optional<String> lower() {
    if (product.weight().tensor().isEmpty() || isBatch(product)) {
      return new BatchedLowering(product, emitter, steps).lower();
    }
    Optional<String> declined = declines();
    if (declined.isPresent()) {
      return declined;
    }
    Geometry geometry = Geometry.of(product);
    Form form = form(geometry);
    Epilogue epilogue = Epilogue.of(product, steps.features());
    Signature signature = new Signature();
    Layout layout = layout();
    Buffer input = emitter.read(product.input().value(), layout);
    signature.input(Numbers.of(input.dtype()).type(), "input", input);
    List<Buffer> reads = new ArrayList<>(List.of(input));
    parameters(signature, reads);
    form.parameters(signature, constants);
    epilogue.read(emitter, layout, signature, reads);
    geometry(signature, geometry);
    Buffer output = emitter.write(product.result(), layout);
    signature.output(epilogue.source().type(), "output", output);
    boolean dynamic = product.input().dynamic().isPresent();
    Result result = new Result(epilogue, product.isInt8(), dynamic, product.bias().isPresent());
    emitter.emit(
        steps.step(
            product.label(),
            form.implementation(),
            form.source(signature, result),
            "product",
            signature.arguments(),
            form.global(),
            form.local(),
            ImmutableList.copyOf(reads),
            ImmutableList.of(output),
            emitter.arena()));
    return Optional.empty();
  }

  /** True if the second factor is no single matrix. */
  private static boolean isBatch(Contraction product) {
    return product.anchor().op() instanceof MatMul
        && product.weight().value().tensorType().rank() != 2;
  }

  private Form form(Geometry geometry) {
    long largest = product.isInt8() ? largestActivation() * LARGEST_WEIGHT : 0;
    if (DepthwiseForm.takes(geometry, product.isInt8())) {
      return new DepthwiseForm(product, geometry);
    }
    return tiling.inLocalMemory()
        ? new LocalForm(product, geometry, tiling.local())
        : new RegisterForm(product, geometry, tiling.registers(), largest);
  }

  private Optional<String> declines() {
    Shape input = product.input().value().tensorType().shape();
    Shape result = product.result().tensorType().shape();
    Shape weight = product.weight().tensor().orElseThrow().shape();
    boolean convolution = Geometry.isConvolution(product);
    if (convolution && (weight.rank() != input.rank() || weight.rank() > 5)) {
      return Optional.of("an input without batch dimension");
    }
    if (!convolution && (weight.rank() != 2 || input.rank() < 1)) {
      return Optional.of("the weight is no matrix");
    }
    if (input.elements() == 0 || result.elements() == 0) {
      return Optional.of("an empty product");
    }
    if (input.elements() > Integer.MAX_VALUE || result.elements() > Integer.MAX_VALUE) {
      return Optional.of("more than 2^31 elements");
    }
    if (!Numbers.has(product.input().dtype())
        || !Numbers.has(product.result().tensorType().dtype())) {
      return Optional.of(
          "a product of "
              + product.input().dtype()
              + " that gives "
              + product.result().tensorType().dtype());
    }
    if (product.bias().isPresent()) {
      long channels = result.size(convolution ? 1 : -1);
      Optional<Tensor> bias = emitter.constant(product.bias().get());
      if (bias.isEmpty() || !Contraction.isRow(bias.get().shape(), channels)) {
        return Optional.of("the bias is no constant row");
      }
    }
    return Epilogue.declines(product, steps.features());
  }

  private Layout layout() {
    return Geometry.isConvolution(product) ? Layout.CHANNELS_LAST : Layout.ROW_MAJOR;
  }

  /** The largest integer by its amount. */
  private long largestActivation() {
    DType dtype = product.input().dtype();
    return Math.max(-dtype.minValue(), dtype.maxValue());
  }

  private void parameters(Signature signature, List<Buffer> reads) {
    if (product.isInt8()) {
      signature.constant("float", "scales", constants.floats(scales()));
    }
    product
        .bias()
        .flatMap(emitter::constant)
        .ifPresent(
            bias -> signature.constant("float", "bias", constants.floats(bias.toFloatArray())));
    product.input().affine().ifPresent(a -> signature.number("zero", (int) a.zeroPoint()));
    product
        .input()
        .dynamic()
        .ifPresent(affine -> {
          scalar(signature, "step_size", emitter.read(affine.scale()), reads);
          scalar(signature, "zero_point", emitter.read(affine.zeroPoint()), reads);
        });
  }

  private static void scalar(Signature signature, String name, Buffer buffer, List<Buffer> reads) {
    String type =
        switch (buffer.dtype()) {
          case FLOAT32 -> "float";
          case FLOAT64 -> "double";
          case INT64 -> "long";
          case INT32 -> "int";
          default -> throw new IllegalStateException("a scale of " + buffer.dtype());
        };
    signature.input(type, name, buffer);
    reads.add(buffer);
  }

  /** What one unit of the sum stands for, for each output channel. */
  private float[] scales() {
    int channels = Geometry.of(product).allChannels();
    float input = product.input().affine().map(Affine::scaleAsFloat).orElse(1f);
    float[] scales = new float[channels];
    Optional<Tensor> each = product.weight().channelScales();
    float[] given = each.isPresent() ? each.get().toFloatArray() : new float[0];
    for (int i = 0; i < channels; i++) {
      scales[i] =
          input
              * (each.isPresent()
                  ? given[i]
                  : product.weight().affine().orElseThrow().scaleAsFloat());
    }
    return scales;
  }

  private void geometry(Signature signature, Geometry geometry) {
    signature.number("positions", Math.toIntExact(geometry.positions()));
    signature.number("all_depth", geometry.allDepth());
    if (!geometry.isDepthwise()) {
      signature.number("depth", geometry.depth());
      signature.number("channels", geometry.channels());
      signature.number("all_channels", geometry.allChannels());
      signature.number("taps", geometry.taps());
    }
    if (!geometry.isPointwise()) {
      WindowText.parameters(signature, geometry);
    }
  }
}
