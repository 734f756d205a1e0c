package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.export.Export;
import dev.octet.graph.Graph;
import dev.octet.nn.AdaptiveAvgPool2d;
import dev.octet.nn.AvgPool2d;
import dev.octet.nn.Conv1d;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Conv3d;
import dev.octet.nn.ConvTranspose2d;
import dev.octet.nn.Functional;
import dev.octet.nn.Linear;
import dev.octet.nn.MaxPool2d;
import dev.octet.nn.Module;
import dev.octet.nn.ReLU;
import dev.octet.nn.Torch;
import dev.octet.nn.Variable;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.x86.X86InductorQuantizer;
import dev.octet.quantizer.x86.X86Preset;
import dev.octet.quantizer.xpu.XpuInductorQuantizer;
import dev.octet.quantizer.xpu.XpuPreset;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How many quantize, dequantize, per-channel dequantize and choose_qparams nodes PyTorch makes of
 * small networks: {@code q/d/c}, and for dynamic quantization {@code q/d/c cqN}.
 */
final class NodeCountsTest {
  private static final long[] IMAGE = {2, 3, 8, 8};
  private static final long[] SEQUENCE = {2, 3, 8};
  private static final long[] ROWS = {3, 4};

  /** A network whose forward is a lambda over its parts. */
  static final class Net extends Module {
    private UnaryOperator<Variable> forward = x -> x;

    <M extends Module> M with(String name, M part) {
      return add(name, part);
    }

    Conv2d conv(String name) {
      return add(name, new Conv2d(3, 3, 3).padding(1));
    }

    Linear linear(String name) {
      return add(name, new Linear(4, 4));
    }

    Net forward(UnaryOperator<Variable> body) {
      forward = body;
      return this;
    }

    @Override
    protected Variable forward(Variable x) {
      return forward.apply(x);
    }

    @Override
    public String typeName() {
      return "test.Net";
    }
  }

  private static Arguments row(
      String name, long[] input, Function<Net, Net> network, String x86, String xpu, String dyn) {
    return Arguments.of(name, input, network, x86, xpu, dyn);
  }

