package dev.octet.lowering.codegen;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Nest;
import dev.octet.lowering.codegen.loop.NestForm;
import dev.octet.lowering.codegen.loop.Storage;
import dev.octet.lowering.codegen.loop.Store;
import dev.octet.lowering.codegen.opencl.DoubleUse;
import dev.octet.lowering.codegen.opencl.ElementPrinter;
import dev.octet.lowering.codegen.opencl.ElementSource;
import dev.octet.lowering.codegen.opencl.Simplification;
import dev.octet.lowering.codegen.opencl.SourceFeatures;
import dev.octet.lowering.codegen.reader.BodyReader;
import dev.octet.lowering.codegen.reader.Conversions;
import dev.octet.lowering.codegen.reader.DeclinedException;
import dev.octet.lowering.codegen.reader.Domain;
import dev.octet.lowering.codegen.reader.FloatFunctions;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles what follows a product, element by element, to OpenCL C that a kernel of the product
 * takes in. Thread-safe.
 */
public final class EpilogueCompiler {
  private final ExprPool pool = new ExprPool();
  private final Map<Value, BodyReader.Source> sources = new HashMap<>();
  private final List<String> inputs = new ArrayList<>();
  private final BodyReader reader;
  private final List<Affine> place;

  private EpilogueCompiler(List<Node> nodes, Value product) {
    Graph body = new Graph(List.of(product), nodes, List.<GraphOutput>of());
    this.reader = new BodyReader(pool, body, sources);
    this.place = Domain.over(pool, BodyReader.shape(product)).index();
  }

  /**
   * Why nodes cannot follow a product; empty if they can.
   *
   * @param product what the nodes start from
   */
  public static Optional<String> declines(
      List<Node> nodes, Value product, SourceFeatures features) {
    for (Node node : nodes) {
      Optional<String> reason = OpenClCompiler.declines(node, features);
      if (reason.isPresent()) {
        return reason;
      }
      for (Value result : node.results()) {
        if (!result.tensorType().sizes().equals(product.tensorType().sizes())) {
          return Optional.of(node + " does not have the shape of the product " + product);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Compiles nodes that work on one element at a time, all of the shape of the product.
   *
   * @param nodes in an order in which they can be computed
   * @param product the value that the nodes start from, of a type that floats hold; what the text
   *     computes in its place is rounded to its type
   * @param variable C variable of type float that stands for the product
   * @param leaves C expressions of the elements of other tensors as they are stored: an integer, a
   *     float, the bits of a bfloat16 or float16. They may be stretched, or have one element for
   *     each channel
   * @param constants tensors of one element, whose numbers become parameters
   * @param result what is stored: a result of a node, or the product
   * @param taken names that the text must not use
   * @throws InputException naming the node that does not fit
   */
  public static ElementSource compile(
      List<Node> nodes,
      Value product,
      String variable,
      Map<Value, String> leaves,
      Map<Value, Tensor> constants,
      Value result,
      Collection<String> taken,
      SourceFeatures features) {
    Optional<String> reason = declines(nodes, product, features);
    if (reason.isPresent()) {
      throw new DeclinedException(reason.get());
    }
    EpilogueCompiler compiler = new EpilogueCompiler(nodes, product);
    compiler.product(product, variable);
    leaves.forEach(compiler::leaf);
    constants.forEach(compiler::constant);
    return compiler.print(result, taken, features);
  }

  private void product(Value product, String variable) {
    DType type = BodyReader.dtype(product);
    if (Conversions.lane(type) != LaneType.F32) {
      throw new DeclinedException("the product " + product + " is of type " + type);
    }
    Buffer buffer = buffer(Storage.F32, variable);
    Expr value = reader.conversions().round(pool.load(buffer, Affine.ZERO), type);
    sources.put(
        product,
        index -> {
          requireSame(product, index);
          return value;
        });
  }

  private void leaf(Value value, String text) {
    DType type = BodyReader.dtype(value);
    Buffer buffer = buffer(Storage.of(type), text);
    Expr element = reader.conversions().decode(pool.load(buffer, Affine.ZERO), type);
    sources.put(
        value,
        index -> {
          if (index.size() == place.size()) {
            requireSame(value, index);
          }
          return element;
        });
  }

  private Buffer buffer(Storage storage, String text) {
    inputs.add(text);
    return new Buffer(Buffer.Kind.INPUT, inputs.size() - 1, storage);
  }

  private void requireSame(Value value, List<Affine> index) {
    if (!index.equals(BodyReader.broadcast(place, BodyReader.shape(value)))) {
      throw new DeclinedException("other elements of " + value + " are read than are computed");
    }
  }

  private void constant(Value value, Tensor tensor) {
    if (tensor.elements() != 1) {
      throw new DeclinedException("the constant " + value + " has several elements");
    }
    LaneType lane = Conversions.lane(tensor.dtype());
    Expr number =
        tensor.dtype().isFloatingPoint()
            ? pool.real(lane, tensor.getDouble(0))
            : pool.whole(lane, tensor.getLong(0));
    Expr given = pool.given(number);
    sources.put(value, _ -> given);
  }

  private ElementSource print(Value result, Collection<String> taken, SourceFeatures features) {
    DType type = BodyReader.dtype(result);
    Expr value = reader.conversions().encode(reader.read(result, place), type);
    Expr narrow = Simplification.of(pool, value, features);
    if (!features.doubles() && DoubleUse.in(narrow)) {
      throw new DeclinedException(
          "what leads to " + result + " is computed in double precision, which the device lacks");
    }
    Buffer buffer = new Buffer(Buffer.Kind.OUTPUT, 0, Storage.of(type));
    Nest nest =
        new Nest(
            ImmutableList.of(),
            ImmutableList.of(new Store(buffer, Affine.ZERO, narrow)),
            ImmutableSet.of());
    return ElementPrinter.print(NestForm.of(nest), inputs, taken, FloatFunctions.NAMED);
  }
}
