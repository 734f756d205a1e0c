package dev.octet.reliability;

import dev.octet.export.Export;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Functional;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.x86.X86InductorQuantizer;
import dev.octet.quantizer.x86.X86Preset;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/** A residual network of a few thousand weights. */
final class SmallModel extends Module {
  private static final long SEED = 5;

  final Conv2d stem = add("stem", new Conv2d(3, 16, 3).padding(1));
  final Conv2d block = add("block", new Conv2d(16, 16, 3).padding(1));
  final Linear head = add("head", new Linear(16, 10));

  private SmallModel() {}

  @Override
  protected Variable forward(Variable x) {
    Variable y = Functional.relu(stem.call(x));
    Variable z = Functional.relu(block.call(y).add(y));
    return head.call(z.mean(2, 3));
  }

  static ExportedProgram quantized() {
    return quantized(new SmallModel(), 1, 3, 16, 16);
  }

  /** One layer alone, which is quickly loaded. */
  static ExportedProgram quantizedLayer() {
    return quantized(new Linear(16, 10), 1, 16);
  }

  private static ExportedProgram quantized(Module model, long... sizes) {
    SplittableRandom random = new SplittableRandom(SEED);
    model.stateDict().values().forEach(tensor -> fill(tensor, random, 0.2f));
    Tensor input = Tensor.allocate(DType.FLOAT32, Shape.of(sizes));
    fill(input, random, 1);
    PreparedModel prepared =
        Quantization.prepare(
            Export.trace(model, List.of(input)),
            X86InductorQuantizer.preset(X86Preset.REDUCE_RANGE));
    prepared.run(input);
    return prepared.convert().program();
  }

  /** An image of noise, the same for the same seed. */
  static Tensor image(long seed) {
    Tensor image = Tensor.allocate(DType.FLOAT32, Shape.of(1, 3, 16, 16));
    fill(image, new SplittableRandom(seed), 1);
    return image;
  }

  private static void fill(Tensor tensor, SplittableRandom random, float size) {
    float[] values = new float[(int) tensor.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-size, size);
    }
    tensor.setFloats(values);
  }
}
