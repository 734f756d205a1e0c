package dev.octet.quantizer.compare;

import dev.octet.nn.BatchNorm2d;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.Networks;
import dev.octet.quantizer.Networks.Net;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.SiteQuantizer;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** Networks that are compared, and how they are quantized. */
final class ComparedNetworks {
  /** Four steps for all values: bad on purpose. */
  static final QuantizationSpec COARSE = SiteQuantizer.MIN_MAX.toBuilder().range(-2, 1).build();

  static final Quantizer NOTHING = SiteQuantizer.of((_, _) -> {});
  static final Quantizer LAYERS = SiteQuantizer.layers(SiteQuantizer.MIN_MAX, SiteQuantizer.WEIGHT);

  private ComparedNetworks() {}

  static QuantizedModel quantize(
      ExportedProgram program, Quantizer quantizer, List<List<Tensor>> batches) {
    PreparedModel prepared = Quantization.prepare(program, quantizer);
    prepared.calibrate(batches);
    return prepared.convert();
  }

  static List<List<Tensor>> samples(int count, long... sizes) {
    return IntStream.range(0, count)
        .mapToObj(i -> List.of(Networks.random(40 + i, sizes)))
        .toList();
  }

  static ComparisonResult compare(Module module, Quantizer quantizer, long... sizes) {
    ExportedProgram program = Networks.trace(module, sizes);
    List<List<Tensor>> samples = samples(2, sizes);
    return Comparison.between(program, quantize(program, quantizer, samples)).on(samples);
  }

  static double isolated(ComparisonResult result, String node) {
    return result.node(node).isolated().orElseThrow().sqnr();
  }

  static double accumulated(ComparisonResult result, String node) {
    return result.node(node).accumulated().sqnr();
  }

  static Net mlp() {
    Net net = new Net();
    Linear first = net.with("first", new Linear(8, 16));
    Linear second = net.with("second", new Linear(16, 16));
    Linear third = net.with("third", new Linear(16, 4));
    return net.forward(x -> third.call(second.call(first.call(x).relu()).relu()));
  }

  static Net residual() {
    Net net = new Net();
    Conv2d first = net.with("first", new Conv2d(3, 4, 3).padding(1));
    BatchNorm2d firstNorm = net.with("firstNorm", new BatchNorm2d(4));
    Conv2d second = net.with("second", new Conv2d(4, 4, 3).padding(1).bias(false));
    BatchNorm2d secondNorm = net.with("secondNorm", new BatchNorm2d(4));
    return net.forward(x -> {
      Variable y = firstNorm.call(first.call(x)).relu();
      return secondNorm.call(second.call(y)).add(y).relu();
    });
  }
}
