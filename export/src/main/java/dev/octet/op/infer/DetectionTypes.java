package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;

/** The operators of torchvision that detection networks need. */
final class DetectionTypes {
  private DetectionTypes() {}

  static void register(TypeRules rules) {
    rules.add(DetectionTypes::suppressed, "torchvision.nms.default");
    rules.add(DetectionTypes::aligned, "torchvision.roi_align.default");
  }

  private static List<ValueType> suppressed(TypeArguments in) {
    TensorType boxes = in.tensor("dets");
    TensorType scores = in.tensor("scores");
    if (boxes.rank() != 2 || scores.rank() != 1) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: boxes and scores are %s and %s, expected a matrix of 4 columns and a vector",
              in.op().name(),
              boxes,
              scores));
    }
    Sizes.requireEqual(in, "the boxes", boxes.sizes(), List.of(scores.size(0), SymInt.of(4)));
    return List.of(new TensorType(DType.INT64, List.of(DataDependent.integer(in))));
  }

  private static List<ValueType> aligned(TypeArguments in) {
    TensorType input = in.tensor("input");
    TensorType regions = in.tensor("rois");
    if (input.rank() != 4 || regions.rank() != 2 || input.dtype() != regions.dtype()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: input and regions are %s and %s, expected 4 and 2 dimensions of one type",
              in.op().name(),
              input,
              regions));
    }
    Sizes.requireEqual(in, "the regions", List.of(regions.size(1)), List.of(SymInt.of(5)));
    return List.of(
        input.withSizes(
            List.of(
                regions.size(0),
                input.size(1),
                in.symInt("pooled_height"),
                in.symInt("pooled_width"))));
  }
}
