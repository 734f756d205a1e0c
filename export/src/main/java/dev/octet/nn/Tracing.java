package dev.octet.nn;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Table;
import com.google.common.hash.Hashing;
import dev.octet.graph.Value;
import dev.octet.nn.trace.Recorder;
import dev.octet.op.TensorType;
import dev.octet.program.Dim;
import dev.octet.program.DynamicShapes;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import dev.octet.program.ProgramMetadata;
import dev.octet.program.TreeSpec;
import dev.octet.symbol.Range;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One capture of a module as a program, laid out as {@code torch.export} does in strict mode. */
final class Tracing {
  private static final long NAMES = 100;

  private record OpenDimension(String argument, int dimension) {}

  private final Module root;
  private final List<Tensor> examples;
  private final DynamicShapes dynamicShapes;
  private final ModuleTree tree;
  private final List<String> arguments;
  private final Recorder recorder;
  private final Map<String, SymInt> symbols = new LinkedHashMap<>();
  private final Map<String, OpenDimension> sources = new HashMap<>();
  private final Map<SymInt, Range> ranges = new LinkedHashMap<>();
  private final Map<String, InputSpec> specs = new HashMap<>();

  Tracing(Module root, List<Tensor> examples, DynamicShapes dynamicShapes) {
    this.root = root;
    this.examples = examples;
    this.dynamicShapes = dynamicShapes;
    this.tree = ModuleTree.of(root);
    this.arguments = root.argumentNames();
    this.recorder = new Recorder(tree.names());
    if (arguments.size() < examples.size()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%d example inputs were given for %s, which names %s; override argumentNames()",
              examples.size(),
              root.typeName(),
              arguments));
    }
  }

  ExportedProgram run() {
    checkDynamicShapes();
    tree.materialize();
    announce(State.Kind.PARAMETER, "p_");
    announce(State.Kind.BUFFER, "b_");
    announce(State.Kind.TEMPORARY, "b_");
    nameSymbols();
    List<Variable> inputs = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      String argument = arguments.get(i);
      Object input = recorder.input(argument, typeOf(argument, examples.get(i)));
      inputs.add(Variable.ofHandle(input));
      dynamicShapes
          .dimensions()
          .row(argument)
          .forEach((dimension, dim) -> {
            if (sources.get(dim.name()) instanceof OpenDimension(String name, int position)
                && name.equals(argument)
                && position == dimension) {
              recorder.readSizeFrom(symbol(dim), input, dimension, dim.range().max().isPresent());
            }
          });
    }
    List<Variable> results = recorder.run(() -> root.callAll(inputs));
    Recorder.Recording recording = recorder.finish(results.stream().map(Variable::handle).toList());
    recording
        .constants()
        .keySet()
        .forEach(name -> specs.put("c_" + name, new InputSpec.Constant(name)));
    ImmutableList.Builder<InputSpec> inputSpecs = ImmutableList.builder();
    for (Value value : recording.graph().inputs()) {
      inputSpecs.add(specs.getOrDefault(value.name(), new InputSpec.User()));
    }
    TreeSpec outputTree =
        results.size() == 1
            ? TreeSpec.LEAF
            : TreeSpec.tuple(Collections.nCopies(results.size(), TreeSpec.LEAF));
    return new ExportedProgram(
        recording.graph(),
        inputSpecs.build(),
        ImmutableList.copyOf(Collections.nCopies(results.size(), new OutputSpec.User())),
        state(recording),
        ImmutableMap.copyOf(ranges),
        TreeSpec.positional(examples.size()),
        outputTree,
        ProgramMetadata.traced(
            ImmutableList.copyOf(arguments.subList(0, examples.size())),
            ImmutableList.copyOf(tree.paths())));
  }

  private void announce(State.Kind kind, String prefix) {
    tree.states()
        .forEach((path, state) -> {
          if (state.kind() == kind) {
            String name = prefix + path.replaceAll("[^a-zA-Z0-9]", "_").toLowerCase(Locale.ROOT);
            specs.put(
                name,
                kind == State.Kind.PARAMETER
                    ? new InputSpec.Parameter(path)
                    : new InputSpec.Buffer(path, kind == State.Kind.BUFFER));
            recorder.announce(
                state,
                name,
                new TensorType(state.dtype(), sizes(state.shape().toArray())),
                kind == State.Kind.PARAMETER);
          }
        });
  }

  private ImmutableMap<String, Tensor> state(Recorder.Recording recording) {
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    for (State.Kind kind : State.Kind.values()) {
      tree.states()
          .forEach((path, entry) -> {
            if (entry.kind() == kind) {
              state.put(path, entry.materialize(root.seed(), path));
            }
          });
    }
    return state.putAll(recording.constants()).buildOrThrow();
  }

  private TensorType typeOf(String argument, Tensor example) {
    List<SymInt> sizes = sizes(example.shape().toArray());
    dynamicShapes
        .dimensions()
        .row(argument)
        .forEach((dimension, dim) -> sizes.set(dimension, symbol(dim)));
    return new TensorType(example.dtype(), sizes);
  }

  private static List<SymInt> sizes(long[] sizes) {
    List<SymInt> result = new ArrayList<>();
    for (long size : sizes) {
      result.add(SymInt.of(size));
    }
    return result;
  }

  /**
   * Names the symbols as PyTorch does: {@code s} and a number below 100 that is drawn from the
   * place of the dimension among the inputs, or the next that is free. Of dimensions that are equal
   * the one whose name comes first in the alphabet counts.
   */
  private void nameSymbols() {
    Set<Integer> used = new HashSet<>();
    for (int i = 0; i < examples.size(); i++) {
      String argument = arguments.get(i);
      for (int d = 0; d < examples.get(i).shape().rank(); d++) {
        Dim dim = dynamicShapes.dimensions().get(argument, d);
        if (dim != null) {
          int number = number(i, d);
          while (!used.add(number)) {
            number++;
          }
          SymInt symbol = SymInt.symbol("s" + number);
          SymInt other = symbols.get(dim.name());
          if (other == null || symbol.toString().compareTo(other.toString()) < 0) {
            symbols.put(dim.name(), symbol);
            sources.put(dim.name(), new OpenDimension(argument, d));
          }
        }
      }
    }
    dynamicShapes.dimensions().values().forEach(dim -> ranges.put(symbol(dim), dim.range()));
  }

  private static int number(int input, int dimension) {
    String source = String.format(Locale.ROOT, "L['flat_args'][%d].size()[%d]", input, dimension);
    return new BigInteger(1, Hashing.sha256().hashString(source, StandardCharsets.UTF_8).asBytes())
        .mod(BigInteger.valueOf(NAMES))
        .intValue();
  }

  private SymInt symbol(Dim dim) {
    return Objects.requireNonNull(symbols.get(dim.name()));
  }

  private void checkDynamicShapes() {
    Map<String, Long> sizes = new HashMap<>();
    for (Table.Cell<String, Integer, Dim> cell : dynamicShapes.dimensions().cellSet()) {
      int input = arguments.indexOf(cell.getRowKey());
      if (input < 0 || input >= examples.size()) {
        throw new InputException(
            "dynamic shapes name the input '"
                + cell.getRowKey()
                + "', the module's are "
                + arguments);
      }
      Tensor example = examples.get(input);
      int dimension = cell.getColumnKey();
      if (dimension < 0 || dimension >= example.shape().rank()) {
        throw new InputException(
            "dynamic shapes name dimension "
                + dimension
                + " of '"
                + cell.getRowKey()
                + "', which is "
                + example);
      }
      Dim dim = cell.getValue();
      long size = example.shape().size(dimension);
      Long other = sizes.putIfAbsent(dim.name(), size);
      if (!dim.range().contains(size) || (other != null && other != size)) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "dimension '%s' is %d in the example for '%s', expected %s",
                dim.name(),
                size,
                cell.getRowKey(),
                other == null ? dim.range() : other.toString()));
      }
    }
  }
}
