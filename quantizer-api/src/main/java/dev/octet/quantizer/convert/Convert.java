package dev.octet.quantizer.convert;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.rewrite.PassTrace;
import dev.octet.graph.rewrite.RemoveDeadNodes;
import dev.octet.graph.verify.Dialect;
import dev.octet.graph.verify.Verifier;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.convert.reference.ReferenceRepresentation;
import dev.octet.quantizer.observe.ObserverException;
import dev.octet.quantizer.observe.RunningObserver;
import dev.octet.quantizer.prepare.ObserverGroup;
import dev.octet.quantizer.prepare.PreparedProgram;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** The steps of convert, in their order. */
public final class Convert {
  private Convert() {}

  /**
   * Converts a calibrated program to one with quantize and dequantize operators.
   *
   * @param annotations those that the program was prepared with
   * @param calibrated whether any batch was run, for messages
   * @throws ConvertException if an observer has seen nothing and that is not allowed, listing all
   *     such sites; or if an observer has no scale to give
   */
  public static ExportedProgram apply(
      PreparedProgram prepared,
      Annotations annotations,
      boolean calibrated,
      ConvertOptions options) {
    observeConstants(prepared);
    if (!options.allowUncalibrated()) {
      requireValues(prepared, calibrated);
    }
    searchRanges(prepared);
    ReplaceObservers.Replaced replaced = ReplaceObservers.apply(prepared);
    ExportedProgram program = DuplicateDequantize.apply(replaced, annotations);
    program = PortOrigins.apply(withoutDeadNodes(program));
    if (options.foldQuantize()) {
      program = withoutDeadNodes(FoldQuantizedWeights.apply(program));
    }
    if (!options.keepFloatWeights()) {
      program = DropUnreadState.apply(program);
    }
    Verifier.check(program.graph(), Dialect.QUANTIZED);
    return program;
  }

  /**
   * The last step, if the options ask for it: quantized operators become arithmetic on integers.
   *
   * @param program with quantize and dequantize operators, as {@link #apply} gives it
   */
  public static ExportedProgram represent(ExportedProgram program, ConvertOptions options) {
    if (!options.referenceRepresentation()) {
      return program;
    }
    ExportedProgram represented =
        withoutDeadNodes(program.withGraph(ReferenceRepresentation.of(program.graph())));
    if (!options.keepFloatWeights()) {
      represented = DropUnreadState.apply(represented);
    }
    Verifier.check(represented.graph(), Dialect.QUANTIZED);
    return represented;
  }

  private static ExportedProgram withoutDeadNodes(ExportedProgram program) {
    return program.withGraph(
        new RemoveDeadNodes(Dialect.QUANTIZED).run(program.graph(), PassTrace.OFF));
  }

  /**
   * Shows weights to their observers if no run has: with dynamic quantization there is nothing else
   * to calibrate.
   */
  private static void observeConstants(PreparedProgram prepared) {
    Constants constants = new Constants(prepared.program());
    for (Node node : prepared.program().graph().nodes()) {
      Optional<RunningObserver> observer = prepared.observer(node).flatMap(ObserverGroup::observer);
      if (observer.isPresent()
          && observer.get().lacksValues()
          && constants.contains(node.operand(0))) {
        Tensor constant = constants.evaluate(node.operand(0));
        try {
          observer.get().observe(constant);
        } catch (ObserverException e) {
          throw new ConvertException(
              describe(prepared.program().graph(), node) + ": " + e.getMessage(), e);
        }
      }
    }
  }

  /** Has observers compute what they are asked for next, in parallel: histograms take long. */
  private static void searchRanges(PreparedProgram prepared) {
    prepared.groups().parallelStream()
        .flatMap(group -> group.observer().stream())
        .filter(observer -> observer.observer().computesQParams())
        .forEach(observer -> {
          try {
            observer.qparams();
          } catch (ObserverException _) {
            // It is thrown again where the place is known that the message must name.
          }
        });
  }

  private static void requireValues(PreparedProgram prepared, boolean calibrated) {
    Graph graph = prepared.program().graph();
    List<String> missing =
        graph.nodes().stream()
            .filter(node -> prepared.observer(node).map(ObserverGroup::lacksValues).orElse(false))
            .map(node -> describe(graph, node))
            .toList();
    if (!missing.isEmpty()) {
      String what =
          calibrated
              ? "calibration never reached "
              : "no batch was run before convert: nothing was seen by ";
      throw new ConvertException(
          what
              + missing.size()
              + (missing.size() == 1 ? " observer: " : " observers: ")
              + String.join("; ", missing)
              + ". Run batches that reach "
              + (missing.size() == 1 ? "it" : "them")
              + ", or allow scale 1 and zero point 0 with ConvertOptions.withAllowUncalibrated");
    }
  }

  private static String describe(Graph graph, Node observer) {
    return observer.result()
        + " of "
        + graph
            .producer(observer.operand(0))
            .map(Node::toString)
            .orElse("input " + observer.operand(0));
  }
}
