package dev.octet.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The order in which a model flows through the packages. */
final class Flow {
  private static final String ROOT = "dev.octet.";

  /**
   * A package may know those of its own layer and of earlier ones. A name stands for the package
   * and those below it, except where one of those is named itself.
   */
  static final List<List<String>> LAYERS =
      List.of(
          List.of("tensor"),
          List.of("symbol"),
          List.of("op"),
          List.of("graph"),
          List.of("graph.text", "graph.verify", "graph.match"),
          List.of("graph.rewrite", "graph.evaluate"),
          List.of("program"),
          List.of("export.capture"),
          List.of("export.pt2"),
          List.of("export"),
          List.of("nn.trace"),
          List.of("nn"),
          List.of("nn.models"),
          List.of("quantizer.spec"),
          List.of("quantizer.observe"),
          List.of("quantizer.annotate"),
          List.of("quantizer.rule"),
          List.of("quantizer.pattern", "quantizer.prepare"),
          List.of("quantizer.calibrate"),
          List.of("quantizer.convert.reference"),
          List.of("quantizer.convert"),
          List.of("quantizer.report"),
          List.of("quantizer.config"),
          List.of("quantizer.provider"),
          List.of("lowering.library"),
          List.of("lowering.kernel"),
          List.of("lowering.device"),
          List.of("lowering.freeze"),
          List.of("lowering.canonical"),
          List.of("lowering.type"),
          List.of("lowering.fuse"),
          List.of("lowering.backend"),
          List.of("lowering.codegen"),
          List.of("lowering.opencl.step"),
          List.of("lowering.onednn", "lowering.generated", "lowering.lookup", "lowering.reference"),
          List.of("lowering.opencl.template"),
          List.of("lowering.opencl"),
          List.of("lowering.plan"),
          List.of("lowering.archive"),
          List.of("quantizer", "lowering"),
          List.of("quantizer.compare"),
          List.of("quantizer.x86", "quantizer.xpu"),
          List.of("report.layout"),
          List.of("report"),
          List.of("cli"));

  private Flow() {}

  /** The layer of a class, counted from 0, or nothing for a class that has none. */
  static Optional<Integer> layerOf(JavaClass type) {
    return nameOf(type.getPackageName())
        .flatMap(name ->
            IntStream.range(0, LAYERS.size())
                .boxed()
                .filter(i -> LAYERS.get(i).contains(name))
                .findFirst());
  }

  /** The longest name of the flow that covers a package. */
  static Optional<String> nameOf(String packageName) {
    return LAYERS.stream()
        .flatMap(List::stream)
        .filter(name -> (packageName + ".").startsWith(ROOT + name + "."))
        .max(Comparator.comparingInt(String::length));
  }
}
