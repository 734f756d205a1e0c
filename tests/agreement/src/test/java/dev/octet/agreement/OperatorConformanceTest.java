package dev.octet.agreement;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpSchema;
import dev.octet.op.Parameter;
import dev.octet.op.ParameterType;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.op.infer.TypeInference;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operator gives what PyTorch gave. Each recorded call becomes a graph of one node; the
 * reference evaluator's results are compared in type, shape and elements, and type inference is
 * compared with them twice: on the sizes as they are, and with symbols in place of the sizes of the
 * first tensor. An operator without a rule or kernel fails.
 *
 * <p>System properties narrow a run: {@code octet.families=convolution,pooling} takes these files
 * only, {@code octet.operators=aten.add} the operators whose name starts so, and {@code
 * octet.cases=FOLDER} reads another folder than the resources. Outside Maven they are passed by
 * {@code JAVA_TOOL_OPTIONS=-Doctet.families=convolution}.
 */
final class OperatorConformanceTest {
  private static final Evaluator EVALUATOR = Evaluator.reference();

  @TestFactory
  Stream<DynamicNode> recordedCalls() {
    String chosen = System.getProperty("octet.families", "");
    List<String> families =
        chosen.isEmpty() ? OperatorCases.families() : Arrays.asList(chosen.split(","));
    return families.stream()
        .map(family -> DynamicContainer.dynamicContainer(family, operators(family)));
  }

  private static Stream<DynamicContainer> operators(String family) {
    String prefix = System.getProperty("octet.operators", "");
    Map<String, List<OperatorCase>> operators =
        OperatorCases.read(family).stream()
            .filter(recorded -> recorded.op().toString().startsWith(prefix))
            .collect(
                Collectors.groupingBy(
                    recorded -> recorded.op().toString(), LinkedHashMap::new, Collectors.toList()));
    return operators.entrySet().stream()
        .map(operator ->
            DynamicContainer.dynamicContainer(
                operator.getKey(),
                operator.getValue().stream()
                    .map(recorded ->
                        DynamicTest.dynamicTest(
                            operator.getKey() + " " + recorded.title(), () -> check(recorded)))));
  }

  private static void check(OperatorCase recorded) {
    RecordedGraph made = RecordedGraph.of(recorded, recorded.op());
    Node node = made.node();
    assertWithMessage("results").that(node.results()).hasSize(recorded.results().size());
    checkTypes(node.results().stream().map(Value::type).toList(), recorded, Map.of());
    checkSymbolicTypes(node, recorded);
    checkElements(made, recorded);
    if (hasTwin(recorded, made.inputs())) {
      checkElements(RecordedGraph.of(recorded, recorded.op().inPlace()), recorded);
    }
  }

  private static void checkElements(RecordedGraph made, OperatorCase recorded) {
    try (Arena arena = Arena.ofConfined()) {
      List<Object> results = EVALUATOR.run(made.graph(), made.inputs(), arena);
      for (int i = 0; i < results.size(); i++) {
        assertWithMessage("%s, result %s", made.node(), i)
            .that(difference(results.get(i), recorded.results().get(i), recorded))
            .isEqualTo(Optional.empty());
      }
    }
  }

  /**
   * True if there is an in-place twin and its result, which has the type of its first operand, is
   * the recorded one.
   */
  private static boolean hasTwin(OperatorCase recorded, List<Object> inputs) {
    Optional<OpSchema> twin = OpCatalog.standard().find(recorded.op().inPlace());
    return twin.isPresent()
        && types(twin.get()).equals(types(OpCatalog.standard().get(recorded.op())))
        && inputs.get(0) instanceof Tensor self
        && recorded.results().get(0) instanceof OperatorCase.Expected.OfTensor(var result)
        && recorded.results().size() == 1
        && result.dtype() == self.dtype()
        && result.shape().equals(self.shape());
  }

