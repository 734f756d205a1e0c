package dev.octet.report;

import dev.octet.export.Export;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.Ledger;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Functional;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;
import dev.octet.program.DynamicShapes;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.compare.Comparison;
import dev.octet.quantizer.x86.X86InductorQuantizer;
import dev.octet.quantizer.x86.X86Preset;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Random;

/** A classifier of images of 3 by 8 by 8 pixels with a residual connection, and reports of it. */
final class SampleNetwork extends Module {
  private final Conv2d stem = add("stem", new Conv2d(3, 4, 3).padding(1));
  private final Conv2d inner = add("inner", new Conv2d(4, 4, 3).padding(1));
  private final Linear head = add("head", new Linear(4, 5));

  @Override
  protected Variable forward(Variable x) {
    Variable first = Functional.relu(stem.call(x));
    Variable second = Functional.relu(inner.call(first).add(first));
    return head.call(second.sigmoid().mean(2, 3));
  }

  static ExportedProgram program() {
    SampleNetwork network = new SampleNetwork();
    network.seed(3);
    return Export.trace(network, List.of(batch(1)), DynamicShapes.none());
  }

  static Tensor batch(long seed) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(2, 3, 8, 8));
    for (long i = 0; i < tensor.elements(); i++) {
      tensor.setDouble(i, random.nextGaussian());
    }
    return tensor;
  }

  static PreparedModel prepared(ExportedProgram program, X86Preset preset) {
    Quantizer quantizer = X86InductorQuantizer.preset(preset);
    PreparedModel prepared = Quantization.prepare(program, quantizer);
    prepared.run(batch(2));
    prepared.run(batch(3));
    return prepared;
  }

  /** A report of the quantized network, not compiled. */
  static ModelReport quantized(String name) {
    ExportedProgram program = program();
    PreparedModel prepared = prepared(program, X86Preset.REDUCE_RANGE);
    QuantizedModel quantized = prepared.convert();
    return ModelReport.of(name, program)
        .withQuantization(prepared, quantized)
        .withComparison(
            Comparison.between(program, quantized)
                .on(List.of(List.of(batch(2)), List.of(batch(4)))))
        .withFact("quantizer", "x86, preset reduce-range");
  }

  /** A report with every part, on kernels in Java. */
  static ModelReport whole(String name) {
    ModelReport report = quantized(name);
    return report.withLedger(ledger(report.program()));
  }

  static Ledger ledger(ExportedProgram program) {
    try (CompiledModel compiled =
        Lowering.compile(program, Target.cpu().portable().threads(1).profile())) {
      compiled.run(batch(5));
      return compiled.ledger();
    }
  }

  /** The program with this text before the name of every node. */
  static ExportedProgram renamed(String text) {
    ExportedProgram program = program();
    Graph graph = program.graph();
    return program.withGraph(
        new Graph(
            graph.inputs(),
            graph.nodes().stream()
                .map(node ->
                    new Node(
                        text + node.name(),
                        node.op(),
                        node.operands(),
                        node.results(),
                        node.origin()))
                .toList(),
            graph.outputs()));
  }
}
