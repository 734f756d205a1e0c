package dev.octet.quantizer.convert;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.octet.quantizer.SiteQuantizer.ACTIVATION;
import static dev.octet.quantizer.SiteQuantizer.MIN_MAX;
import static dev.octet.quantizer.SiteQuantizer.WEIGHT;
import static dev.octet.quantizer.SiteQuantizer.concat;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Use;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Linear;
import dev.octet.nn.Torch;
import dev.octet.op.ChooseQParams;
import dev.octet.op.Dequantize;
import dev.octet.op.DequantizePerChannel;
import dev.octet.op.Quantize;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.Networks;
import dev.octet.quantizer.Networks.Net;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.SiteQuantizer;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PortOriginsTest {
  private static Graph convert(ExportedProgram program, SiteQuantizer quantizer, long... sizes) {
    PreparedModel prepared = Quantization.prepare(program, quantizer);
    prepared.run(Networks.random(1, sizes));
    return prepared.convert().program().graph();
  }

  @Test
  void aDequantizeBelongsToItsReaderAlsoInLists() {
    Net net = new Net();
    Conv2d a = net.with("a", new Conv2d(2, 2, 1));
    Conv2d b = net.with("b", new Conv2d(2, 2, 1));
    ExportedProgram program =
        Networks.trace(net.forward(x -> Torch.cat(List.of(a.call(x), b.call(x)), 1)), 1, 2, 4, 4);
    SiteQuantizer layers = SiteQuantizer.layers(ACTIVATION, WEIGHT);
    Graph graph =
        convert(
            program,
            SiteQuantizer.of((g, into) -> {
              layers.annotateInto(g, into);
              Node cat = concat(g, 0);
              into.input(cat, 0, MIN_MAX).input(cat, 1, MIN_MAX).output(cat.result(), MIN_MAX);
            }),
            1,
            2,
            4,
            4);
    int checked = 0;
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Dequantize || node.op() instanceof DequantizePerChannel) {
        for (Use use : graph.uses(node.result())) {
          assertWithMessage(node.name()).that(node.origin()).isEqualTo(use.user().origin());
          checked++;
        }
      }
    }
    assertThat(checked).isEqualTo(6);
  }

  @Test
  void theQuantizeOfAComputedTensorBelongsToWhatComputesIt() {
    Net net = new Net();
    Linear a = net.with("a", new Linear(4, 4));
    Linear b = net.with("b", new Linear(4, 4));
    Graph graph =
        convert(
            Networks.trace(net.forward(x -> b.call(a.call(x))), 2, 4),
            SiteQuantizer.layers(ACTIVATION, WEIGHT),
            2,
            4);
    List<String> owners =
        graph.nodes().stream()
            .filter(node -> node.op() instanceof Quantize)
            .map(node -> node.origin().modulePath())
            .toList();
    // The first one reads the input of the program, so it belongs to its reader.
    assertThat(owners).containsExactly("a", "a").inOrder();
  }

  @Test
  void whatIsChosenAtEachRunBelongsToTheReader() {
    QuantizationSpec dynamic =
        QuantizationSpec.builder(DType.UINT8, ObserverKind.placeholder(0x1p-12))
            .qscheme(QScheme.PER_TENSOR_AFFINE)
            .dynamic(true)
            .build();
    Net net = new Net();
    Linear a = net.with("a", new Linear(4, 4));
    Linear b = net.with("b", new Linear(4, 4));
    Graph graph =
        convert(
            Networks.trace(net.forward(x -> b.call(a.call(x))), 2, 4),
            SiteQuantizer.layers(dynamic, WEIGHT),
            2,
            4);
    List<String> owners =
        graph.nodes().stream()
            .filter(node -> node.op() instanceof ChooseQParams || node.op() instanceof Quantize)
            .map(node -> node.origin().modulePath())
            .toList();
    assertThat(owners).containsExactly("a", "a", "b", "b").inOrder();
  }
}
