package dev.octet.lowering.codegen;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.Nest;
import dev.octet.lowering.codegen.loop.NestForm;
import dev.octet.lowering.codegen.opencl.DoubleUse;
import dev.octet.lowering.codegen.opencl.NestKernel;
import dev.octet.lowering.codegen.opencl.NestPrinter;
import dev.octet.lowering.codegen.opencl.OpenClLoops;
import dev.octet.lowering.codegen.opencl.Simplification;
import dev.octet.lowering.codegen.opencl.SourceFeatures;
import dev.octet.lowering.codegen.reader.BodyReader;
import dev.octet.lowering.codegen.reader.FloatFunctions;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Compiles the bodies that {@link LoopCompiler} takes to OpenCL C. Thread-safe. */
public final class OpenClCompiler {
  private OpenClCompiler() {}

  /** Why a node cannot be part of a kernel for such a device; empty if it can. */
  public static Optional<String> declines(Node node, SourceFeatures features) {
    Optional<String> reason = LoopCompiler.declines(node);
    if (reason.isPresent() || features.doubles()) {
      return reason;
    }
    for (Value value : node.results()) {
      if (BodyReader.dtype(value) == DType.FLOAT64) {
        return Optional.of(withoutDoubles(node));
      }
    }
    ExprPool pool = new ExprPool();
    for (Expr element : LoopCompiler.elements(pool, List.of(node))) {
      if (DoubleUse.in(Simplification.of(pool, element, features))) {
        return Optional.of(withoutDoubles(node));
      }
    }
    return Optional.empty();
  }

  private static String withoutDoubles(Node node) {
    return node + " computes in double precision, which the device does not have";
  }

  /**
   * Compiles a body.
   *
   * @param name what it is called in messages
   * @param body a graph whose values are all tensors of static shape; every node must be one that
   *     {@link #declines} does not decline
   * @param constants values whose elements are known: inputs of the body, or values that its nodes
   *     read although nothing in it defines them; the tensors are copied
   * @param inputStrides in elements, for every input of the body that is not among the constants
   * @param outputStrides in elements, for every output
   * @throws InputException naming the node or the input that does not fit
   */
  public static OpenClLoops compile(
      String name,
      Graph body,
      Map<Value, Tensor> constants,
      List<long[]> inputStrides,
      List<long[]> outputStrides,
      SourceFeatures features) {
    for (Node node : body.nodes()) {
      Optional<String> reason = declines(node, features);
      if (reason.isPresent()) {
        throw new InputException(
            String.format(
                Locale.ROOT, "kernel %s: %s cannot be compiled: %s", name, node, reason.get()));
      }
    }
    LoopBody loops = LoopCompiler.loops(name, body, constants, inputStrides, outputStrides, 0);
    List<String> operators =
        body.nodes().isEmpty()
            ? List.of("copy")
            : body.nodes().stream().map(OpenClCompiler::operator).toList();
    ImmutableList.Builder<NestKernel> kernels = ImmutableList.builder();
    for (Nest nest : loops.nests()) {
      Nest narrow = Simplification.of(loops.pool(), nest, features);
      kernels.add(
          NestPrinter.print(operators, NestForm.of(narrow), features, FloatFunctions.NAMED));
    }
    return new OpenClLoops(name, kernels.build(), loops.constants());
  }

  /** What an operator is called in the text. */
  private static String operator(Node node) {
    String name = node.op().name().toString();
    int first = name.indexOf('.') + 1;
    int last = name.indexOf('.', first);
    String base = last < 0 ? name.substring(first) : name.substring(first, last);
    return base.replace("_per_tensor", "").replace("_per_channel", "").replaceAll("^_+", "");
  }
}
