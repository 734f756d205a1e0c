package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/**
 * Dropout as inference sees it: nothing is dropped. Training needs random numbers, which the
 * reference evaluator does not have.
 */
final class DropoutKernels {
  private DropoutKernels() {}

  static void register(Kernels kernels) {
    for (String name :
        new String[] {"dropout", "alpha_dropout", "feature_dropout", "feature_alpha_dropout"}) {
      kernels.add(in -> unchanged(in, "input"), "aten." + name + ".default");
      kernels.add(in -> unchanged(in, "self"), "aten." + name + "_.default");
    }
    kernels.add(DropoutKernels::nativeDropout, "aten.native_dropout.default");
  }

  private static Tensor unchanged(KernelArguments in, String parameter) {
    requireEvaluation(in, in.bool("train"));
    return ConversionKernels.converted(in, in.tensor(parameter));
  }

  /** The tensor, and a mask that keeps everything. */
  private static List<Tensor> nativeDropout(KernelArguments in) {
    requireEvaluation(in, in.isNone("train") || in.bool("train"));
    Tensor mask = in.allocateResult(1);
    mask.segment().fill((byte) 1);
    return List.of(ConversionKernels.converted(in, in.tensor("input")), mask);
  }

  private static void requireEvaluation(KernelArguments in, boolean train) {
    if (train && in.real("p") != 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "dropout with train=true and p=%s draws random numbers, which is not supported; export the model in evaluation mode (model.eval())",
              in.real("p")));
    }
  }
}
