package dev.octet.lowering.codegen.reader;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.opencl.NamedFunction;
import dev.octet.tensor.DType;
import java.util.function.BiFunction;

/** The functions of floats that texts call by name, as {@link Functions} makes them. */
public final class FloatFunctions {
  public static final ImmutableList<NamedFunction> NAMED =
      ImmutableList.of(
          of("gelu", "x times the normal distribution.", "value", Functions::gelu),
          of("gelu_by_tanh", "gelu() by way of tanh.", "value", Functions::geluTanh),
          of("error_function", "The error function.", "error", Functions::erf),
          of("hyperbolic_tangent", "The hyperbolic tangent.", "tangent", Functions::tanh),
          of("soft_plus", "log(1 + e^x) without overflow.", "value", Functions::softplus),
          of("sigmoid", "1 / (1 + e^-x).", "gate", Functions::sigmoid),
          of("exponential_minus_1", "e^x - 1, exact near 0.", "power", Functions::expm1),
          of("logarithm", "The natural logarithm.", "logarithm_of", Functions::log),
          of("exponential", "e^x.", "power", Functions::exp),
          of(
              "exponential_of_negative",
              "e^x of numbers up to 0; 0 where it leaves the normal range.",
              "power",
              Functions::expOfNegative),
          new NamedFunction(
              "round_to_bfloat16",
              "",
              "rounded",
              (pool, x) -> new Conversions(pool).round(x, DType.BFLOAT16)));

  private FloatFunctions() {}

  private static NamedFunction of(
      String name, String comment, String variable, BiFunction<Functions, Expr, Expr> make) {
    return new NamedFunction(
        name, comment, variable, (pool, x) -> make.apply(new Functions(pool), x));
  }
}
