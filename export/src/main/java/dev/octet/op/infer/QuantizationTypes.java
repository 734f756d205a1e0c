package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The operators of {@code quantized_decomposed}, and ATen's fake quantization. */
final class QuantizationTypes {
  private static final String NAMESPACE = "quantized_decomposed.";
  private static final Set<DType> WIDENED = Set.of(DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16);

  private QuantizationTypes() {}

  static void register(TypeRules rules) {
    rules.add(
        QuantizationTypes::quantizedPerTensor,
        NAMESPACE + "quantize_per_tensor.default",
        NAMESPACE + "quantize_per_tensor.tensor",
        NAMESPACE + "quantize_per_tensor.tensor2");
    rules.add(
        in -> dequantized(in, "out_dtype"),
        NAMESPACE + "dequantize_per_tensor.default",
        NAMESPACE + "dequantize_per_tensor.tensor",
        NAMESPACE + "dequantize_per_tensor.tensor2");
    rules.add(
        in -> {
          perChannel(in);
          requireFloat(in, WIDENED);
          return quantized(in);
        },
        NAMESPACE + "quantize_per_channel.default");
    rules.add(
        in -> {
          perChannel(in);
          return dequantized(in, "out_dtype");
        },
        NAMESPACE + "dequantize_per_channel.default");
    rules.add(
        in -> {
          grouped(in);
          return quantized(in);
        },
        NAMESPACE + "quantize_per_channel_group.default");
    rules.add(
        in -> {
          grouped(in);
          return dequantizedTo(in);
        },
        NAMESPACE + "dequantize_per_channel_group.default");
    rules.add(QuantizationTypes::quantized, NAMESPACE + "quantize_per_token.default");
    rules.add(QuantizationTypes::dequantizedTo, NAMESPACE + "dequantize_per_token.default");
    rules.add(QuantizationTypes::fakeQuantized, NAMESPACE + "fake_quant_per_channel.default");
    rules.add(
        in -> List.of(in.tensor("input").withDType(in.dtype("dtype").orElseThrow())),
        NAMESPACE + "convert_element_type.no_fuse");
    rules.add(in -> List.of(in.tensor("input")), "octet.observe.default");
    rules.add(
        QuantizationTypes::chosen,
        NAMESPACE + "choose_qparams.tensor",
        NAMESPACE + "choose_qparams_symmetric.tensor");
    rules.add(
        in -> List.of(in.tensor("self").withDType(in.tensor("self").dtype())),
        "aten.fake_quantize_per_tensor_affine.default",
        "aten.fake_quantize_per_tensor_affine.tensor_qparams",
        "aten.fake_quantize_per_channel_affine.default");
    rules.add(
        in ->
            List.of(
                in.tensor("self").withDType(in.tensor("self").dtype()),
                in.tensor("self").withDType(DType.BOOL)),
        "aten.fake_quantize_per_tensor_affine_cachemask.default",
        "aten.fake_quantize_per_channel_affine_cachemask.default");
    rules.add(QuantizationTypes::chosenPerToken, NAMESPACE + "choose_qparams_per_token.default");
    rules.add(
        in -> List.of(perToken(in).withDType(DType.FLOAT64), perToken(in).withDType(DType.INT64)),
        NAMESPACE + "choose_qparams_per_token_asymmetric.default",
        NAMESPACE + "_choose_qparams_per_token_asymmetric_impl.default");
  }

