package dev.octet.quantizer.prepare;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.BatchNorm;
import dev.octet.op.Convolution;
import dev.octet.op.Linear;
import dev.octet.op.OpName;
import dev.octet.op.TransposedConvolution;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Folds BatchNorm in evaluation into the convolution, transposed convolution or linear layer before
 * it. The values computed stay the same for every reader: a BatchNorm is left where others read the
 * layer's result too, and a weight that other layers use is not changed but copied.
 */
public final class FoldBatchNorm {
  private static final String NAME = "FoldBatchNorm";

  /** Convolutions whose padding is a word, "same" or "valid". */
  private static final ImmutableSet<OpName> NAMED_PADDING =
      ImmutableSet.of(
          OpName.aten("conv1d", "padding"),
          OpName.aten("conv2d", "padding"),
          OpName.aten("conv3d", "padding"));

  /**
   * What came of it.
   *
   * @param decisions about every BatchNorm: where it went, or why it stays
   */
  public record Folded(ExportedProgram program, ImmutableList<Decision> decisions) {}

  /** A BatchNorm and the layer before it; sites of the same tensors have the same key. */
  private record Site(Node layer, Node norm, String key) {}

  /** Those of a layer that does what its BatchNorm did, too. */
  private record Parameters(Tensor weight, Tensor bias) {}

  private final Graph graph;
  private final StateEditor state;
  private final List<Decision> decisions = new ArrayList<>();

  /** By the name of the layer. */
  private final Map<String, Site> sites = new LinkedHashMap<>();

  private FoldBatchNorm(ExportedProgram program) {
    this.graph = program.graph();
    this.state = new StateEditor(program);
  }

  public static Folded fold(ExportedProgram program) {
    return new FoldBatchNorm(program).run(program);
  }

