package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.tensor.DType;
import java.util.List;

/** Running sums, products and extremes along a dimension: the shape stays. */
final class ScanTypes {
  private ScanTypes() {}

  static void register(TypeRules rules) {
    rules.add(
        in ->
            List.of(
                scanned(in)
                    .withDType(
                        in.dtype("dtype")
                            .orElse(ReductionTypes.accumulatedType(in.tensor("self").dtype())))),
        "aten.cumsum.default",
        "aten.cumprod.default");
    rules.add(in -> List.of(scanned(in)), "aten.cumsum_.default", "aten.cumprod_.default");
    rules.add(
        in -> List.of(scanned(in).withDType(Promotion.floating(in, "self"))),
        "aten.logcumsumexp.default");
    rules.add(
        in -> List.<ValueType>of(scanned(in), scanned(in).withDType(DType.INT64)),
        "aten.cummax.default",
        "aten.cummin.default");
  }

  private static TensorType scanned(TypeArguments in) {
    TensorType self = in.tensor("self");
    in.dimension("dim", self.rank());
    return self.withSizes(self.sizes());
  }
}