  static Stream<Arguments> rows() {
    return Stream.of(
        row(
            "conv2d",
            IMAGE,
            n -> {
              Conv2d a = n.conv("a");
              return n.forward(a::call);
            },
            "1/1/1",
            "1/1/1",
            "1/1/1 cq1"),
        row(
            "conv2d, F.relu",
            IMAGE,
            n -> {
              Conv2d a = n.conv("a");
              return n.forward(x -> Functional.relu(a.call(x)));
            },
            "1/1/1",
            "1/1/1",
            "1/1/1 cq1"),
        row(
            "conv2d(x) + relu(x)",
            IMAGE,
            n -> {
              Conv2d a = n.conv("a");
              return n.forward(x -> a.call(x).add(Functional.relu(x)));
            },
            "2/2/1",
            "2/2/1",
            "2/2/1 cq2"),
        row(
            "conv_a(x) + conv_b(x)",
            IMAGE,
            n -> {
              Conv2d a = n.conv("a");
              Conv2d b = n.conv("b");
              return n.forward(x -> a.call(x).add(b.call(x)));
            },
            "2/3/2",
            "2/3/2",
            "2/2/2 cq2"),
        row(
            "relu(conv_a(x) + conv_b(x))",
            IMAGE,
            n -> {
              Conv2d a = n.conv("a");
              Conv2d b = n.conv("b");
              return n.forward(x -> Functional.relu(a.call(x).add(b.call(x))));
            },
            "2/3/2",
            "2/3/2",
            "2/2/2 cq2"),
        row(
            "t = conv_a(x); t + conv_b(t)",
            IMAGE,
            n -> {
              Conv2d a = n.conv("a");
              Conv2d b = n.conv("b");
              return n.forward(x -> {
                Variable t = a.call(x);
                return t.add(b.call(t));
              });
            },
            "2/3/2",
            "2/3/2",
            "2/2/2 cq2"),
        row(
            "two residual blocks",
            IMAGE,
            n -> {
              Conv2d a = n.conv("a");
              Conv2d b = n.conv("b");
              Conv2d c = n.conv("c");
              Conv2d d = n.conv("d");
              return n.forward(x -> {
                Variable t = Functional.relu(a.call(x).add(b.call(x)));
                return Functional.relu(c.call(t).add(d.call(t)));
              });
            },
            "4/6/4",
            "4/6/4",
            "4/4/4 cq4"),
        row(
            "conv, relu, max_pool2d, pow",
            IMAGE,
            n -> {
              Conv2d a = n.conv("a");
              MaxPool2d pool = n.with("pool", new MaxPool2d(2));
              return n.forward(x -> pool.call(Functional.relu(a.call(x))).pow(2));
            },
            "3/3/1",
            "1/1/1",
            "3/3/1 cq3"),
        row(
            "conv, adaptive_avg_pool2d, pow",
            IMAGE,
            n -> {
              Conv2d a = n.conv("a");
              AdaptiveAvgPool2d pool = n.with("pool", new AdaptiveAvgPool2d(1, 1));
              return n.forward(x -> pool.call(a.call(x)).pow(2));
            },
            "3/3/1",
            "3/3/1",
            "3/3/1 cq3"),
        row(
            "conv, avg_pool2d",
            IMAGE,
            n -> {
              Conv2d a = n.conv("a");
              AvgPool2d pool = n.with("pool", new AvgPool2d(2));
              return n.forward(x -> pool.call(a.call(x)));
            },
            "3/3/1",
            "3/3/1",
            "3/3/1 cq3"),
        row(
            "conv, flatten, transpose",
            IMAGE,
            n -> {
              Conv2d a = n.conv("a");
              return n.forward(x -> a.call(x).flatten(1).transpose(0, 1));
            },
            "1/1/1",
            "1/1/1",
            "1/1/1 cq1"),
        row(
            "conv, adaptive_avg, flatten, cat([f, f]), transpose",
            IMAGE,
            n -> {
              Conv2d a = n.conv("a");
              AdaptiveAvgPool2d pool = n.with("pool", new AdaptiveAvgPool2d(1, 1));
              return n.forward(x -> {
                Variable f = pool.call(a.call(x)).flatten(1);
                return Torch.cat(List.of(f, f), 1).transpose(0, 1);
              });
            },
            "5/5/1",
            "5/5/1",
            "5/5/1 cq5"),
        row(
            "conv1d",
            SEQUENCE,
            n -> {
              Conv1d a = n.with("a", new Conv1d(3, 3, 3));
              return n.forward(a::call);
            },
            "0/0/0",
            "0/0/0",
            "0/0/0"),
        row(
            "conv1d, relu",
            SEQUENCE,
            n -> {
              Conv1d a = n.with("a", new Conv1d(3, 3, 3));
              return n.forward(x -> Functional.relu(a.call(x)));
            },
            "1/1/1",
            "1/1/1",
            "1/1/1 cq1"),
        row(
            "linear",
            ROWS,
            n -> {
              Linear a = n.linear("a");
              return n.forward(a::call);
            },
            "1/1/1",
            "1/1/1",
            "1/1/1 cq1"),
        row(
            "linear, relu",
            ROWS,
            n -> {
              Linear a = n.linear("a");
              ReLU relu = n.with("relu", new ReLU());
              return n.forward(x -> relu.call(a.call(x)));
            },
            "1/1/1",
            "1/1/1",
            "1/1/1 cq1"),
        row(
            "linear_a(x) + linear_b(x)",
            ROWS,
            n -> {
              Linear a = n.linear("a");
              Linear b = n.linear("b");
              return n.forward(x -> a.call(x).add(b.call(x)));
            },
            "1/2/2",
            "1/2/2",
            "1/1/2 cq1"),
        row(
            "t = lin_a(x); t + lin_b(t)",
            ROWS,
            n -> {
              Linear a = n.linear("a");
              Linear b = n.linear("b");
              return n.forward(x -> {
                Variable t = a.call(x);
                return t.add(b.call(t));
              });
            },
            "2/2/2",
            "2/2/2",
            "2/2/2 cq2"),
        row(
            "lin_a(x) · lin_b(x)",
            ROWS,
            n -> {
              Linear a = n.linear("a");
              Linear b = n.linear("b");
              return n.forward(x -> a.call(x).mul(b.call(x)));
            },
            "3/4/2",
            "3/4/2",
            "3/3/2 cq3"),
        row(
            "matmul(lin_a(x), lin_b(x)ᵀ)",
            ROWS,
            n -> {
              Linear a = n.linear("a");
              Linear b = n.linear("b");
              return n.forward(x -> a.call(x).matmul(b.call(x).transpose(0, 1)));
            },
            "1/2/2",
            "1/2/2",
            "1/1/2 cq1"),
        row(
            "conv_transpose2d",
            IMAGE,
            n -> {
              ConvTranspose2d a = n.with("a", new ConvTranspose2d(3, 3, 3));
              return n.forward(a::call);
            },
            "0/0/0",
            "0/0/0",
            "0/0/0"),
        row(
            "conv3d",
            new long[] {1, 3, 4, 4, 4},
            n -> {
              Conv3d a = n.with("a", new Conv3d(3, 3, 3));
              return n.forward(a::call);
            },
            "0/0/0",
            "0/0/0",
            "0/0/0"),
        row("relu", IMAGE, n -> n.forward(Functional::relu), "0/0/0", "0/0/0", "0/0/0"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void asManyNodesAsPyTorchMakes(
      String name, long[] input, Function<Net, Net> network, String x86, String xpu, String dyn) {
    Net net = network.apply(new Net());
    net.seed(1);
    Tensor x = random(input);
    ExportedProgram program = Export.trace(net, List.of(x));
    assertWithMessage("x86")
        .that(counts(program, X86InductorQuantizer.preset(X86Preset.DEFAULT), x))
        .isEqualTo(x86);
    assertWithMessage("xpu")
        .that(counts(program, XpuInductorQuantizer.preset(XpuPreset.DEFAULT), x))
        .isEqualTo(xpu);
    assertWithMessage("x86 dynamic")
        .that(counts(program, X86InductorQuantizer.preset(X86Preset.DYNAMIC), x))
        .isEqualTo(dyn);
  }

  static Tensor random(long... sizes) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(sizes));
    Random random = new Random(11);
    for (long i = 0; i < tensor.elements(); i++) {
      tensor.setDouble(i, random.nextGaussian());
    }
    return tensor;
  }

  static String counts(ExportedProgram program, Quantizer quantizer, Tensor x) {
    PreparedModel prepared = Quantization.prepare(program, quantizer);
    prepared.run(x);
    Graph graph = prepared.convert().program().graph();
    long chosen = count(graph, "choose_qparams");
    return count(graph, "quantize_per_tensor")
        + "/"
        + count(graph, "dequantize_per_tensor")
        + "/"
        + count(graph, "dequantize_per_channel")
        + (chosen == 0 ? "" : " cq" + chosen);
  }

  private static long count(Graph graph, String base) {
    return graph.nodes().stream().filter(node -> node.op().name().base().equals(base)).count();
  }
}