  private Folded run(ExportedProgram program) {
    for (Node node : graph.nodes()) {
      if (node.op() instanceof BatchNorm norm) {
        site(node, norm).ifPresent(site -> sites.put(site.layer.name(), site));
      }
    }
    if (sites.isEmpty()) {
      return new Folded(program, ImmutableList.copyOf(decisions));
    }
    Map<String, Parameters> computed = computed();
    Map<Value, Value> replaced = new HashMap<>();
    Map<String, List<Value>> folded = new HashMap<>();
    Map<String, String> gone = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Site site = sites.get(node.name());
      if (site != null) {
        nodes.add(foldInto(site, computed, replaced, folded));
        gone.put(site.norm.name(), node.toString());
        replaced.put(site.norm.results().getFirst(), node.result());
      } else if (!gone.containsKey(node.name())) {
        nodes.add(withOperands(node, replaced));
      }
    }
    gone.forEach((norm, layer) ->
        decisions.add(new Decision(norm, Reason.FOLDED, NAME, "", "into " + layer)));
    List<GraphOutput> outputs = new ArrayList<>();
    for (GraphOutput output : graph.outputs()) {
      outputs.add(
          output instanceof GraphOutput.Of(Value value)
              ? new GraphOutput.Of(replaced.getOrDefault(value, value))
              : output);
    }
    return new Folded(state.program(nodes, outputs), ImmutableList.copyOf(decisions));
  }

  private static Node withOperands(Node node, Map<Value, Value> replaced) {
    return node.operands().stream().anyMatch(replaced::containsKey)
        ? node.withOperands(node.operands().stream().map(v -> replaced.getOrDefault(v, v)).toList())
        : node;
  }

  /** The layer that a BatchNorm can be folded into; else notes why not. */
  private Optional<Site> site(Node norm, BatchNorm op) {
    Optional<Node> layer = graph.producer(norm.operand(0));
    if (layer.isEmpty() || !isFoldable(layer.get())) {
      return declined(
          norm, Reason.FORM_NOT_IN_RECIPE, "it does not follow a convolution or linear layer");
    }
    Value between = norm.operand(0);
    if (op.training() || op.operandIndex("running_mean").isEmpty()) {
      return declined(
          norm,
          Reason.FORM_NOT_IN_RECIPE,
          "it uses the statistics of each batch; export the model in evaluation mode"
              + " (model.eval())");
    }
    if (norm.results().stream()
        .skip(1)
        .anyMatch(v -> graph.isOutput(v) || !graph.uses(v).isEmpty())) {
      return declined(norm, Reason.SEVERAL_USERS, "its second or third result is read");
    }
    if (!graph.hasSingleUse(between)) {
      return declined(norm, Reason.SEVERAL_USERS, layer.get() + " is read by others, too");
    }
    if (layer.get().op() instanceof Linear && between.tensorType().rank() != 2) {
      return declined(
          norm,
          Reason.FORM_NOT_IN_RECIPE,
          layer.get()
              + " gives "
              + between.type()
              + "; of more than two dimensions BatchNorm normalizes another one");
    }
    int rank = weight(layer.get()).tensorType().rank();
    if (!(layer.get().op() instanceof Linear) && between.tensorType().rank() != rank) {
      return declined(
          norm,
          Reason.FORM_NOT_IN_RECIPE,
          layer.get()
              + " gives "
              + between.type()
              + ", one image without a batch, of which BatchNorm normalizes the rows");
    }
    List<Value> tensors = new ArrayList<>(norm.operands().subList(1, norm.operands().size()));
    tensors.add(weight(layer.get()));
    bias(layer.get()).ifPresent(tensors::add);
    for (Value tensor : tensors) {
      if (state.tensor(tensor) == null) {
        return declined(norm, Reason.FORM_NOT_IN_RECIPE, tensor + " is computed, not a parameter");
      }
    }
    String key = tensors + " " + op.eps();
    return Optional.of(new Site(layer.get(), norm, key));
  }

  private Optional<Site> declined(Node norm, Reason reason, String detail) {
    decisions.add(new Decision(norm.name(), reason, NAME, "", detail));
    return Optional.empty();
  }

  private static boolean isFoldable(Node node) {
    return node.op() instanceof Convolution
        || node.op() instanceof TransposedConvolution
        || node.op() instanceof Linear
        || NAMED_PADDING.contains(node.op().name());
  }

  private static Value weight(Node layer) {
    return layer.operand(layer.op().operandIndex("weight").orElseThrow());
  }

  private static Optional<Value> bias(Node layer) {
    OptionalInt index = layer.op().operandIndex("bias");
    return index.isPresent() ? Optional.of(layer.operand(index.getAsInt())) : Optional.empty();
  }

  private Node foldInto(
      Site site,
      Map<String, Parameters> computed,
      Map<Value, Value> replaced,
      Map<String, List<Value>> folded) {
    Node layer = withOperands(site.layer, replaced);
    List<Value> parameters =
        folded.computeIfAbsent(site.key, key -> inputs(site, required(computed.get(key))));
    return ReplaceParameters.of(layer, parameters.get(0), parameters.get(1));
  }

  /** The new parameters by the key of their sites; in parallel, since weights are large. */
  private Map<String, Parameters> computed() {
    Map<String, Site> byKey = new LinkedHashMap<>();
    sites.values().forEach(site -> byKey.putIfAbsent(site.key, site));
    return byKey.values().parallelStream().collect(Collectors.toMap(Site::key, this::parameters));
  }

  /** Weight and bias that make the BatchNorm superfluous. */
  private Parameters parameters(Site site) {
    Node layer = site.layer;
    BatchNorm norm = (BatchNorm) site.norm.op();
    BatchNormFormula formula =
        new BatchNormFormula(
            tensor(site.norm, "weight"),
            tensor(site.norm, "bias"),
            required(tensor(site.norm, "running_mean")),
            required(tensor(site.norm, "running_var")),
            norm.eps());
    Tensor before = required(state.tensor(weight(layer)));
    boolean transposed = layer.op() instanceof TransposedConvolution;
    long groups = layer.op() instanceof TransposedConvolution op ? op.groups() : 1;
    Tensor newWeight = formula.weight(before, transposed ? 1 : 0, groups);
    Tensor oldBias = bias(layer).map(state::tensor).orElse(null);
    Tensor newBias = formula.bias(oldBias, oldBias == null ? before.dtype() : oldBias.dtype());
    return new Parameters(newWeight, newBias);
  }

  /** Weight and bias as inputs of the graph. */
  private List<Value> inputs(Site site, Parameters computed) {
    Value weight = weight(site.layer);
    Optional<Value> bias = bias(site.layer);
    Value biasAfter =
        bias.isPresent()
            ? exchange(site, bias.get(), computed.bias)
            : state.add(
                new InputSpec.Parameter(state.freshName(state.name(weight) + "_bias")),
                computed.bias);
    return List.of(exchange(site, weight, computed.weight), biasAfter);
  }

  /** A parameter that only sites of this key read is overwritten; any other one is copied. */
  private Value exchange(Site site, Value parameter, Tensor tensor) {
    long readers = sites.values().stream().filter(other -> other.key.equals(site.key)).count();
    if (graph.uses(parameter).size() == readers && !graph.isOutput(parameter)) {
      state.set(parameter, tensor);
      return parameter;
    }
    return state.add(
        new InputSpec.Parameter(state.freshName(state.name(parameter) + "_folded")), tensor);
  }

  private @Nullable Tensor tensor(Node norm, String parameter) {
    OptionalInt index = norm.op().operandIndex(parameter);
    return index.isPresent() ? state.tensor(norm.operand(index.getAsInt())) : null;
  }

  private static <T> T required(@Nullable T value) {
    return Objects.requireNonNull(value);
  }
}
