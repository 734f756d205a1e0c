package dev.octet.nn.trace;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Origin;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which modules and which function are running; makes the origins of the nodes. */
final class CallStack {
  private static final int TRACE_DEPTH = 8;
  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final String LAYERS = "dev.octet.nn.";

  private final IdentityHashMap<Object, ModuleName> names;
  private final List<ModuleName> modules = new ArrayList<>();
  private final List<Origin.ModuleFrame> frames = new ArrayList<>();
  private final Map<String, Integer> calls = new HashMap<>();
  private final NodeNames sources = new NodeNames();
  private final Map<String, Integer> functions = new HashMap<>();
  private @Nullable Origin function;

  CallStack(IdentityHashMap<Object, ModuleName> names) {
    this.names = names;
  }

  <T> T inModule(Object module, Supplier<T> body) {
    ModuleName name = names.get(module);
    if (name == null) {
      throw new InputException(
          "a module of "
              + module.getClass()
              + " was called that is no part of the traced module; register it with add(name,"
              + " module)");
    }
    String key = name.path().isEmpty() ? "L__self__" : "L__self___" + name.path().replace('.', '_');
    int number = calls.merge(name.path(), 1, Integer::sum) - 1;
    modules.addLast(name);
    frames.addLast(
        new Origin.ModuleFrame(number == 0 ? key : key + "@" + number, name.path(), name.type()));
    try {
      return body.get();
    } finally {
      modules.removeLast();
      frames.removeLast();
    }
  }

  <T> T inFunction(Callee callee, Supplier<T> body) {
    if (function != null) {
      return body.get();
    }
    function = origin(callee);
    try {
      return body.get();
    } finally {
      function = null;
    }
  }

  /**
   * The origin of a node made now; {@code fallback} is taken for an operator that is called by its
   * own name.
   */
  Origin current(Callee fallback) {
    return function != null ? function : origin(fallback);
  }

  /** Notes that Python takes a tuple or list of results apart, which uses up names. */
  void unpacked(int results) {
    for (int i = 0; i < results; i++) {
      sources.fresh("getitem");
    }
  }

  /** The path of the innermost module, for messages. */
  String path() {
    return modules.isEmpty() ? "" : modules.getLast().path();
  }

  private Origin origin(Callee callee) {
    ModuleName innermost = modules.isEmpty() ? null : modules.getLast();
    String target = innermost != null && innermost.isLayer() ? innermost.type() : callee.target();
    String dispatched = callee.kind() + "." + callee.dispatched();
    int number = functions.merge(dispatched, 1, Integer::sum);
    return new Origin(
        ImmutableList.copyOf(frames),
        ImmutableList.of(new Origin.SourceFunction(sources.fresh(callee.name()), target)),
        Optional.of(new Origin.TorchFunction(callee.dispatched() + "_" + number, dispatched)),
        trace(),
        Optional.empty());
  }

  /**
   * The lines of the user's modules that led here, innermost last, as Python's traces have them.
   */
  private static Optional<String> trace() {
    List<String> lines =
        WALKER.walk(stack ->
            stack
                .filter(frame -> !isInternal(frame.getClassName()))
                .limit(TRACE_DEPTH)
                .map(frame -> "  at " + frame.toStackTraceElement())
                .collect(Collectors.toCollection(ArrayList::new)));
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join("\n", lines.reversed()) + "\n");
  }

  private static boolean isInternal(String type) {
    String rest = type.startsWith(LAYERS) ? type.substring(LAYERS.length()) : "";
    boolean library = !rest.isEmpty() && !rest.startsWith("models.");
    return library
        || type.startsWith("java.")
        || type.startsWith("jdk.")
        || type.startsWith("dev.octet.export.");
  }
}
