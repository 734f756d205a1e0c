package dev.octet.graph.text;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.NameSupply;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.Op;
import dev.octet.op.ValueType;
import dev.octet.op.infer.TypeInference;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses graphs by recursive descent; one instance for one text. */
final class GraphParser {
  private final Cursor cursor;
  private final ArgumentParser arguments;
  private final CallParser calls;
  private final NameSupply names = new NameSupply();
  private Map<Integer, Origin> origins = Map.of();

  /** The values that the graph being parsed has defined so far. */
  private Map<String, Value> scope = new HashMap<>();

  /** A result as it is written: inferred if it has no type. */
  private record Result(String name, @Nullable ValueType type, int position) {}

  GraphParser(String text) {
    this.cursor = new Cursor(text);
    this.arguments = new ArgumentParser(cursor, this::graph);
    this.calls = new CallParser(cursor, arguments);
  }

  Graph parse() {
    parseOrigins();
    Graph graph = graph();
    if (cursor.acceptWord("origins")) {
      cursor.skipBlock();
    }
    if (!cursor.atEnd()) {
      throw cursor.unexpected("the end of the text");
    }
    return graph;
  }

  /** The table stands behind the graph, whose nodes need it. */
  private void parseOrigins() {
    try {
      skipInputs();
      cursor.skipBlock();
    } catch (GraphParseException e) {
      // The graph is not whole; parsing it tells where.
      cursor.moveTo(0);
      return;
    }
    if (cursor.acceptWord("origins")) {
      origins = new OriginParser(cursor, arguments).parse();
    }
    cursor.moveTo(0);
  }

  /**
   * Passes everything up to the body of the graph; braces that follow no parenthesis are strides.
   */
  private void skipInputs() {
    char last = ' ';
    while (!cursor.atEnd() && !(cursor.peek() == '{' && last == ')')) {
      last = cursor.peek();
      switch (last) {
        case '"' -> cursor.quoted();
        case '{' -> cursor.skipBlock();
        default -> cursor.skip();
      }
    }
  }

  private Graph graph() {
    Map<String, Value> outer = scope;
    scope = new HashMap<>();
    cursor.expectWord("graph");
    cursor.expect('(');
    List<Value> inputs = new ArrayList<>();
    if (!cursor.accept(')')) {
      do {
        inputs.add(input());
      } while (cursor.accept(','));
      cursor.expect(')');
    }
    cursor.expect('{');
    List<Node> nodes = new ArrayList<>();
    while (!cursor.acceptWord("return")) {
      nodes.add(node());
    }
    List<GraphOutput> outputs = outputs();
    scope = outer;
    return new Graph(inputs, nodes, outputs);
  }

  private List<GraphOutput> outputs() {
    List<GraphOutput> outputs = new ArrayList<>();
    if (!cursor.accept('}')) {
      do {
        outputs.add(output());
      } while (cursor.accept(','));
      cursor.expect('}');
    }
    return outputs;
  }

  private GraphOutput output() {
    if (cursor.peek() == '%') {
      return new GraphOutput.Of(value());
    }
    cursor.peek();
    int start = cursor.position();
    List<Value> operands = new ArrayList<>();
    Argument literal = arguments.parse(operands, this::value);
    if (!operands.isEmpty()) {
      throw cursor.error(
          start, "an output is a value or a literal; a list cannot hold " + operands, null);
    }
    return new GraphOutput.Literal(literal);
  }

  private Value input() {
    Result input = result();
    if (input.type == null) {
      throw cursor.unexpected("':' and the type of %" + input.name);
    }
    return define(input, input.type);
  }

  private Node node() {
    List<Result> results = new ArrayList<>();
    if (cursor.accept('(')) {
      cursor.expect(')');
    } else {
      if (cursor.peek() != '%') {
        throw cursor.unexpected("'%', '() =' or 'return'");
      }
      do {
        results.add(result());
      } while (cursor.accept(','));
    }
    cursor.expect('=');
    cursor.peek();
    int start = cursor.position();
    CallParser.Call call = calls.parse(this::value);
    List<Value> values = define(results, call, start);
    String name = results.size() == 1 ? results.get(0).name : call.op().name().base();
    if (cursor.acceptWord("as")) {
      cursor.expect('%');
      name = cursor.name("the name of a node");
    }
    return new Node(name, call.op(), call.operands(), values, origin());
  }

  private Result result() {
    cursor.expect('%');
    cursor.peek();
    int position = cursor.position();
    String name = cursor.name("the name of a value");
    if (name.isEmpty()) {
      throw cursor.error(position, "a value needs a name", null);
    }
    return new Result(name, cursor.accept(':') ? new TypeParser(cursor).parse() : null, position);
  }

  private List<Value> define(List<Result> results, CallParser.Call call, int start) {
    List<ValueType> types = new ArrayList<>();
    results.forEach(result -> {
      if (result.type != null) {
        types.add(result.type);
      }
    });
    List<ValueType> all =
        types.size() == results.size() ? types : infer(results.size(), call, start);
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      ValueType declared = results.get(i).type;
      values.add(define(results.get(i), declared == null ? all.get(i) : declared));
    }
    return values;
  }

  private List<ValueType> infer(int count, CallParser.Call call, int start) {
    Op op = call.op();
    List<ValueType> operands = call.operands().stream().map(Value::type).toList();
    List<ValueType> types;
    try {
      types = names.distinct(TypeInference.standard().infer(op, operands), operands);
    } catch (InputException e) {
      throw cursor.error(
          start,
          "the result types of "
              + op.name()
              + " are not given and cannot be inferred: "
              + e.getMessage(),
          e);
    }
    if (types.size() != count) {
      throw cursor.error(
          start,
          String.format(
              Locale.ROOT,
              "found %d results, expected the %d of %s: %s",
              count,
              types.size(),
              op.name(),
              types),
          null);
    }
    return types;
  }

  private Value define(Result result, ValueType type) {
    Value value = new Value(result.name, type);
    names.take(value);
    if (scope.putIfAbsent(result.name, value) != null) {
      throw cursor.error(
          result.position, "the name %" + result.name + " is used twice in one graph", null);
    }
    return value;
  }

  /** A value that is defined already. */
  private Value value() {
    cursor.expect('%');
    cursor.peek();
    int start = cursor.position();
    String name = cursor.name("the name of a value");
    Value value = scope.get(name);
    if (value == null) {
      throw cursor.error(
          start, "found %" + name + ", expected a value that is defined before this line", null);
    }
    return value;
  }

  private Origin origin() {
    if (!cursor.accept('!')) {
      return Origin.UNKNOWN;
    }
    cursor.peek();
    int start = cursor.position();
    int number = cursor.index("the number of an origin");
    Origin origin = origins.get(number);
    if (origin == null) {
      throw cursor.error(
          start, "origin " + number + " is not in the table 'origins' behind the graph", null);
    }
    return origin;
  }
}