  private static List<ParameterType> types(OpSchema schema) {
    return schema.parameters().stream().map(Parameter::type).toList();
  }

  private static Optional<String> difference(
      Object actual, OperatorCase.Expected expected, OperatorCase recorded) {
    return switch (expected) {
      case OperatorCase.Expected.OfTensor(var tensor) when actual instanceof Tensor found ->
          TensorAgreement.difference(found, tensor, recorded.tolerance());
      case OperatorCase.Expected.OfTensor(var tensor) ->
          Optional.of(
              String.format(Locale.ROOT, "found %s, expected the tensor %s", actual, tensor));
      case OperatorCase.Expected.OfNumber(Object number) ->
          TensorAgreement.difference(actual, number, recorded.tolerance());
    };
  }

  /**
   * Sizes above 1 of the first tensor become symbols; what is inferred has to hold for the sizes
   * they stand for.
   */
  private static void checkSymbolicTypes(Node node, OperatorCase recorded) {
    List<ValueType> types = new ArrayList<>(node.operands().stream().map(Value::type).toList());
    Map<String, SymInt> sizes = new HashMap<>();
    for (int i = 0; i < types.size() && sizes.isEmpty(); i++) {
      if (types.get(i) instanceof TensorType tensor) {
        List<SymInt> symbols = new ArrayList<>();
        for (SymInt size : tensor.sizes()) {
          boolean symbolic = size.constant() > 1;
          String name = "s" + (100 + sizes.size());
          symbols.add(symbolic ? SymInt.symbol(name) : size);
          if (symbolic) {
            sizes.put(name, size);
          }
        }
        types.set(i, tensor.withSizes(symbols));
      }
    }
    if (sizes.isEmpty()) {
      return;
    }
    List<ValueType> inferred;
    try {
      inferred = TypeInference.standard().infer(node.op(), types);
    } catch (InputException e) {
      // A rule may need a fixed size, and has to say so.
      assertWithMessage("the error for symbolic sizes").that(e).hasMessageThat().isNotEmpty();
      return;
    }
    assertWithMessage("results for symbolic sizes")
        .that(inferred)
        .hasSize(recorded.results().size());
    checkTypes(inferred, recorded, sizes);
  }

  private static void checkTypes(
      List<ValueType> inferred, OperatorCase recorded, Map<String, SymInt> sizes) {
    for (int i = 0; i < inferred.size(); i++) {
      String where =
          "inferred type of result " + i + (sizes.isEmpty() ? "" : " for symbolic sizes");
      switch (recorded.results().get(i)) {
        case OperatorCase.Expected.OfTensor(CaseValues.RecordedTensor expected) -> {
          assertWithMessage(where).that(inferred.get(i)).isInstanceOf(TensorType.class);
          TensorType type = (TensorType) inferred.get(i);
          assertWithMessage(where).that(type.dtype()).isEqualTo(expected.dtype());
          assertWithMessage(where)
              .that(resolve(type.sizes(), expected.shape().toList(), sizes))
              .isEqualTo(expected.shape().toList());
        }
        case OperatorCase.Expected.OfNumber(Object number) -> {
          Class<?> kind =
              switch (number) {
                case Long _ -> SymbolType.Int.class;
                case Double _ -> SymbolType.Float.class;
                default -> SymbolType.Bool.class;
              };
          assertWithMessage(where).that(inferred.get(i)).isInstanceOf(kind);
        }
      }
    }
  }

  /**
   * The sizes as numbers. A symbol that no input has (a size that depends on the data) takes the
   * size that was recorded.
   */
  private static List<Long> resolve(
      List<SymInt> sizes, List<Long> expected, Map<String, SymInt> values) {
    List<Long> resolved = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      SymInt size = sizes.get(i).substitute(values);
      resolved.add(
          size.isConstant() ? size.constant() : i < expected.size() ? expected.get(i) : -1);
    }
    return resolved;
  }
}
