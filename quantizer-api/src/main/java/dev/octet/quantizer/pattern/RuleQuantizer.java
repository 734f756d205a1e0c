package dev.octet.quantizer.pattern;

import dev.octet.graph.Node;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.AnnotationException;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.rule.Matching;
import dev.octet.quantizer.rule.RuleSet;
import dev.octet.quantizer.rule.Selector;
import dev.octet.quantizer.spec.QuantizationConfig;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.quantizer.spec.Site;
import dev.octet.tensor.DType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A quantizer made of a recipe and the user's rules. Immutable: each setter returns another one. A
 * configuration of null leaves what a rule selects in floating point. See {@link RuleSet} for which
 * rule wins.
 *
 * @param <Q> the class of the quantizer itself
 */
public abstract class RuleQuantizer<Q extends RuleQuantizer<Q>> implements Quantizer {
  private final Recipe recipe;
  private final RuleSet rules;

  protected RuleQuantizer(Recipe recipe, RuleSet rules) {
    this.recipe = recipe;
    this.rules = rules;
  }

  /** The same quantizer with these rules. */
  public abstract Q withRules(RuleSet newRules);

  /** Element types that the backend reads as quantized activations. */
  protected abstract Set<DType> activationTypes();

  /** Element types that the backend reads as quantized weights. */
  protected abstract Set<DType> weightTypes();

  public RuleSet rules() {
    return rules;
  }

  @Override
  public String name() {
    return recipe.quantizer();
  }

  /** Configures everything in the recipe that no other rule selects. */
  public Q setGlobal(@Nullable QuantizationConfig config) {
    return with(new Selector.Global(), config, "setGlobal(" + shown(config) + ")");
  }

  /** Configures the operator that a PyTorch function calls, {@code torch.matmul}. */
  public Q setFunctionType(String function, @Nullable QuantizationConfig config) {
    return with(
        new Selector.FunctionType(function), config, call("setFunctionType", function, config));
  }

  /** Configures the operator that a PyTorch module calls, {@code torch.nn.Linear}. */
  public Q setModuleType(String type, @Nullable QuantizationConfig config) {
    return with(new Selector.ModuleType(type), config, call("setModuleType", type, config));
  }

  /** Configures everything under a module, {@code layer1.0}. */
  public Q setModuleName(String path, @Nullable QuantizationConfig config) {
    return with(new Selector.ModuleName(path), config, call("setModuleName", path, config));
  }

  /** Configures the nodes whose module path, or name after a {@code %}, matches a glob. */
  public Q setGlob(String pattern, @Nullable QuantizationConfig config) {
    return with(new Selector.Glob(pattern), config, call("setGlob", pattern, config));
  }

  /** Configures the nodes whose module path matches a regular expression. */
  public Q setRegex(String pattern, @Nullable QuantizationConfig config) {
    return with(new Selector.Regex(pattern), config, call("setRegex", pattern, config));
  }

  /** Configures an operator, {@code aten.linear.default}. */
  public Q setOperator(OpName operator, @Nullable QuantizationConfig config) {
    return with(
        new Selector.Operator(operator), config, call("setOperator", operator.toString(), config));
  }

  /** Configures the nodes so deep in modules; 0 is the root itself. */
  public Q setDepth(int min, int max, @Nullable QuantizationConfig config) {
    String source = "setDepth(" + min + ", " + max + ", " + shown(config) + ")";
    return with(new Selector.Depth(min, max), config, source);
  }

  /** How patterns are recognised; by source, as in PyTorch, unless set. */
  public Q matching(Matching matching) {
    return withRules(rules.matching(matching));
  }

  private Q with(Selector selector, @Nullable QuantizationConfig config, String source) {
    return withRules(rules.with(selector, Optional.ofNullable(config), source));
  }

  private static String call(String setter, String argument, @Nullable QuantizationConfig config) {
    return setter + "(\"" + argument + "\", " + shown(config) + ")";
  }

  private static String shown(@Nullable QuantizationConfig config) {
    return config == null ? "null" : "…";
  }

  @Override
  public Annotations annotate(ExportedProgram program, Annotations earlier) {
    return recipe.annotate(program, rules, earlier);
  }

  @Override
  public void validate(ExportedProgram program, Annotations annotations) {
    Map<String, Node> nodes = new TreeMap<>();
    program.graph().nodes().forEach(node -> nodes.put(node.name(), node));
    annotations
        .sites()
        .forEach((site, spec) -> {
          if (site instanceof Site.Input(String name, int index)
              && spec.orElse(null) instanceof QuantizationSpec observed) {
            Node node = nodes.get(name);
            boolean weight =
                node != null && node.op().operandIndex("weight").stream().anyMatch(i -> i == index);
            Set<DType> expected = weight ? weightTypes() : activationTypes();
            boolean mine =
                annotations
                    .decision(name)
                    .map(decision -> recipe.knows(decision.annotator()))
                    .orElse(false);
            if (mine && node != null && !expected.contains(observed.dtype())) {
              throw new AnnotationException(
                  name()
                      + ": "
                      + (weight ? "the weight of " : "operand " + index + " of ")
                      + node
                      + " is to be "
                      + observed.dtype()
                      + ", which the backend does not compute with; expected "
                      + expected);
            }
          }
        });
  }

  /** True if the two quantizers are of one kind and have equal rules. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RuleQuantizer<?> that
        && recipe.equals(that.recipe)
        && rules.equals(that.rules);
  }

  @Override
  public int hashCode() {
    return rules.hashCode();
  }

  @Override
  public String toString() {
    return name() + rules.rules();
  }
}
