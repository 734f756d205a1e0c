package dev.octet.quantizer.x86;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.nn.AdaptiveAvgPool2d;
import dev.octet.nn.AvgPool2d;
import dev.octet.nn.Linear;
import dev.octet.nn.MaxPool2d;
import dev.octet.nn.Module;
import dev.octet.nn.ReLU;
import dev.octet.nn.Torch;
import dev.octet.nn.Variable;
import dev.octet.quantizer.annotate.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators that take and give integers of one scale. */
final class PropagationTest {
  private static final X86InductorQuantizer ALL = X86InductorQuantizer.preset(X86Preset.DEFAULT);

  @ParameterizedTest
  @CsvSource({
    "max_pool2d, MaxPooling",
    "avg_pool2d, AveragePooling",
    "adaptive_avg_pool2d, AveragePooling"
  })
  void aPoolBehindAPatternSharesOneObserver(String op, String annotator) {
    Net net = new Net();
    var conv = net.conv("conv");
    ReLU relu = net.with("relu", new ReLU());
    Module pool =
        switch (op) {
          case "max_pool2d" -> net.with("pool", new MaxPool2d(2));
          case "avg_pool2d" -> net.with("pool", new AvgPool2d(2));
          default -> net.with("pool", new AdaptiveAvgPool2d(1, 1));
        };
    net.forward(x -> pool.call(relu.call(conv.call(x))).pow(2));
    Annotated annotated = Annotated.by(ALL, net, Annotated.IMAGE);
    assertThat(annotated.sharesOneObserver(op)).isTrue();
    assertThat(annotated.reason(op)).isEqualTo(Reason.PROPAGATED);
    assertThat(annotated.decision(op).annotator()).isEqualTo(annotator);
    assertThat(annotated.reason("pow_1")).isEqualTo(Reason.OUTSIDE_RECIPE);
  }

  @Test
  void aPoolOfTheInputIsNotQuantized() {
    Net net = new Net();
    MaxPool2d pool = net.with("pool", new MaxPool2d(2));
    Annotated annotated = Annotated.by(ALL, net.forward(pool::call), Annotated.IMAGE);
    assertThat(annotated.quantized()).isEmpty();
    assertThat(annotated.reason("max_pool2d")).isEqualTo(Reason.PRODUCER_NOT_QUANTIZED);
  }

  @Test
  void flattenBetweenQuantizedOperatorsIsQuantized() {
    Net net = new Net();
    var conv = net.conv("conv");
    AdaptiveAvgPool2d pool = net.with("pool", new AdaptiveAvgPool2d(1, 1));
    Linear head = net.with("head", new Linear(3, 2));
    net.forward(x -> head.call(pool.call(conv.call(x)).flatten(1)));
    Annotated annotated = Annotated.by(ALL, net, Annotated.IMAGE);
    assertThat(annotated.sharesOneObserver("adaptive_avg_pool2d")).isTrue();
    assertThat(annotated.sharesOneObserver("flatten")).isTrue();
  }

  @Test
  void flattenBeforeWhatCannotUseIntegersIsNot() {
    Net net = new Net();
    var conv = net.conv("conv");
    net.forward(x -> conv.call(x).flatten(1).transpose(0, 1));
    Annotated annotated = Annotated.by(ALL, net, Annotated.IMAGE);
    assertThat(annotated.quantized()).containsExactly("conv2d");
    assertThat(annotated.reason("flatten")).isEqualTo(Reason.CONSUMERS_NOT_QUANTIZED);
    assertThat(annotated.decision("flatten").detail()).contains("transpose");
  }

  @Test
  void flattenThatIsAnOutputOfTheGraphIsNot() {
    Net net = new Net();
    var conv = net.conv("conv");
    net.forward(x -> conv.call(x).flatten(1));
    Annotated annotated = Annotated.by(ALL, net, Annotated.IMAGE);
    assertThat(annotated.reason("flatten")).isEqualTo(Reason.CONSUMERS_NOT_QUANTIZED);
  }

  @Test
  void whatIsConcatenatedSharesOneObserver() {
    Net net = new Net();
    var a = net.conv("a");
    var b = net.conv("b");
    MaxPool2d pool = net.with("pool", new MaxPool2d(2));
    net.forward(x -> pool.call(Torch.cat(List.of(a.call(x), b.call(x)), 1)));
    Annotated annotated = Annotated.by(ALL, net, Annotated.IMAGE);
    assertThat(annotated.sharesOneObserver("cat")).isTrue();
    assertThat(annotated.sharesOneObserver("max_pool2d")).isTrue();
  }

  @Test
  void oneTensorMayBeConcatenatedWithItselfOrAlone() {
    Net net = new Net();
    var conv = net.conv("conv");
    net.forward((Variable x) -> {
      Variable t = conv.call(x);
      return Torch.cat(List.of(Torch.cat(List.of(t, t), 1)), 1);
    });
    Annotated annotated = Annotated.by(ALL, net, Annotated.IMAGE);
    assertThat(annotated.sharesOneObserver("cat")).isTrue();
    assertThat(annotated.sharesOneObserver("cat_1")).isTrue();
  }

  @Test
  void concatenationNeedsAllOperandsQuantized() {
    Net net = new Net();
    var conv = net.conv("conv");
    net.forward(x -> Torch.cat(List.of(conv.call(x), x), 1));
    Annotated annotated = Annotated.by(ALL, net, Annotated.IMAGE);
    assertThat(annotated.quantized()).containsExactly("conv2d");
    assertThat(annotated.reason("cat")).isEqualTo(Reason.PRODUCER_NOT_QUANTIZED);
  }
}
