package dev.octet.lowering.codegen.reader;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads elements of the values of a body, from the outputs towards the inputs. */
public final class BodyReader {
  /** An element of a value that lies in memory. */
  public interface Source {
    Expr read(List<Affine> index);
  }

  private record Place(Value value, List<Affine> index) {}

  final ExprPool pool;
  private final Conversions conversions;
  final Functions functions;
  private final Graph body;
  private final Map<Value, Source> sources;
  private final Map<Place, Expr> known = new HashMap<>();

  /** Reductions that a call needs more than once. */
  final Map<List<Object>, Expr> reductions = new HashMap<>();

  private Requests requests = new Requests();

  public BodyReader(ExprPool pool, Graph body, Map<Value, Source> sources) {
    this.pool = pool;
    this.conversions = new Conversions(pool);
    this.functions = new Functions(pool);
    this.body = body;
    this.sources = sources;
  }

  /** How elements are loaded, converted and stored. */
  public Conversions conversions() {
    return conversions;
  }

  Requests requests() {
    return requests;
  }

  /** Collects requests anew and returns those so far. */
  public Requests exchange(Requests other) {
    Requests before = requests;
    requests = other;
    return before;
  }

  /** Forgets what was read, so that requests are made again. */
  public void forget() {
    known.clear();
    reductions.clear();
  }

  /** Elements are held as {@link Conversions#lane} says. */
  public Expr read(Value value, List<Affine> index) {
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

  public static DType dtype(Value value) {
    return value.tensorType().dtype();
  }

  public static long[] shape(Value value) {
    return shape(value.tensorType());
  }

  static long[] shape(TensorType type) {
    return type.shape().toArray();
  }

  /** An index into a tensor that is stretched to the shape that the index is for. */
  public static List<Affine> broadcast(List<Affine> index, long[] shape) {
    List<Affine> result = new ArrayList<>();
    int added = index.size() - shape.length;
    for (int i = 0; i < shape.length; i++) {
      result.add(shape[i] == 1 ? Affine.ZERO : index.get(i + added));
    }
    return result;
  }

  Optional<Node> producer(Value value) {
    return body.producer(value);
  }
}
