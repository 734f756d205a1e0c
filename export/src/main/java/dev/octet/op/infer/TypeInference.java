package dev.octet.op.infer;

import com.google.common.collect.ImmutableMap;
import dev.octet.op.Op;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.UnknownOperatorException;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymbolException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The table of type rules. Immutable and thread-safe. */
public final class TypeInference {
  /** Every family of operators. */
  private static final List<Consumer<TypeRules>> FAMILIES =
      List.of(
          ArithmeticTypes::register,
          ComparisonTypes::register,
          BitwiseTypes::register,
          UnaryTypes::register,
          ActivationTypes::register,
          SoftmaxTypes::register,
          SelectionTypes::register,
          CreationTypes::register,
          RangeTypes::register,
          ConversionTypes::register,
          SizeTypes::register,
          NumberTypes::register,
          AssertionTypes::register,
          ConvolutionTypes::register,
          PoolingTypes::register,
          MatrixProductTypes::register,
          GroupedProductTypes::register,
          NormalizationTypes::register,
          WeightNormTypes::register,
          AttentionTypes::register,
          RecurrentTypes::register,
          EmbeddingBagTypes::register,
          ResizeTypes::register,
          GridSamplerTypes::register,
          ColumnImageTypes::register,
          DetectionTypes::register,
          ViewTypes::register,
          PermutationTypes::register,
          SliceTypes::register,
          SplitTypes::register,
          JoinTypes::register,
          RepeatTypes::register,
          IndexTypes::register,
          ScatterTypes::register,
          ReductionTypes::register,
          ExtremumTypes::register,
          ScanTypes::register,
          DistanceTypes::register,
          QuantizationTypes::register);

  private static final class Holder {
    static final TypeInference STANDARD = new TypeInference();
  }

  private final ImmutableMap<OpName, TypeRule> rules;

  private TypeInference() {
    TypeRules collected = new TypeRules();
    FAMILIES.forEach(family -> family.accept(collected));
    this.rules = collected.build();
  }

  public static TypeInference standard() {
    return Holder.STANDARD;
  }

  public Optional<TypeRule> find(OpName name) {
    return Optional.ofNullable(rules.get(name));
  }

  /**
   * The types of the results; the elements of a list result stand one by one.
   *
   * @throws UnknownOperatorException if there is no rule
   * @throws dev.octet.tensor.InputException if the operands do not fit the operator
   */
  public List<ValueType> infer(Op op, List<ValueType> operands) {
    TypeRule rule = rules.get(op.name());
    if (rule == null) {
      throw new UnknownOperatorException(op.name(), OpCatalog.standard().nearest(op.name(), 3), "");
    }
    return rule.infer(new TypeArguments(op, operands));
  }

  /**
   * As {@link #infer}; empty for an operator without a rule, and where the rule has to know as a
   * number what is symbolic.
   *
   * @throws dev.octet.tensor.InputException if the operands do not fit the operator
   */
  public Optional<List<ValueType>> inferIfKnown(Op op, List<ValueType> operands) {
    if (!op.schema().known() || !rules.containsKey(op.name())) {
      return Optional.empty();
    }
    try {
      return Optional.of(infer(op, operands));
    } catch (SymbolException _) {
      return Optional.empty();
    }
  }
}
