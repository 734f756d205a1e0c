package dev.octet.quantizer.x86;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.nn.Conv2d;
import dev.octet.nn.Functional;
import dev.octet.nn.Linear;
import dev.octet.nn.Variable;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which source comes first, what a rule may explain, and modules that are called again. */
final class RecipeCornersTest {
  private static final X86InductorQuantizer ALL = X86InductorQuantizer.preset(X86Preset.DEFAULT);

  /** PyTorch looks at sources in the order in which the graph first has them. */
  @Test
  void ofAFunctionAndAModuleTheOneThatIsCalledFirstIsFused() {
    Net net = new Net();
    Conv2d conv = net.conv("conv");
    Variable weight = Variable.of(Tensor.allocate(DType.FLOAT32, Shape.of(3, 3, 1, 1)));
    long[] one = {1, 1};
    net.forward(
        x -> Functional.conv2d(x, weight, null, one, new long[] {0, 0}, one, 1).add(conv.call(x)));
    Annotated annotated = Annotated.by(ALL, net, Annotated.IMAGE);
    assertThat(annotated.decision("conv2d").annotator()).isEqualTo("ConvolutionAdd");
    assertThat(annotated.decision("conv2d_1").annotator()).isEqualTo("ConvolutionAlone");
  }

  /** A rule that is about one module does not speak for the nodes of another. */
  @Test
  void aNodeThatNoRuleSelectsIsNotExplainedByOne() {
    Net net = new Net();
    Linear a = net.linear("a");
    Conv2d b = net.conv("b");
    net.forward(x -> {
      Variable y = b.call(a.call(x).view(1, 3, 4, 4)).add(3);
      return y.matmul(y).mul(2);
    });
    Annotated annotated =
        Annotated.by(
            X86InductorQuantizer.create().setModuleName("a", X86InductorQuantizer.defaultConfig()),
            net,
            12,
            4);
    for (String node : List.of("conv2d", "add", "matmul", "mul")) {
      assertThat(annotated.decision(node).reason()).isEqualTo(Reason.NO_RULE);
    }
  }

  /** In a non-strict export all calls of one module are one partition. */
  @Test
  void aLayerThatFeedsItselfIsAnnotatedAtEachCall() {
    Net net = new Net();
    Linear linear = net.linear("linear");
    Conv2d conv = net.conv("conv");
    net.forward(x -> conv.call(conv.call(linear.call(linear.call(x)).view(1, 3, 4, 4))));
    ExportedProgram strict = Annotated.trace(net, 12, 4);
    ExportedProgram loose = strict.withGraph(NonStrict.of(strict.graph()));
    Annotated annotated = Annotated.by(ALL, loose, Annotations.none());
    assertThat(annotated.quantized()).containsExactly("linear", "linear_1", "conv2d", "conv2d_1");
  }

  /** Quantize operators do not read float64. */
  @Test
  void layersOfDoublesStayInFloat() {
    Net net = new Net();
    Linear first = net.linear("first");
    Linear last = net.linear("last");
    Variable weight = Variable.of(Tensor.allocate(DType.FLOAT64, Shape.of(4, 4)));
    net.forward(x -> {
      Variable wide = Functional.linear(first.call(x).to(DType.FLOAT64), weight, null).relu();
      return last.call(wide.to(DType.FLOAT32));
    });
    Annotated annotated = Annotated.by(ALL, net, 2, 4);
    assertThat(annotated.quantized()).containsExactly("linear", "linear_2");
    assertThat(annotated.decision("linear_1").reason()).isEqualTo(Reason.DOUBLE_PRECISION);
    assertThat(annotated.decision("linear_1").detail()).contains("convert the model to float32");
  }
}
