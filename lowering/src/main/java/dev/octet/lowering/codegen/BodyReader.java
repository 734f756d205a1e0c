package dev.octet.lowering.codegen;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads elements of the values of a body, from the outputs towards the inputs. */
final class BodyReader {
  /** An element of a value that lies in memory. */
  interface Source {
    Expr read(List<Affine> index);
  }

  private record Place(Value value, List<Affine> index) {}

  final ExprPool pool;
  final Conversions conversions;
  final Functions functions;
  private final Graph body;
  private final Map<Value, Source> sources;
  private final Map<Place, Expr> known = new HashMap<>();

  /** Reductions that a call needs more than once. */
  final Map<List<Object>, Expr> reductions = new HashMap<>();

  private Requests requests = new Requests();

  BodyReader(ExprPool pool, Graph body, Map<Value, Source> sources) {
    this.pool = pool;
    this.conversions = new Conversions(pool);
    this.functions = new Functions(pool);
    this.body = body;
    this.sources = sources;
  }

  Requests requests() {
    return requests;
  }

  /** Collects requests anew and returns those so far. */
  Requests exchange(Requests other) {
    Requests before = requests;
    requests = other;
    return before;
  }

  /** Forgets what was read, so that requests are made again. */
  void forget() {
    known.clear();
    reductions.clear();
  }

  /** Elements are held as {@link Conversions#lane} says. */
  Expr read(Value value, List<Affine> index) {
    Place place = new Place(value, index);
    Expr found = known.get(place);
    if (found == null) {
      found = compute(value, index);
      known.put(place, found);
    }
    return found;
  }

  private Expr compute(Value value, List<Affine> index) {
    Source source = sources.get(value);
    if (source != null) {
      return source.read(index);
    }
    Node node =
        body.producer(value)
            .orElseThrow(() -> new DeclinedException(value + " is neither computed nor given"));
    ElementReader reader =
        Operators.find(node.op().name())
            .orElseThrow(() -> new DeclinedException("no generated code for " + node.op().name()));
    return reader.read(new ElementCall(this, node, node.results().indexOf(value)), index);
  }

  static DType dtype(Value value) {
    return value.tensorType().dtype();
  }

  static long[] shape(Value value) {
    return shape(value.tensorType());
  }

  static long[] shape(TensorType type) {
    return type.shape().toArray();
  }

  Optional<Node> producer(Value value) {
    return body.producer(value);
  }
}