  private static DType target(TypeArguments in) {
    DType dtype = in.dtype("dtype").orElseThrow();
    if (!dtype.isInteger() || dtype == DType.INT64) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: dtype %s, expected s8, u8, s16 or s32", in.op().name(), dtype));
    }
    return dtype;
  }

  /** The type to quantize to, with the range checked against it where the range is a literal. */
  private static List<ValueType> quantized(TypeArguments in) {
    DType dtype = target(in);
    if (!in.isTensor("quant_min")
        && (in.integer("quant_min") < dtype.minValue()
            || in.integer("quant_max") > dtype.maxValue())) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the range %d to %d does not fit into %s",
              in.op().name(),
              in.integer("quant_min"),
              in.integer("quant_max"),
              dtype));
    }
    return List.of(in.tensor("input").withDType(dtype));
  }

  private static List<ValueType> quantizedPerTensor(TypeArguments in) {
    requireFloat(in, WIDENED);
    if (in.isTensor("scale")) {
      requireOne(in, "scale");
      requireOne(in, "zero_point");
    }
    return quantized(in);
  }

  private static void requireFloat(TypeArguments in, Set<DType> types) {
    if (!types.contains(in.tensor("input").dtype())) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: input is %s, expected one of %s",
              in.op().name(),
              in.tensor("input"),
              types.stream().sorted().toList()));
    }
  }

  private static void requireOne(TypeArguments in, String parameter) {
    SymInt elements = Sizes.product(in.tensor(parameter).sizes());
    if (elements.isConstant() && elements.constant() != 1) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: '%s' is %s, expected one element",
              in.op().name(),
              parameter,
              in.tensor(parameter)));
    }
  }

  private static List<ValueType> dequantized(TypeArguments in, String out) {
    target(in);
    TensorType input = in.tensor("input");
    DType declared = in.dtype("dtype").orElseThrow();
    if (input.dtype() != declared) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: input is %s, dtype says %s", in.op().name(), input, declared));
    }
    return List.of(input.withDType(in.dtype(out).orElse(DType.FLOAT32)));
  }

  /** The operators whose {@code dtype} is not compared with the input. */
  private static List<ValueType> dequantizedTo(TypeArguments in) {
    return List.of(in.tensor("input").withDType(in.dtype("output_dtype").orElseThrow()));
  }

  private static void perChannel(TypeArguments in) {
    TensorType input = in.tensor("input");
    Sizes.requireRank(in, "input", input, 1);
    SymInt channels = input.size(in.dimension("axis", input.rank()));
    Sizes.requireEqual(in, "scales", in.tensor("scales").sizes(), List.of(channels));
    if (!in.isNone("zero_points")) {
      Sizes.requireEqual(in, "zero_points", in.tensor("zero_points").sizes(), List.of(channels));
    }
  }

  private static void grouped(TypeArguments in) {
    TensorType input = in.tensor("input");
    TensorType scales = in.tensor("scales");
    long size = in.integer("group_size");
    boolean columns = input.rank() == 2 && scales.rank() > 0 && input.size(1).isConstant();
    // One group may be asked for that is longer than a row.
    boolean single =
        columns && scales.size(-1).equals(SymInt.ONE) && size > input.size(1).constant();
    if (input.rank() != 2
        || size <= 1
        || (columns && !single && input.size(1).constant() % size != 0)) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: groups of %d in %s; expected a matrix with a multiple of it as columns",
              in.op().name(),
              size,
              input));
    }
  }

  private static List<ValueType> fakeQuantized(TypeArguments in) {
    requireFloat(in, Set.of(DType.FLOAT32));
    perChannel(in);
    return List.of(in.tensor("input").withDType(DType.FLOAT32));
  }

  private static List<ValueType> chosen(TypeArguments in) {
    requireFloat(in, WIDENED);
    target(in);
    long min = in.integer("quant_min");
    long max = in.integer("quant_max");
    if (min > 0 || max < 0 || min >= max) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the range %d to %d, expected one that holds 0",
              in.op().name(),
              min,
              max));
    }
    return List.of(TensorType.of(DType.FLOAT64, 1), TensorType.of(DType.INT64, 1));
  }

  private static TensorType perToken(TypeArguments in) {
    TensorType input = in.tensor("input");
    Sizes.requireRank(in, "input", input, 1);
    return input.withSizes(Sizes.with(input.sizes(), input.rank() - 1, SymInt.ONE));
  }

  /**
   * The scale has the type of the input, float16 widened, as the running operator gives it; its
   * declaration for tracing differs.
   */
  private static List<ValueType> chosenPerToken(TypeArguments in) {
    if (in.dtype("dtype").orElseThrow() != DType.INT8) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: dtype %s, expected s8",
              in.op().name(),
              in.dtype("dtype").orElseThrow()));
    }
    TensorType tokens = perToken(in);
    TensorType scales =
        tokens.withDType(tokens.dtype() == DType.FLOAT16 ? DType.FLOAT32 : tokens.dtype());
    return List.of(scales, scales);
  }
}
